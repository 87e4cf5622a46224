import styles from './sparkline.module.css'
import { type SparklinePath, sparklinePath } from './sparkline-path'

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

/** The path of an answer, which a panel draws again each second to tell its age. */
const paths = new WeakMap<Float64Array, SparklinePath & { readonly span: string }>()

/** The course of a value as a small line that fills its container; decoration beside a number that is written out. */
export function Sparkline({ colour, ...course }: SparklineProps) {
  const { line, area } = pathOf(course)
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
}

function pathOf({ timesMs, values, fromMs, toMs }: Omit<SparklineProps, 'colour'>): SparklinePath {
  const span = `${fromMs} ${toMs}`
  const known = paths.get(values)
  if (known?.span === span) return known
  const path = { ...sparklinePath(timesMs, values, fromMs, toMs), span }
  paths.set(values, path)
  return path
}
