import type { Tone } from '../status/tone'
import { arcPath, shareOf, tickPath } from './arc'
import styles from './gauge.module.css'

export interface GaugeStep {
  /** Where the tone begins; null for the lowest. */
  readonly value: number | null
  readonly tone: Tone
}

export interface GaugeProps {
  /** Null or NaN: no arc, only the track. */
  readonly value: number | null
  readonly min: number
  readonly max: number
  readonly steps: readonly GaugeStep[]
  readonly tone: Tone
  /** The value in words, for readers who cannot see it. */
  readonly label: string
}

const RADIUS = 42
const RIM = 49

/** A value on an arc; a thin rim outside shows which values are good, and ticks where that changes. */
export function Gauge({ value, min, max, steps, tone, label }: GaugeProps) {
  const share = value === null ? null : shareOf(value, min, max)
  const rims = steps.map((step, i) => ({
    tone: step.tone,
    from: step.value === null ? 0 : (shareOf(step.value, min, max) ?? 0),
    to: shareOf(steps[i + 1]?.value ?? max, min, max) ?? 1,
  }))
  return (
    <svg className={styles['gauge']} viewBox="-52 -52 104 90" role="img" aria-label={label}>
      <path className={styles['track']} d={arcPath(0, 1, RADIUS)} />
      {rims.map((rim) => (
        <path
          key={rim.from}
          className={`${styles['rim']} ${styles[rim.tone]}`}
          d={arcPath(rim.from === 0 ? 0 : rim.from + 0.006, rim.to === 1 ? 1 : rim.to - 0.006, RIM)}
        />
      ))}
      {share === null || share === 0 ? null : (
        <path className={`${styles['value']} ${styles[tone]}`} d={arcPath(0, share, RADIUS)} />
      )}
      {rims.slice(1).map((rim) => (
        <path key={rim.from} className={styles['tick']} d={tickPath(rim.from, RADIUS - 4.5, RADIUS + 4.5)} />
      ))}
    </svg>
  )
}
