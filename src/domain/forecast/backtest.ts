import { DAY, type ForecastMethod, METHODS, SAME_AS_YESTERDAY } from './methods'

/** How far a method was off in the past, each time told a day ahead by nothing but what was known before. */
export interface Backtest {
  readonly method: ForecastMethod
  /** Sum of the errors of all hours over the sum of what they were (WAPE), 0 to 1 and above. */
  readonly error: number
  /** Days that were told. */
  readonly days: number
}

/** Days that are told at most. */
const MOST_DAYS = 14
/** Fewer days than this say nothing of a method. */
export const FEWEST_DAYS = 3

/** Origins of a backtest, newest first: whole days back from the end, with `horizon` hours known after each. */
function originsOf(length: number, horizon: number): number[] {
  return Array.from({ length: MOST_DAYS }, (_, i) => length - horizon - i * DAY).filter((at) => at > 0)
}

/** Tells days of the past by a method; null where fewer than `FEWEST_DAYS` can be told. */
export function backtestOf(method: ForecastMethod, values: Float64Array): Backtest | null {
  let [off, was, days] = [0, 0, 0]
  for (const at of originsOf(values.length, DAY)) {
    const told = at < method.needs ? null : method.predict(values, at, DAY)
    if (told === null) continue
    let isKnown = false
    for (let i = 0; i < DAY; i++) {
      const value = values[at + i] ?? Number.NaN
      if (Number.isNaN(value)) continue
      isKnown = true
      off += Math.abs(value - (told[i] ?? 0))
      was += value
    }
    if (isKnown) days++
  }
  return days < FEWEST_DAYS || was <= 0 ? null : { method, error: off / was, days }
}

/** The method that was off least, and the baseline; null where not even that can be told. */
export function chooseMethod(values: Float64Array): { readonly best: Backtest; readonly baseline: Backtest } | null {
  const baseline = backtestOf(SAME_AS_YESTERDAY, values)
  if (baseline === null) return null
  const tests = METHODS.flatMap((method) => backtestOf(method, values) ?? [])
  // A method that could tell but few of the days may just have had easy ones.
  const fair = tests.filter(({ days }) => days >= Math.min(baseline.days, 7))
  return { best: fair.reduce((best, one) => (one.error < best.error ? one : best), baseline), baseline }
}

/**
 * Relative errors of whole spans that a method told in the past: what a span had, less what was told, over what was
 * told. Spans are as long as possible, up to `mostDays`, while five of them can be told.
 */
export function spanErrors(
  method: ForecastMethod,
  values: Float64Array,
  mostDays: number,
): { readonly days: number; readonly errors: readonly number[] } {
  for (let days = Math.max(1, Math.min(7, Math.floor(mostDays))); days >= 1; days--) {
    const horizon = days * DAY
    const errors = originsOf(values.length, horizon).flatMap((at) => {
      const told = at < method.needs ? null : method.predict(values, at, horizon)
      if (told === null) return []
      let [is, should] = [0, 0]
      for (let i = 0; i < horizon; i++) {
        const value = values[at + i] ?? Number.NaN
        if (Number.isNaN(value)) continue
        is += value
        should += told[i] ?? 0
      }
      return should > 0 ? [is / should - 1] : []
    })
    if (errors.length >= 5 || days === 1) return { days, errors }
  }
  return { days: 1, errors: [] }
}
