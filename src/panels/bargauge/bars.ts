import type { PanelSeries } from '../panel-kind'
import type { BargaugeOptions } from './options'

/** The values between which bars are drawn. */
export interface BarScale {
  readonly min: number
  readonly max: number
}

/** A bar between two shares (0 to 1) of the track; null where there is no value to draw. */
export interface BarSpan {
  readonly from: number
  readonly to: number
}

const WHOLE: ReadonlyMap<string, number> = new Map([
  ['percent', 100],
  ['percentunit', 1],
])

/** Series in the order of their bars; what has no value is last, whichever way the others go. */
export function sortedBars(
  series: readonly PanelSeries[],
  { sort, limit }: Pick<BargaugeOptions, 'sort' | 'limit'>,
): readonly PanelSeries[] {
  if (sort === 'none') return series.slice(0, limit)
  const sign = sort === 'desc' ? -1 : 1
  const known = series.filter((one) => newestOf(one) !== null)
  const others = series.filter((one) => newestOf(one) === null)
  known.sort((a, b) => compare(newestOf(a) ?? 0, newestOf(b) ?? 0) * sign)
  return [...known, ...others].slice(0, limit)
}

/** Infinities differ from each other by no number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/** The newest value, null where it is missing or "no traffic". */
function newestOf({ last }: PanelSeries): number | null {
  return last === null || Number.isNaN(last.value) ? null : last.value
}

/** The scale that all bars of a panel share. Never empty: where all values are equal to its start it is one long. */
export function barScale(
  series: readonly PanelSeries[],
  unit: string,
  { min, max, target }: Pick<BargaugeOptions, 'min' | 'max' | 'target'>,
): BarScale {
  const values = series.map(newestOf).filter((value) => value !== null && Number.isFinite(value)) as number[]
  const low = min ?? Math.min(0, ...values)
  const whole = WHOLE.get(unit)
  const greatest = Math.max(...values, low)
  // The mark of a target must have its place.
  const wanted = Math.max(greatest, target === undefined ? greatest : target.value * 1.1)
  const high = max ?? (whole !== undefined && greatest <= whole ? whole : wanted)
  return { min: low, max: high > low ? high : low + 1 }
}

/** Where on the track a value is, 0 to 1. */
export function shareAt(value: number, { min, max }: BarScale): number {
  return Math.min(1, Math.max(0, (value - min) / (max - min)))
}

/** Where the bar of a value is: from zero, or from the end of the scale that is nearest to it. */
export function barSpan(value: number | null, scale: BarScale): BarSpan | null {
  if (value === null || Number.isNaN(value)) return null
  const zero = shareAt(0, scale)
  const end = shareAt(value, scale)
  return { from: Math.min(zero, end), to: Math.max(zero, end) }
}

/** Stretches of the track by the status of their values, for the rim below it. */
export function barZones<Step extends { readonly value: number | null; readonly status: string }>(
  steps: readonly Step[],
  scale: BarScale,
): readonly { readonly from: number; readonly to: number; readonly status: Step['status'] }[] {
  return steps.flatMap((step, i) => {
    const from = step.value === null ? 0 : shareAt(step.value, scale)
    const next = steps[i + 1]?.value
    const to = next === undefined || next === null ? 1 : shareAt(next, scale)
    return to > from ? [{ from, to, status: step.status }] : []
  })
}
