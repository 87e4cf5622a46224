import type { CSSProperties } from 'react'
import { satisfies } from '~/domain/thresholds'
import { formatValue } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { Sparkline } from '~/ui/chart/Sparkline'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { PanelNote } from '../PanelNote'
import type { PanelProps, PanelSeries } from '../panel-kind'
import { readingOf } from '../reading'
import { formatBound } from '../status-words'
import type { StatOptions } from './options'
import styles from './stat.module.css'

/** More than these are a table's work. */
const MAX_CELLS = 24

type Props = PanelProps<StatOptions>

/** One number, or a few beside each other when the query answers with several series. */
export function StatPanel(props: Props) {
  const { series } = props.data
  const { truth } = props
  if (series.length === 0 && truth.kind !== 'live') return <PanelNote truth={truth} />
  if (series.length <= 1) return <StatCell props={props} series={series[0]} named={false} />
  const shown = series.slice(0, MAX_CELLS)
  return (
    <div className={styles['cells']}>
      {shown.map((one) => (
        <StatCell key={one.id} props={props} series={one} named />
      ))}
      {series.length > shown.length ? (
        <p className={styles['more']}>{`${series.length} series, ${shown.length} shown`}</p>
      ) : null}
    </div>
  )
}

/** Tells the stylesheet how many characters must fit. */
function lengthStyle(characters: number): CSSProperties {
  return { '--length': Math.max(4, characters) } as CSSProperties
}

function StatCell({ props, series, named }: { props: Props; series: PanelSeries | undefined; named: boolean }) {
  const { format, options, truth, data, range, timeZone } = props
  const value = series?.last?.value ?? null
  const shown = formatValue(value, format, timeZone)
  const { status, mark, word } = readingOf(value, options.steps, truth)
  const current = shown.state === 'value' && !truth.old
  const { target } = options
  const verdict =
    target === undefined || value === null || !current ? '' : satisfies(value, target) ? ', met' : ', missed'
  return (
    <div className={styles['stat']} data-status={status} data-old={truth.old ? '' : undefined} data-state={shown.state}>
      {named ? <bdi className={styles['name']}>{displayText(series?.name ?? '')}</bdi> : null}
      <div className={styles['figure']}>
        <p className={styles['value']} style={lengthStyle(shown.text.length + shown.unit.length * 0.5)}>
          {shown.text}
          {shown.unit === '' ? null : <small>{` ${shown.unit}`}</small>}
        </p>
        {series !== undefined && options.sparkline ? (
          <div className={styles['spark']}>
            <Sparkline
              timesMs={data.timesMs}
              values={series.values}
              fromMs={range.fromMs}
              toMs={range.toMs}
              colour={named ? series.colour : status === 'crit' ? '--crit' : '--s8'}
            />
          </div>
        ) : null}
      </div>
      <p className={styles['status']}>
        {word === '' ? null : (
          <span className={styles['word']}>
            <StatusIcon mark={mark} />
            {word}
          </span>
        )}
        {target === undefined ? null : (
          <span className={styles['target']}>
            {`target ${formatBound(target, format)}`}
            <span className="sr-only">{verdict}</span>
          </span>
        )}
      </p>
    </div>
  )
}
