import { Button } from '~/ui/primitives/Button'
import styles from './telling.module.css'

export interface TellingViewProps {
  readonly sound: boolean
  readonly notification: boolean
  readonly onSound?: () => void
  readonly onNotification?: () => void
}

/** What is done on a new critical alert. Without hooks: the first picture has it too. */
export function TellingView({ sound, notification, onSound, onNotification }: TellingViewProps) {
  return (
    <fieldset className={styles['telling']}>
      <legend>On a new critical alert</legend>
      <Button aria-pressed={sound} onClick={onSound}>
        Sound
      </Button>
      <Button aria-pressed={notification} onClick={onNotification}>
        Notification
      </Button>
    </fieldset>
  )
}
