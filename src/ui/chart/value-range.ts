/** What makes a step round: powers of ten, those that count whole things, of two for bytes, or minutes and hours, where one unit is so many seconds. */
export type StepFamily = 'decimal' | 'whole' | 'binary' | { readonly secondsEach: number }

/** In seconds; beyond them days are counted in tens. */
const TIME_STEPS = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400]
const DAY_SECONDS = 86_400

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
  readonly steps: StepFamily
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

/** The least round step that cuts `span` into at most `count` steps. */
export function niceStep(span: number, count: number, family: StepFamily): number {
  const rough = span / Math.max(1, count)
  if (!(rough > 0) || !Number.isFinite(rough)) return 1
  if (family === 'decimal') return decimalStep(rough)
  // Half a thing is none, and neither is half of five.
  if (family === 'whole') return rough <= 1 ? 1 : rough <= 2.5 && rough > 2 ? 5 : decimalStep(rough)
  if (family === 'binary') return rough >= 1 ? 2 ** Math.ceil(Math.log2(rough) - 1e-9) : decimalStep(rough)
  const seconds = rough * family.secondsEach
  // Below this, seconds are as round in tens as anything.
  if (seconds <= 5) return decimalStep(rough)
  const step =
    TIME_STEPS.find((each) => seconds <= each * (1 + 1e-9)) ?? decimalStep(seconds / DAY_SECONDS) * DAY_SECONDS
  return step / family.secondsEach
}

/** The least of 1, 2, 2.5, 5 times a power of ten that is not less. */
function decimalStep(rough: number): number {
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
  const step = niceStep(max - min, options.tickCount, options.steps)
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
export function valueTicks(range: ValueRange, count: number, family: StepFamily): number[] {
  const step = niceStep(range.max - range.min, count, family)
  const values: number[] = []
  const first = Math.ceil(range.min / step - 1e-9)
  const last = Math.floor(range.max / step + 1e-9)
  for (let i = first; i <= last && values.length < 50; i++) values.push(i * step + 0)
  return values
}
