import { useCallback } from 'react'
import type { LogSession } from '~/domain/logs/log-ports'
import { DialogSurface } from '~/ui/primitives/DialogSurface'
import { LineRow } from './LineRow'
import { fullTimeOf, shortTimeOf } from './line-time'
import styles from './logs.module.css'
import { useAsked } from './use-asked'

const BEFORE = 50
const AFTER = 50

interface AroundLineProps {
  readonly session: LogSession
  readonly id: string
  readonly timeZone: string
  readonly onClose: () => void
}

/** What a line's own stream says before and after it, whatever the query; it is in the middle at first. */
export function AroundLine({ session, id, timeZone, onClose }: AroundLineProps) {
  const lines = useAsked(useCallback(() => session.around(id, BEFORE, AFTER), [session, id]))
  const place = lines?.findIndex((line) => line.id === id) ?? -1
  return (
    <DialogSurface
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      title="Lines around it"
      className={styles['aroundDialog'] ?? ''}
    >
      <div
        className={styles['around']}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        tabIndex={0}
        role="log"
        aria-label="Lines around it"
        aria-live="off"
      >
        {lines === undefined && <p className={styles['nothing']}>Reads…</p>}
        {lines === null && (
          <p className={styles['nothing']}>
            This line had to make room meanwhile. Choose a shorter range to read it again.
          </p>
        )}
        {place >= 0 && place < BEFORE && <p className={styles['aroundEnd']}>No line before these was read.</p>}
        {lines?.map((line) => (
          <div key={line.id} ref={line.id === id ? showInMiddle : undefined}>
            <LineRow
              line={line}
              time={shortTimeOf(line.timeMs, timeZone)}
              fullTime={fullTimeOf(line.timeMs, timeZone)}
              columns={[]}
              isOpen={false}
              isLinked={line.id === id}
            />
          </div>
        ))}
        {lines != null && place >= 0 && lines.length - place <= AFTER && (
          <p className={styles['aroundEnd']}>No line after these was read.</p>
        )}
      </div>
    </DialogSurface>
  )
}

function showInMiddle(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'center' })
}
