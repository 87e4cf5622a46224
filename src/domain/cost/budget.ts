import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** A budget of `config.json`, in the currency of `prices.json`. Of a platform, of usages, or of all. */
export interface Budget {
  readonly id: string
  readonly title: string
  readonly platform?: string | undefined
  readonly usages?: readonly string[] | undefined
  readonly hourly?: number | undefined
  readonly daily?: number | undefined
  readonly monthly?: number | undefined
}

/** How a budget of a day or a month stands. */
export interface BudgetBurn {
  /** Share of the budget that is spent, 0 to 1 and above. */
  readonly used: number
  /** Share of the period that is gone, 0 to 1. */
  readonly gone: number
  /** What the period ends with at the rate since its beginning. */
  readonly projected: number
  /** When the budget is spent at that rate; null where it lasts beyond the period. */
  readonly runsOutMs: UnixMs | null
  /** It is spent. */
  readonly isSpent: boolean
}

interface Period {
  readonly fromMs: UnixMs
  /** Exclusive. */
  readonly toMs: UnixMs
}

/** How long a period must have run before its rate says something. */
const FIRST_WORD_MS: DurationMs = 15 * 60_000

/**
 * How much of a budget is spent at `nowMs`, and when it runs out at the rate since the period began. Null while nothing can
 * be said: the first quarter of an hour, or a budget of nothing.
 */
export function burnOf(limit: number, spent: number, { fromMs, toMs }: Period, nowMs: UnixMs): BudgetBurn | null {
  const goneMs = Math.min(Math.max(nowMs, fromMs), toMs) - fromMs
  const gone = goneMs / (toMs - fromMs)
  if (!(limit > 0) || !Number.isFinite(spent)) return null
  const isSpent = spent >= limit
  if (goneMs < FIRST_WORD_MS && !isSpent) return null
  const projected = gone > 0 ? spent / gone : spent
  const outMs = spent > 0 ? fromMs + (goneMs * limit) / spent : Number.POSITIVE_INFINITY
  return { used: spent / limit, gone, projected, runsOutMs: isSpent || outMs < toMs ? outMs : null, isSpent }
}

/** Whether a budget is of a usage. */
export function isBudgetOf(budget: Budget, usage: { readonly id: string; readonly platform: string }): boolean {
  if (budget.usages !== undefined) return budget.usages.includes(usage.id)
  return budget.platform === undefined || budget.platform === usage.platform
}
