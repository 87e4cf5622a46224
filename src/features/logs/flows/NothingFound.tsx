import { useServices } from '~/data/services-context'
import type { FlowField } from '~/domain/logs/model'
import { describeTimeRange } from '~/domain/time/presets'
import type { TimeRange, TimeRangeText } from '~/domain/time/time-range'
import { widerRange } from '~/domain/time/wider-range'
import type { TraceSource } from '~/domain/traces/model'
import { displayText } from '~/lib/display-text'
import { Button } from '~/ui/primitives/Button'
import { LinkButton } from '~/ui/primitives/LinkButton'
import styles from './flow.module.css'
import type { SourceLines } from './use-flow-lines'

interface NothingFoundProps {
  readonly title: string
  readonly id: string
  readonly field: FlowField
  readonly parts: readonly SourceLines[]
  readonly traceSources: readonly TraceSource[]
  /** Of those, the ones that could not be asked. */
  readonly failed: readonly { readonly source: TraceSource }[]
  readonly range: TimeRange | null
  readonly view: TimeRangeText
  readonly timeZone: string
  readonly onRange: (range: TimeRangeText) => void
}

/** Where was looked for an id that nobody knows, and what to try next. */
export function NothingFound(props: NothingFoundProps) {
  const { title, id, field, parts, traceSources, failed, range, view, timeZone, onRange } = props
  const { clock } = useServices()
  const wider = range === null ? null : widerRange(range, clock.nowMs())
  return (
    <section className={styles['nothing']} aria-label="Nothing found">
      <h3>
        {`No ${title.toLowerCase()} `}
        <bdi>{displayText(id)}</bdi> was found
      </h3>
      <ul>
        {parts.map(({ source, overview: { scanned, error } }) => (
          <li key={source.id}>
            {error !== null
              ? `${displayText(source.title)}: not known, as it could not be read.`
              : scanned === 0
                ? `${displayText(source.title)}: has no lines in this range.`
                : `${displayText(source.title)}: none of ${scanned.toLocaleString('en-GB')} lines has ${field} with this value.`}
          </li>
        ))}
        {traceSources.map((source) => (
          <li key={source.id}>
            {failed.some((one) => one.source === source)
              ? `${displayText(source.title)}: not known, as it could not be asked.`
              : `${displayText(source.title)}: no trace of this id.`}
          </li>
        ))}
      </ul>
      <p>
        {`Lines were looked for in the range “${describeTimeRange(view, timeZone)}”. Ids are compared as they are: upper and lower case differ, and all of it must be there.`}
      </p>
      <p className={styles['tools']}>
        {wider !== null && (
          <Button look="primary" onClick={() => onRange(wider)}>
            {`Look in a wider range: ${describeTimeRange(wider, timeZone).toLowerCase()}`}
          </Button>
        )}
        <LinkButton to="/traces">Look at recent traces</LinkButton>
      </p>
    </section>
  )
}
