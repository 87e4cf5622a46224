import type { ReactNode } from 'react'
import type { Bound } from '~/domain/thresholds'
import type { Truth } from '~/domain/truth/truth'
import { formatValue } from '~/domain/units/format-value'
import { Bullet } from '~/ui/chart/Bullet'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { Figure } from '../Figure'
import type { PanelFormat } from '../panel-kind'
import { formatBound } from '../status-words'
import styles from './kpi.module.css'
import { kpiBarEnd, readKpi } from './kpi-reading'

export interface KpiTileProps {
  readonly title: string
  readonly description?: string | undefined
  readonly format: PanelFormat
  /** Null: no data. NaN: no traffic. */
  readonly value: number | null
  /** The value is only known to be at least that. */
  readonly atLeast?: boolean | undefined
  readonly target?: Bound | undefined
  readonly alert?: Bound | undefined
  readonly truth: Truth
  /** Instead of the alert bound at the lower right, such as "yesterday 97.4 %". */
  readonly aside?: ReactNode
}

/** One KPI: value, its target as a mark on a bar, and in words how it stands. Red only when the alert bound is crossed. */
export function KpiTile({ title, description, format, value, atLeast, target, alert, truth, aside }: KpiTileProps) {
  const { status, mark, word } = readKpi(value, target, alert, truth, atLeast)
  const shown = formatValue(value, { ...format, atLeast })
  return (
    <article
      className={styles['tile']}
      data-status={status}
      data-state={shown.state}
      data-old={truth.old ? '' : undefined}
      title={description}
    >
      <header className={styles['head']}>
        <StatusIcon mark={mark} />
        <h3 className={styles['title']}>{title}</h3>
      </header>
      <div className={styles['row']}>
        <p className={styles['value']}>
          {truth.kind === 'loading' && value === null ? (
            <span className={styles['blank']}>–</span>
          ) : (
            <Figure {...shown} />
          )}
        </p>
        <span className={styles['word']} title={truth.reason}>
          {word}
        </span>
      </div>
      <Bullet
        value={value}
        min={0}
        max={kpiBarEnd(value, format.unit, target, alert)}
        tone={status}
        target={target?.value}
        alert={alert?.value}
      />
      <footer className={styles['foot']}>
        <span>{target === undefined ? '' : `target ${formatBound(target, format)}`}</span>
        <span>{aside ?? (alert === undefined ? '' : `alert ${formatBound(alert, format)}`)}</span>
      </footer>
    </article>
  )
}
