import { useServices } from '~/data/services-context'
import type { LogSource } from '~/domain/logs/log-ports'
import type { SourceErrorDetail } from '~/domain/sources'
import type { TraceSource } from '~/domain/traces/model'
import { displayText } from '~/lib/display-text'
import { FaultNote } from '~/ui/primitives/FaultNote'
import { useSecondTick } from '~/ui/primitives/ticker'
import { LogGaps, readWords } from '../LogNotes'
import styles from './flow.module.css'
import type { SourceLines } from './use-flow-lines'

interface FlowNotesProps {
  readonly parts: readonly SourceLines[]
  readonly sources: readonly LogSource[] | undefined
  readonly failed: readonly { readonly source: TraceSource; readonly error: SourceErrorDetail }[]
  readonly isLoading: boolean
}

/** What is being looked through, and what could not be: before all that was found. */
export function FlowNotes({ parts, sources, failed, isLoading }: FlowNotesProps) {
  const { clock } = useServices()
  useSecondTick()
  const scanned = parts.reduce((sum, { overview }) => sum + overview.scanned, 0)
  const titles = (sources ?? []).map(({ title }) => displayText(title)).join(', ')
  const faults = [
    ...failed.map(({ source, error }) => ({ source, error, read: '' })),
    ...parts.flatMap(({ source, overview: { error, readMs } }) =>
      error === null ? [] : [{ source, error, read: readWords(readMs, clock.nowMs()) }],
    ),
  ].map(({ source, error, read }) => ({
    id: source.id,
    title: `${displayText(source.title)}: ${displayText(error.message)}`,
    read,
    next: displayText(error.nextStep ?? ''),
  }))
  const [only] = faults
  return (
    <>
      <p role="status" className={isLoading ? styles['note'] : 'sr-only'}>
        {isLoading
          ? `Looks in ${titles || 'the log sources'}${scanned === 0 ? '' : `: ${scanned.toLocaleString('en-GB')} lines so far`}…`
          : 'All was looked through.'}
      </p>
      {faults.length === 1 && only !== undefined && (
        <FaultNote title={only.title}>{`${only.read} ${only.next}`}</FaultNote>
      )}
      {faults.length > 1 && (
        <FaultNote title={`${faults.length} sources cannot be read. What they know is missing here.`}>
          <ul>
            {faults.map(({ id, title, read }) => (
              <li key={id}>{`${title} ${read}`}</li>
            ))}
          </ul>
        </FaultNote>
      )}
      <LogGaps
        gaps={parts.flatMap(({ source, overview }) =>
          overview.gaps.map((gap) => ({
            ...gap,
            stream: `${source.id} ${gap.stream}`,
            message: `${source.title}: ${gap.message}`,
          })),
        )}
      />
    </>
  )
}
