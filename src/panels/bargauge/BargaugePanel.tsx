import type { CSSProperties } from 'react'
import { satisfies, satisfiesFrom } from '~/domain/thresholds'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { Figure } from '../Figure'
import { newestValue } from '../newest-value'
import { PanelNote } from '../PanelNote'
import type { PanelProps, PanelSeries } from '../panel-kind'
import { readingOf } from '../reading'
import { formatBound } from '../status-words'
import { stateOfValue } from '../value-state'
import styles from './bargauge.module.css'
import { type BarScale, barScale, barSpan, barZones, shareAt, sortedBars } from './bars'
import type { BargaugeOptions } from './options'

type Props = PanelProps<BargaugeOptions>

/** One bar a series: name, bar, value, and in words how it stands. */
export function BargaugePanel(props: Props) {
  const { data, truth, options, format, title, overlay } = props
  if (data.series.length === 0) return <PanelNote truth={truth} />
  const shown = sortedBars(data.series, options)
  // What is compared has its place on the same scale.
  const scale = barScale([...data.series, ...(overlay?.earlier?.data.series ?? [])], format.unit, options)
  const { target } = options
  const isCut = data.series.length > shown.length
  return (
    <div className={styles['panel']} data-many={shown.length > 2 ? '' : undefined}>
      <ul
        tabIndex={shown.length > 2 ? 0 : undefined}
        className={styles['bars']}
        aria-label={title}
        style={{ '--rows': shown.length } as CSSProperties}
      >
        {shown.map((series) => (
          <BarRow key={series.id} props={props} series={series} scale={scale} named={data.series.length > 1} />
        ))}
      </ul>
      {target === undefined && !isCut ? null : (
        <p className={styles['foot']}>
          {isCut ? <span>{`${data.series.length} series, ${shown.length} shown`}</span> : null}
          {target === undefined ? null : <span>{`target ${formatBound(target, format)}`}</span>}
        </p>
      )}
    </div>
  )
}

interface BarRowProps {
  readonly props: Props
  readonly series: PanelSeries
  readonly scale: BarScale
  /** A lone bar is what the panel's title says. */
  readonly named: boolean
}

function BarRow({ props, series, scale, named }: BarRowProps) {
  const { format, options, truth, title, overlay } = props
  const { value, ...shown } = newestValue(props, series)
  const { status, mark, word } = readingOf(value, options.steps, truth, shown.atLeast)
  // A step speaks for itself where it is sure to be the one.
  const own = value === null || (shown.atLeast && status === 'unknown') ? null : stateOfValue(value, [], options.steps)
  // That a value is old is said once, beside the title.
  const said = truth.old ? '' : (own?.text ?? word)
  const judge = shown.atLeast ? satisfiesFrom : satisfies
  const isMet =
    value === null || truth.old || options.target === undefined || Number.isNaN(value)
      ? null
      : judge(value, options.target)
  const name = series.name === '{}' || (!named && series.name === '') ? title : series.name
  return (
    <li className={styles['row']} data-status={status} data-state={shown.state}>
      <bdi className={styles['name']} title={displayText(name)}>
        {displayText(name)}
      </bdi>
      <BarTrack props={props} series={series} scale={scale} status={status} />
      <span className={styles['reading']}>
        {said === '' || shown.state !== 'value' ? null : (
          <span className={styles['word']}>
            <StatusIcon mark={mark} />
            <span className={styles['said']}>{said}</span>
          </span>
        )}
        <span className={styles['value']}>
          <Figure {...shown} />
        </span>
        {isMet === null ? null : <span className="sr-only">{isMet ? ', target met' : ', target missed'}</span>}
        {overlay?.earlier && <span className={styles['then']}>{overlay.earlier.asideOf(series, format)}</span>}
      </span>
    </li>
  )
}

interface BarTrackProps extends Omit<BarRowProps, 'named'> {
  readonly status: string
}

/** The bar on its track, with the target's mark and the steps as a rim. Decoration: the figures are written beside it. */
function BarTrack({ props, series, scale, status }: BarTrackProps) {
  const { options, truth, format, overlay } = props
  const was = overlay?.earlier?.data.series.find(({ id }) => id === series.id)?.last?.value ?? Number.NaN
  const span = barSpan(series.last?.value ?? null, scale)
  const { target, steps } = options
  const bar = status === 'unknown' ? (truth.old || steps.length > 0 ? '--unknown' : series.colour) : `--${status}`
  return (
    <div className={styles['track']} aria-hidden="true">
      {span === null ? null : (
        <i
          className={styles['bar']}
          style={{ left: percent(span.from), width: percent(span.to - span.from), background: `var(${bar})` }}
        />
      )}
      {steps.length < 2
        ? null
        : barZones(steps, scale).map(({ from, to, status: tone }) => (
            <i
              key={from}
              className={styles['zone']}
              style={{ left: percent(from), width: percent(to - from), background: `var(--${tone})` }}
            />
          ))}
      {was >= scale.min && was <= scale.max ? (
        <i className={styles['was']} style={{ left: percent(shareAt(was, scale)) }} title={overlay?.earlier?.label} />
      ) : null}
      {target === undefined || target.value < scale.min || target.value > scale.max ? null : (
        <i
          className={styles['target']}
          style={{ left: percent(shareAt(target.value, scale)) }}
          title={`target ${formatText(target.value, format)}`}
        />
      )}
    </div>
  )
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`
}
