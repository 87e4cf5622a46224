import { useMemo } from 'react'
import { useServices } from '~/data/services-context'
import { describeTimeRange } from '~/domain/time/presets'
import { widerRange } from '~/domain/time/wider-range'
import { displayText } from '~/lib/display-text'
import { usePageParam } from '~/state/page-params'
import { DEFAULT_VIEW } from '~/state/view'
import { Button } from '~/ui/primitives/Button'
import { SelectField } from '~/ui/primitives/SelectField'
import { TextField } from '~/ui/primitives/TextField'
import { NoSource } from '../NoSource'
import { useLogSource } from '../use-log-source'
import { FlowNotes } from './FlowNotes'
import { FoundTraces } from './FoundTraces'
import styles from './flow.module.css'
import { OpenId } from './OpenId'
import { useResolvedRange } from './use-flow-lines'
import { useFlowView } from './use-flow-view'
import { useRecentTraces } from './use-recent-traces'

const MOST_SHOWN = 200

/** Recent traces, the newest or the longest first, and a place to paste an id. */
export function TracesPage() {
  const { clock } = useServices()
  const { view, changeView, timeZone } = useFlowView(DEFAULT_VIEW)
  const range = useResolvedRange(view, timeZone)
  const { sources } = useLogSource('')
  const [sort, setSort] = usePageParam('sort')
  const [failedText, setFailed] = usePageParam('failed')
  const [minText, setMin] = usePageParam('min')
  const [wantedService, setService] = usePageParam('service')
  const min = readMin(minText)
  const failedOnly = failedText === '1'
  const recent = useRecentTraces(range, { minMs: min.ms, failedOnly, service: wantedService })
  const { traces, parts, services, service, failed, isLoading, isCut } = recent
  const isByLength = sort === 'duration'
  const sorted = useMemo(
    () => traces.toSorted((a, b) => (isByLength ? b.durationMs - a.durationMs : b.startMs - a.startMs)),
    [traces, isByLength],
  )
  if (!recent.hasSources) return <NoSource title="Traces" />
  const hasConditions = minText.trim() !== '' || failedOnly
  const takeAway = () => {
    setMin('')
    setFailed('')
  }
  const wider = range === null ? null : widerRange(range, clock.nowMs())
  const places = new Set(traces.map(({ foundIn }) => foundIn))
  return (
    <section className={styles['page']} aria-label="Traces" aria-busy={isLoading}>
      <title>Traces · Lookout</title>
      <OpenId />
      <div className={styles['filters']}>
        <SelectField
          label="Order"
          value={isByLength ? 'duration' : ''}
          onChange={(event) => setSort(event.target.value)}
        >
          <option value="">Newest first</option>
          <option value="duration">Longest first</option>
        </SelectField>
        <TextField
          label="Took at least, in ms"
          inputMode="numeric"
          value={minText}
          fault={min.fault}
          onChange={(event) => setMin(event.target.value)}
        />
        {services.length > 0 && (
          <SelectField label="Service" value={service} onChange={(event) => setService(event.target.value)}>
            {services.map(({ value, label }) => (
              <option key={value} value={value}>
                {displayText(label)}
              </option>
            ))}
          </SelectField>
        )}
        <Button aria-pressed={failedOnly} onClick={() => setFailed(failedOnly ? '' : '1')}>
          Only failed
        </Button>
      </div>
      <FlowNotes parts={parts} sources={sources} failed={failed} isLoading={isLoading} />
      <p className={styles['note']}>
        {isLoading && traces.length === 0
          ? 'No trace so far'
          : `${traces.length.toLocaleString('en-GB')} ${traces.length === 1 ? 'trace' : 'traces'}${isLoading ? ' so far' : ''}`}
        {sorted.length > MOST_SHOWN && `, the first ${MOST_SHOWN} of them below`}
        {isCut &&
          '. More were written: these are of the newest lines of each source; a shorter range shows the others.'}
      </p>
      {traces.length > 0 && (
        <div className={styles['scrolled']}>
          <FoundTraces traces={sorted.slice(0, MOST_SHOWN)} timeZone={timeZone} hasPlaces={places.size > 1} />
        </div>
      )}
      {traces.length === 0 && !isLoading && (
        <section className={styles['nothing']} aria-label="Nothing found">
          <h3>{hasConditions ? 'No trace of this range is like that' : 'No trace is known in this range'}</h3>
          <p>
            Traces are known from log lines with a trace_id and a duration_ms, and from Jaeger where config.json names
            one.
          </p>
          <p className={styles['tools']}>
            {hasConditions && (
              <Button look="primary" onClick={takeAway}>
                Take the conditions away
              </Button>
            )}
            {wider !== null && (
              <Button onClick={() => changeView(wider)}>
                {`Look in a wider range: ${describeTimeRange(wider, timeZone).toLowerCase()}`}
              </Button>
            )}
          </p>
        </section>
      )}
    </section>
  )
}

/** The least duration of the address, and what is wrong with it. */
function readMin(text: string): { readonly ms: number | null; readonly fault: string | undefined } {
  const trimmed = text.trim()
  if (trimmed === '') return { ms: null, fault: undefined }
  return /^\d{1,9}(?:\.\d{1,6})?$/.test(trimmed)
    ? { ms: Number(trimmed), fault: undefined }
    : { ms: null, fault: 'Write a number of milliseconds, such as 500.' }
}
