import { displayText } from '~/lib/display-text'
import styles from './alert-list.module.css'

/** What the alerts below it have in common, and how many they are. */
export function AlertHeading({ heading, count }: { readonly heading: string; readonly count: number }) {
  return (
    <h2 className={styles['heading']}>
      {heading === '' ? 'Without' : displayText(heading)} <span>{count}</span>
    </h2>
  )
}
