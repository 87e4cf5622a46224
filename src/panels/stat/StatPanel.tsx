import type { CSSProperties } from 'react'
import { satisfies, satisfiesFrom } from '~/domain/thresholds'
import { displayText } from '~/lib/display-text'
import { Sparkline } from '~/ui/chart/Sparkline'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { Figure } from '../Figure'
import { newestValue } from '../newest-value'
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
  const { format, options, truth, data, range, overlay } = props
  const { value, ...shown } = newestValue(props, series)
  const { status, mark, word } = readingOf(value, options.steps, truth, shown.atLeast)
  const current = shown.state === 'value' && !truth.old
  const { target } = options
  const isMet =
    target === undefined || value === null || !current
      ? null
      : (shown.atLeast ? satisfiesFrom : satisfies)(value, target)
  const verdict = isMet === null ? '' : isMet ? ', met' : ', missed'
  return (
    <div className={styles['stat']} data-status={status} data-old={truth.old ? '' : undefined} data-state={shown.state}>
      {named ? <bdi className={styles['name']}>{displayText(series?.name ?? '')}</bdi> : null}
      <div className={styles['figure']}>
        <p
          className={styles['value']}
          style={lengthStyle(shown.text.length + shown.unit.length * 0.5 + (shown.atLeast ? 1.5 : 0))}
        >
          <Figure {...shown} />
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
        {overlay?.earlier?.asideOf(series, format)}
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
