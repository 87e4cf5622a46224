import type { Tone } from '../status/tone'
import { shareOf } from './arc'
import styles from './bullet.module.css'

export interface BulletProps {
  /** Null or NaN: no bar. */
  readonly value: number | null
  readonly min: number
  readonly max: number
  readonly tone: Tone
  readonly target?: number | undefined
  readonly alert?: number | undefined
}

/** A value as a bar with a mark at its target and another at its alert bound; decoration beside written figures. */
export function Bullet({ value, min, max, tone, target, alert }: BulletProps) {
  const share = value === null ? null : shareOf(value, min, max)
  const marks = [
    { kind: 'alert', at: alert },
    { kind: 'target', at: target },
  ] as const
  return (
    <div className={styles['bullet']} aria-hidden="true">
      <div className={styles['track']}>
        <div className={`${styles['bar']} ${styles[tone]}`} style={{ transform: `scaleX(${share ?? 0})` }} />
      </div>
      {marks.map(({ kind, at }) =>
        at === undefined || at < min || at > max ? null : (
          <i key={kind} className={styles[kind]} style={{ left: `${(shareOf(at, min, max) ?? 0) * 100}%` }} />
        ),
      )}
    </div>
  )
}
