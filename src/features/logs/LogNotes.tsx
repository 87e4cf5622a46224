import { useServices } from '~/data/services-context'
import type { LogGap, LogOverview } from '~/domain/logs/log-ports'
import { formatAge } from '~/domain/time/duration'
import type { UnixMs } from '~/domain/units-of-measure'
import { displayText } from '~/lib/display-text'
import { Button } from '~/ui/primitives/Button'
import { FaultNote } from '~/ui/primitives/FaultNote'
import { useSecondTick } from '~/ui/primitives/ticker'
import { StatusIcon } from '~/ui/status/StatusIcon'
import styles from './logs.module.css'

interface LogNotesProps {
  readonly overview: LogOverview | undefined
  /** Reads what was passed over of a stream. */
  readonly onLoad?: (stream: string) => void
}

/** What is left out, missing or wrong, before the lines that it concerns. */
export function LogNotes({ overview, onLoad }: LogNotesProps) {
  const { clock } = useServices()
  useSecondTick()
  if (overview === undefined) return null
  const { error, gaps, broken, readMs, loading } = overview
  return (
    <>
      {error !== null && (
        <FaultNote title={displayText(error.message)}>
          {readWords(readMs, clock.nowMs())} {displayText(error.nextStep ?? '')}
        </FaultNote>
      )}
      <LogGaps gaps={gaps} isLoading={loading} {...(onLoad && { onLoad })} />
      {broken > 0 && (
        <p className={styles['note']}>
          {broken === 1
            ? '1 line begins like JSON and is none: shown as it is.'
            : `${broken.toLocaleString('en-GB')} lines begin like JSON and are none: shown as they are.`}
        </p>
      )}
    </>
  )
}

/** How old what is known of a source is. */
export function readWords(readMs: UnixMs | null, nowMs: UnixMs): string {
  return readMs === null
    ? 'Nothing was read yet.'
    : `What is shown was read ${formatAge(Math.max(0, nowMs - readMs))} ago.`
}

interface LogGapsProps {
  readonly gaps: readonly LogGap[]
  /** Something is being read: nothing more is asked for. */
  readonly isLoading?: boolean
  readonly onLoad?: (stream: string) => void
}

/** What was left out or is not known, a sentence each. */
export function LogGaps({ gaps, isLoading = false, onLoad }: LogGapsProps) {
  if (gaps.length === 0) return null
  return (
    <ul className={styles['gaps']} aria-label="Left out">
      {gaps.map(({ kind, stream, atMs, message, canLoad }) => (
        <li key={`${kind} ${stream} ${atMs}`} data-gap={kind}>
          <StatusIcon mark="partial" />
          {displayText(message)}
          {canLoad === true && onLoad !== undefined && (
            <Button look="quiet" disabled={isLoading} onClick={() => onLoad(stream)}>
              Load them
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
