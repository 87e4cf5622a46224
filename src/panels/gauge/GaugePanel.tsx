import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { Gauge } from '~/ui/chart/Gauge'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { Figure } from '../Figure'
import { newestValue } from '../newest-value'
import { PanelNote } from '../PanelNote'
import type { PanelProps, PanelSeries } from '../panel-kind'
import { readingOf } from '../reading'
import { STATUS_WORDS } from '../status-words'
import { stateOfValue } from '../value-state'
import styles from './gauge.module.css'
import type { GaugeOptions } from './options'

const MAX_GAUGES = 12

type Props = PanelProps<GaugeOptions>

/** One arc, or a few beside each other when the query answers with several series. */
export function GaugePanel(props: Props) {
  const { series } = props.data
  if (series.length === 0 && props.truth.kind !== 'live') return <PanelNote truth={props.truth} />
  const shown = series.slice(0, MAX_GAUGES)
  return (
    <div className={styles['gauges']}>
      {shown.length <= 1 ? (
        <GaugeCell props={props} series={shown[0]} named={false} />
      ) : (
        shown.map((one) => <GaugeCell key={one.id} props={props} series={one} named />)
      )}
      {series.length > shown.length ? (
        <p className={styles['more']}>{`${series.length} series, ${shown.length} shown`}</p>
      ) : null}
    </div>
  )
}

function GaugeCell({ props, series, named }: { props: Props; series: PanelSeries | undefined; named: boolean }) {
  const { format, options, truth, title, overlay } = props
  const { min, max, steps, mappings } = options
  const { value, ...figure } = newestValue(props, series)
  const { atLeast } = figure
  // What is only known to be at least that may be anything above it.
  const mapped = value === null || atLeast ? null : stateOfValue(value, mappings, [])
  const shown = mapped === null ? figure : { text: displayText(mapped.text), unit: '', state: 'value' as const }
  // A word that is old stands without its good or bad, as a number does.
  const { status, mark, word } =
    mapped === null || truth.old
      ? readingOf(value, steps, truth, atLeast)
      : { status: mapped.status, mark: mapped.status, word: STATUS_WORDS[mapped.status] }
  // Where nothing says what is good, a value that is there has no status to be unknown.
  const hasStatus = status !== 'unknown' || steps.length > 0 || mapped !== null || truth.old
  const boundOf = (bound: number) => stateOfValue(bound, mappings, [])?.text ?? formatText(bound, format)
  const label = `${named ? series?.name : title}: ${atLeast ? 'at least ' : ''}${shown.text} ${shown.unit}, from ${boundOf(min)} to ${boundOf(max)}`
  return (
    <div className={styles['cell']} data-status={status} data-state={shown.state} data-old={truth.old ? '' : undefined}>
      <div className={styles['dial']}>
        <Gauge
          value={value}
          min={min}
          max={max}
          steps={steps.map((step) => ({ value: step.value, tone: step.status }))}
          tone={truth.old ? 'unknown' : hasStatus ? status : 'info'}
          label={label}
        />
        <p className={styles['value']} aria-hidden="true">
          <Figure {...shown} />
        </p>
        <p className={styles['bounds']} aria-hidden="true">
          <span>{displayText(boundOf(min))}</span>
          <span className={styles['word']}>
            {word === '' ? null : <StatusIcon mark={mark} />}
            {word}
          </span>
          <span>{displayText(boundOf(max))}</span>
        </p>
        <span className="sr-only">{word}</span>
      </div>
      {named ? <bdi className={styles['name']}>{displayText(series?.name ?? '')}</bdi> : null}
      {overlay?.earlier?.asideOf(series, format, (was) => stateOfValue(was, mappings, [])?.text)}
    </div>
  )
}
