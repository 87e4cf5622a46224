/** What the value axis of a chart covers. */
export interface ValueRange {
  readonly min: number
  readonly max: number
}

export interface RangeOptions {
  /** Bounds fixed by the panel; they win over the data. */
  readonly min?: number | undefined
  readonly max?: number | undefined
  /** Steps the axis shall have, about. */
  readonly tickCount: number
  /** Steps of 1024 instead of 1000, for bytes. */
  readonly binary: boolean
  /** Lines that should be seen where they are near the data. */
  readonly thresholds: readonly number[]
}

/** Least and greatest finite value, or null where there is none. */
export function extentOf(arrays: readonly Float64Array[]): ValueRange | null {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const values of arrays) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number
      // Comparisons with NaN are false; infinities must not stretch the axis.
      if (value < min && value > Number.NEGATIVE_INFINITY) min = value
      if (value > max && value < Number.POSITIVE_INFINITY) max = value
    }
  }
  return min <= max ? { min, max } : null
}

/** The least of 1, 2, 2.5, 5 times a power of ten (of 2 for bytes) that cuts `span` into at most `count` steps. */
export function niceStep(span: number, count: number, binary: boolean): number {
  const rough = span / Math.max(1, count)
  if (!(rough > 0) || !Number.isFinite(rough)) return 1
  if (binary && rough >= 1) return 2 ** Math.ceil(Math.log2(rough) - 1e-9)
  const power = 10 ** Math.floor(Math.log10(rough))
  for (const factor of [1, 2, 2.5, 5]) if (rough <= power * factor * (1 + 1e-9)) return power * factor
  return power * 10
}

function freshRange(extent: ValueRange, options: RangeOptions): ValueRange {
  let { min, max } = extent
  const reach = Math.max(Math.abs(min), Math.abs(max))
  for (const threshold of options.thresholds) {
    if (threshold > max && threshold <= max + reach * 0.75) max = threshold
    if (threshold < min && threshold >= min - (max - min) * 2) min = threshold
  }
  // Zero belongs to the picture unless the data keep far from it: 97 to 99 % would be a flat line.
  const span = max - min
  if (min > 0 && (span === 0 || span >= max * 0.25)) min = 0
  if (max < 0 && (span === 0 || span >= -min * 0.25)) max = 0
  if (min === max) max = min + 1
  const step = niceStep(max - min, options.tickCount, options.binary)
  // The added zero turns -0, which would print as "-0", into 0.
  const low = options.min ?? Math.floor(min / step + 1e-9) * step + 0
  const high = options.max ?? Math.ceil(max / step - 1e-9) * step + 0
  return high > low ? { min: low, max: high } : { min: low, max: low + step }
}

/**
 * Range of the value axis. It grows at once and shrinks only when the data need much less (about half), so that an axis
 * does not jump at each refresh.
 */
export function stableRange(previous: ValueRange | null, extent: ValueRange | null, options: RangeOptions): ValueRange {
  if (extent === null) return previous ?? freshRange({ min: options.min ?? 0, max: options.max ?? 1 }, options)
  const fresh = freshRange(extent, options)
  if (previous === null) return fresh
  const covers = fresh.min >= previous.min && fresh.max <= previous.max
  const needs = (fresh.max - fresh.min) / (previous.max - previous.min)
  return covers && needs > 0.55 ? previous : fresh
}

/** Values that get a line and a label: multiples of a nice step. */
export function valueTicks(range: ValueRange, count: number, binary: boolean): number[] {
  const step = niceStep(range.max - range.min, count, binary)
  const values: number[] = []
  const first = Math.ceil(range.min / step - 1e-9)
  const last = Math.floor(range.max / step + 1e-9)
  for (let i = first; i <= last && values.length < 50; i++) values.push(i * step + 0)
  return values
}
