import { memo, useMemo } from 'react'
import styles from './sparkline.module.css'
import { sparklinePath } from './sparkline-path'

export interface SparklineProps {
  /** Ascending. */
  readonly timesMs: Float64Array
  /** NaN is a gap. */
  readonly values: Float64Array
  readonly fromMs: number
  readonly toMs: number
  /** A colour token. */
  readonly colour: string
}

/** The course of a value as a small line that fills its container; decoration beside a number that is written out. */
export const Sparkline = memo(function Sparkline({ timesMs, values, fromMs, toMs, colour }: SparklineProps) {
  const { line, area } = useMemo(() => sparklinePath(timesMs, values, fromMs, toMs), [timesMs, values, fromMs, toMs])
  return (
    <svg
      className={styles['sparkline']}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      aria-hidden="true"
      style={{ color: `var(${colour})` }}
    >
      <path className={styles['area']} d={area} />
      <path className={styles['line']} d={line} vectorEffect="non-scaling-stroke" />
    </svg>
  )
})
