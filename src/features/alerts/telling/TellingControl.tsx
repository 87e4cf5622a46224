import { preferences } from '~/state/preferences'
import { usePreferences } from '~/state/use-preferences'
import { showToast } from '~/ui/primitives/toast'
import { mayNotify } from './may-notify'
import { allowSound, beep } from './sound'
import { TellingView } from './TellingView'

/** Whether this browser sounds and notifies when a critical alert begins. Nothing is asked of the browser before a click. */
export function TellingControl() {
  const sound = usePreferences(({ alertSound }) => alertSound)
  const notification = usePreferences(({ alertNotification }) => alertNotification)
  const isOn = notification && mayNotify()
  const toggleSound = () => {
    preferences.setState({ alertSound: !sound })
    if (sound) return
    allowSound()
    void beep()
  }
  const toggleNotification = () => {
    if (isOn) preferences.setState({ alertNotification: false })
    else void askToNotify()
  }
  return <TellingView sound={sound} notification={isOn} onSound={toggleSound} onNotification={toggleNotification} />
}

async function askToNotify(): Promise<void> {
  if (!('Notification' in window)) {
    showToast('This browser has no notifications here: they need HTTPS, or the app on this machine.', 'fault')
    return
  }
  const answer = await Notification.requestPermission()
  if (answer === 'granted') {
    // Set anew even where it was chosen before: the control draws what the browser allows by now.
    preferences.setState({ alertNotification: false })
    preferences.setState({ alertNotification: true })
    return
  }
  preferences.setState({ alertNotification: false })
  showToast('The browser does not allow notifications of this page; its settings for the page can.', 'fault')
}
