import { DAY_MS, HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'
import { allowedShare, type Slo } from './model'

/** Windows over which burn is asked, ascending: four that a reader is shown first, and those that alerts need beside them. */
export const BURN_WINDOWS_MS: readonly DurationMs[] = [
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  6 * HOUR_MS,
  DAY_MS,
  3 * DAY_MS,
]

/** The four that a table has room for. */
export const SHOWN_WINDOWS_MS: readonly DurationMs[] = [5 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, 3 * DAY_MS]

/** A pair of windows that must both burn: the long one says that it matters, the short one that it goes on. */
export interface BurnAlert {
  readonly severity: 'critical' | 'warning'
  /** Times the rate at which the budget would last exactly its window. */
  readonly factor: number
  readonly longMs: DurationMs
  readonly shortMs: DurationMs
}

/** Multiwindow, multi-burn-rate alerts: Google, The Site Reliability Workbook, chapter 5, table 5-8. */
export const BURN_ALERTS: readonly BurnAlert[] = [
  { severity: 'critical', factor: 14.4, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS },
  { severity: 'critical', factor: 6, longMs: 6 * HOUR_MS, shortMs: 30 * MINUTE_MS },
  { severity: 'warning', factor: 3, longMs: DAY_MS, shortMs: 2 * HOUR_MS },
  { severity: 'warning', factor: 1, longMs: 3 * DAY_MS, shortMs: 6 * HOUR_MS },
]

/** Name of the rule of a severity. */
export const BURN_ALERT_NAMES = { critical: 'ErrorBudgetBurnFast', warning: 'ErrorBudgetBurnSlow' } as const

/** A share of errors beyond this is too near to all of them to be passed. */
const MOST_SHARE = 0.999

/**
 * The alerts that can fire for an objective: no share of errors passes 1, so that a lax objective has no fast burn, and a window that is
 * longer than the objective's own says nothing of its budget.
 */
export function burnAlertsOf(slo: Pick<Slo, 'objective' | 'windowMs'>): readonly BurnAlert[] {
  return BURN_ALERTS.filter(({ factor, longMs }) => factor * allowedShare(slo) < MOST_SHARE && longMs <= slo.windowMs)
}

/** Share of the budget that is gone when the alert's long window has burnt at its factor. */
export function budgetShareOf({ factor, longMs }: BurnAlert, { windowMs }: Pick<Slo, 'windowMs'>): number {
  return (factor * longMs) / windowMs
}
