import { useMemo } from 'react'
import { useLocation } from 'react-router-dom'
import { useAlerts } from '~/data/alerts/use-alerts'
import { useServices } from '~/data/services-context'
import { FLAPPING, HISTORY_ORDERS, type HistoryOrder, type NamedHistory, sortHistory } from '~/domain/alerts/history'
import type { AlertRule } from '~/domain/alerts/model'
import type { SourceError } from '~/domain/sources'
import { formatDuration } from '~/domain/time/duration'
import { usePageParam } from '~/state/page-params'
import { usePageZone } from '~/state/use-page-zone'
import { useView } from '~/state/use-view'
import { DEFAULT_VIEW, HISTORY_RANGE } from '~/state/view'
import pageParts from '~/ui/parts.module.css'
import { SelectField } from '~/ui/primitives/SelectField'
import { TextField } from '~/ui/primitives/TextField'
import parts from '../parts.module.css'
import { HistoryAxis } from './EpisodeStrip'
import { FIGURES, HistoryRow, type HistoryRowContext } from './HistoryRow'
import styles from './history.module.css'
import { type History, useHistory } from './use-history'

const ORDER_WORDS: Readonly<Record<HistoryOrder, string>> = {
  count: 'Most often',
  time: 'Longest in all',
  mean: 'Slowest to resolve',
  name: 'Name',
}

/** What fired in the range of the page: each name with its episodes, the noisiest first. */
export function HistoryTab() {
  const { config, clock } = useServices()
  const defaults = useMemo(() => ({ ...DEFAULT_VIEW, ...HISTORY_RANGE, refresh: config.refreshMs }), [config.refreshMs])
  const [view] = useView(defaults)
  const { timeZone } = usePageZone(config.timeZone)
  const { search } = useLocation()
  const { rules, rulesError } = useAlerts()
  const history = useHistory(view, timeZone, rules, rules !== undefined || rulesError !== null)
  const [text, setText] = usePageParam('q')
  const [severity, setSeverity] = usePageParam('severity')
  const [sort, setSort] = usePageParam('sort')
  const order = HISTORY_ORDERS.find((one) => one === sort) ?? 'count'
  const { names, stepMs, fromMs, toMs } = history
  const shown = useMemo(() => sortHistory(filtered(names ?? [], text, severity), order), [names, text, severity, order])
  const severities = [...new Set((names ?? []).map((one) => one.severity))].sort()
  const context: HistoryRowContext = {
    ...{ fromMs, toMs, stepMs, timeZone, search, rules: rules ?? [] },
    ...{ dashboards: config.dashboards, nowMs: clock.nowMs() },
  }
  const total = shown.reduce((sum, { count }) => sum + count, 0)
  return (
    <section className={parts['page']} aria-label="History of alerts">
      <search className={parts['controls']}>
        <TextField label="Name or label" value={text} onChange={(event) => setText(event.target.value)} />
        <SelectField label="Severity" value={severity} onChange={(event) => setSeverity(event.target.value)}>
          <option value="">All</option>
          {severities
            .filter((one) => one !== '')
            .map((one) => (
              <option key={one}>{one}</option>
            ))}
        </SelectField>
        <SelectField
          label="Order"
          value={order}
          onChange={(event) => setSort(event.target.value === 'count' ? '' : event.target.value)}
        >
          {HISTORY_ORDERS.map((one) => (
            <option key={one} value={one}>
              {ORDER_WORDS[one]}
            </option>
          ))}
        </SelectField>
      </search>
      <p className={parts['note']}>
        {names === undefined ? '' : `${shown.length} names fired or waited, ${total} times firing. `}
        {`Points are ${formatDuration(stepMs)} apart: times are exact to that, and what is shorter may be missed. `}
        {`An alert flaps that begins to fire ${FLAPPING.episodes} times within ${formatDuration(FLAPPING.withinMs)}.`}
      </p>
      {history.error === null ? null : <p className={parts['fault']}>{history.error.message}</p>}
      {history.warnings.map((warning) => (
        <p key={warning} className={parts['warning']}>
          {warning}
        </p>
      ))}
      {shown.length === 0 ? (
        <p className={pageParts['nothing']}>{emptyWords(history, rules, rulesError, text !== '' || severity !== '')}</p>
      ) : (
        <div className={styles['scroll']}>
          <table className={styles['table']}>
            <thead>
              <tr>
                <th scope="col">Alert</th>
                <th scope="col" className={styles['wide']}>
                  <span className="sr-only">Over the range</span>
                  <HistoryAxis fromMs={fromMs} toMs={toMs} timeZone={timeZone} />
                </th>
                {FIGURES.map((word) => (
                  <th key={word} scope="col">
                    {word}
                  </th>
                ))}
              </tr>
            </thead>
            {shown.map((one) => (
              <HistoryRow key={one.key} history={one} context={context} />
            ))}
          </table>
        </div>
      )}
    </section>
  )
}

/** Those whose name, or a label of one of whose alerts, has the text. */
function filtered(names: readonly NamedHistory[], text: string, severity: string): readonly NamedHistory[] {
  const wanted = text.trim().toLowerCase()
  const has = (value: string) => value.toLowerCase().includes(wanted)
  return names.filter(
    (one) =>
      (severity === '' || one.severity === severity) &&
      (wanted === '' || has(one.name) || one.alerts.some(({ labels }) => [...labels.values()].some(has))),
  )
}

function emptyWords(
  { names, error }: History,
  rules: readonly AlertRule[] | undefined,
  rulesError: SourceError | null,
  isFiltered: boolean,
): string {
  if (names === undefined) return error === null ? 'Asks for the history…' : 'The history is not known.'
  if (names.length > 0 && isFiltered) return 'Nothing that fired is like this.'
  if (rulesError !== null)
    return `The server has no ALERTS in this range, and its rules are not known: ${rulesError.message}`
  if (rules?.length === 0) return 'The server has no alerting rules, so that it writes no ALERTS.'
  return `None of ${rules?.length ?? 0} rules fired or waited in this range.`
}
