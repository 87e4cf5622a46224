import type { ReactNode } from 'react'
import type { AlertRow } from '~/domain/alerts/merge-alerts'
import { toneOf } from '~/domain/alerts/order-alerts'
import type { RuleThreshold } from '~/domain/alerts/threshold-of'
import { unitOfValue } from '~/domain/alerts/unit-of-value'
import type { Labels } from '~/domain/series/frame'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { Bullet } from '~/ui/chart/Bullet'
import { StatusChip } from '~/ui/status/StatusChip'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { toneOf as toneOfMark } from '~/ui/status/tone'
import styles from './alert-list.module.css'
import { placeWords, stateOf } from './alert-words'

export interface AlertRowFrameProps {
  readonly row: AlertRow
  readonly isGone: boolean
  /** Title of its platform, where the configuration knows it. */
  readonly platform: string | undefined
  /** Since when, or how far a pending one has come, in words. */
  readonly since: string
  /** Who is told, in words. */
  readonly delivery: string
  /** What its value is held against; null where there is no such number, undefined while that is not known. */
  readonly threshold: RuleThreshold | null | undefined
  /** What can be done about it: two buttons. */
  readonly children: ReactNode
}

/** One alert: how bad, what and where, value against threshold, since when, and who is told. Without hooks: the first picture has it too. */
export function AlertRowFrame(props: AlertRowFrameProps) {
  const { row, isGone, platform, since, delivery, threshold, children } = props
  const { icon, mark, word } = stateOf(row)
  const summary = row.annotations.get('description') ?? row.annotations.get('summary') ?? ''
  const place = placeWords(row, platform)
  return (
    <article
      className={styles['row']}
      data-alert={row.name}
      data-tone={toneOf(row)}
      data-delivery={row.delivery.kind}
      data-gone={isGone || undefined}
      aria-label={`${row.name}, ${isGone ? 'ended' : word}`}
    >
      <StatusIcon mark={isGone ? 'idle' : icon} />
      <div className={styles['what']}>
        <h3 className={styles['name']}>{displayText(row.name)}</h3>
        <p className={styles['place']} title={place}>
          {displayText(place)}
        </p>
      </div>
      <p className={styles['summary']} title={summary}>
        {displayText(summary)}
      </p>
      <AlertValue {...{ row, threshold }} />
      <p className={styles['since']}>{isGone ? 'ended' : since}</p>
      <p className={styles['delivery']} data-broken={row.delivery.kind === 'unknown' || undefined} title={delivery}>
        {displayText(delivery)}
      </p>
      <p className={styles['state']}>
        <StatusChip mark={isGone ? 'idle' : mark} word={isGone ? 'ended' : word} />
      </p>
      {children}
    </article>
  )
}

const NO_TEXTS: Labels = new Map()

function AlertValue({ row, threshold }: Pick<AlertRowFrameProps, 'row' | 'threshold'>) {
  const { value, rule } = row
  if (value === null) return <div className={styles['value']} />
  // In the scale that the rule's text prints; a unit that it does not tell would be a guess.
  const format = { unit: unitOfValue(rule?.annotations ?? NO_TEXTS) }
  const most = Math.max(Math.abs(value), Math.abs(threshold?.value ?? 0))
  const isDrawn = threshold != null && Number.isFinite(most) && most > 0
  return (
    <div className={styles['value']} title={rule?.query}>
      <p>
        <strong>{formatText(value, format)}</strong>
        {threshold != null && ` ${threshold.op} ${formatText(threshold.value, format)}`}
      </p>
      {isDrawn && (
        <Bullet
          value={Math.abs(value)}
          min={0}
          max={most * 1.1}
          tone={toneOfMark(stateOf(row).icon)}
          target={Math.abs(threshold.value)}
        />
      )}
      {threshold === undefined && <Bullet value={null} min={0} max={1} tone="unknown" />}
    </div>
  )
}
