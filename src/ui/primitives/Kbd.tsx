import styles from './kbd.module.css'
import { describeKeys } from './shortcuts/describe-keys'

/** Keys such as `mod+k` or `g h` as the reader's keyboard names them. */
export function Kbd({ keys }: { readonly keys: string }) {
  const chords = describeKeys(keys)
  return (
    <span className={styles['keys']}>
      {chords.map((chord, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the chords of one sequence never move, and `g g` has two equal ones
        <kbd key={index} className={styles['key']}>
          {chord}
        </kbd>
      ))}
    </span>
  )
}
