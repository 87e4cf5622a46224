import { preferences } from '~/state/preferences'
import { usePreferences } from '~/state/use-preferences'
import { Button } from '~/ui/primitives/Button'
import { showToast } from '~/ui/primitives/toast'
import { allowSound, beep } from './sound'
import styles from './telling.module.css'

/** Whether this browser sounds and notifies when a critical alert begins. Nothing is asked of the browser before a click. */
export function TellingControl() {
  const sound = usePreferences(({ alertSound }) => alertSound)
  const notification = usePreferences(({ alertNotification }) => alertNotification)
  const isAllowed = 'Notification' in window && Notification.permission === 'granted'
  const toggleSound = () => {
    preferences.setState({ alertSound: !sound })
    if (sound) return
    allowSound()
    void beep()
  }
  return (
    <fieldset className={styles['telling']}>
      <legend>On a new critical alert</legend>
      <Button aria-pressed={sound} onClick={toggleSound}>
        Sound
      </Button>
      <Button
        aria-pressed={notification && isAllowed}
        onClick={() =>
          notification && isAllowed ? preferences.setState({ alertNotification: false }) : void askToNotify()
        }
      >
        Notification
      </Button>
    </fieldset>
  )
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
