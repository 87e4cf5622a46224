import type { DurationMs } from '~/domain/units-of-measure'
import { type BurnAlert, burnAlertsOf } from './burn'
import { allowedShare, type Slo } from './model'
import { stepOf } from './step'

/** What a source answered about one objective. Null: no series; NaN: 0/0, no events. */
export interface SloFigures {
  /** Over the objective's window. */
  readonly bad: number | null
  readonly total: number | null
  /** Stretches of the window that have data. */
  readonly covered: number | null
  /** Share of errors by window in milliseconds. A window that was not asked is not in it. */
  readonly errorShares: ReadonlyMap<DurationMs, number | null>
}

/** From bad to good, which is the order of the page. `silent`: nothing is wrong with the window, but nobody counts now. */
export const SLO_STATES = ['exhausted', 'fast', 'slow', 'low', 'noData', 'silent', 'ok', 'noTraffic'] as const
export type SloState = (typeof SLO_STATES)[number]

export interface SloReading {
  readonly state: SloState
  /** Share of good events over the window, 0 to 1; null without data, NaN without events. */
  readonly compliance: number | null
  /** Share of the budget that is left: 1 untouched, 0 used up, below 0 overdrawn. */
  readonly left: number | null
  /** How much of the window has data: the whole window once the history reaches so far back. */
  readonly spanMs: DurationMs | null
  /** What is left as time in which everything may fail, at even traffic over the span that has data. */
  readonly leftMs: DurationMs | null
  /** Events that may still be bad, of those that the window has so far. */
  readonly leftEvents: number | null
  readonly bad: number | null
  readonly total: number | null
  readonly covered: number | null
  /** How many times faster than allowed, by window in milliseconds. */
  readonly burn: ReadonlyMap<DurationMs, number | null>
  /** Alerts whose two windows both burn now. */
  readonly burning: readonly BurnAlert[]
}

/** Below this share of the budget somebody should slow down, whatever burns now. */
const LOW_SHARE = 0.25

export function readSlo(slo: Slo, figures: SloFigures): SloReading {
  const allowed = allowedShare(slo)
  const { covered } = figures
  const [bad, total] = [figures.bad, figures.total]
  const share = shareOf(bad, total)
  const compliance = share === null ? null : 1 - share
  const left = share === null ? null : 1 - share / allowed
  const isKnown = left !== null && !Number.isNaN(left)
  const spanMs = covered === null ? null : Math.min(slo.windowMs, covered * stepOf(slo))
  const burn = new Map(
    [...figures.errorShares].map(([ms, one]) => {
      const known = one === null || isInfinite(one) ? null : clamped(one)
      return [ms, known === null ? null : known / allowed]
    }),
  )
  const burning = burnAlertsOf(slo).filter(
    ({ factor, longMs, shortMs }) => isAbove(burn.get(longMs), factor) && isAbove(burn.get(shortMs), factor),
  )
  return {
    state: stateOf(left, burning, burn.get(Math.min(...burn.keys())) ?? null),
    ...{ compliance, left, bad, total, covered, spanMs, burn, burning },
    leftMs: isKnown && spanMs !== null ? left * allowed * spanMs : null,
    leftEvents: isKnown && bad !== null && total !== null ? allowed * total - bad : null,
  }
}

/**
 * Share of bad events; NaN of none at all. `increase` estimates, so that sides of one length may differ by a hair below zero. Counters
 * that hold no numbers, and events that are good or bad of none, are faults of who counts: nothing is known then.
 */
function shareOf(bad: number | null, total: number | null): number | null {
  if (bad === null || total === null || !Number.isFinite(bad) || !Number.isFinite(total)) return null
  const share = bad / total
  return isInfinite(share) ? null : clamped(share)
}

const isInfinite = (value: number) => Math.abs(value) === Number.POSITIVE_INFINITY

const clamped = (share: number) => (Number.isNaN(share) ? share : Math.min(1, Math.max(0, share)))

const isAbove = (value: number | null | undefined, factor: number) => typeof value === 'number' && value > factor

/** `recent` is the burn over the shortest window: where it is not known nobody counts now, and what burns cannot be told. */
function stateOf(left: number | null, burning: readonly BurnAlert[], recent: number | null): SloState {
  if (left === null) return 'noData'
  if (Number.isNaN(left)) return 'noTraffic'
  if (left <= 0) return 'exhausted'
  if (burning.some(({ severity }) => severity === 'critical')) return 'fast'
  if (burning.length > 0) return 'slow'
  if (left < LOW_SHARE) return 'low'
  return recent === null ? 'silent' : 'ok'
}

/** When the budget is gone where it goes on burning like this. */
export type Exhaustion =
  | { readonly kind: 'gone' | 'lasts' | 'unknown' }
  | { readonly kind: 'in'; readonly inMs: DurationMs }

/**
 * Time until the budget is used up at a burn rate, of the span of the window that has data. At 1 and below it lasts: what the window
 * forgets makes up for what is burnt. Old errors that leave the window meanwhile are not taken into account, so that it is rather later
 * than this. Nothing is told while nobody counts.
 */
export function exhaustionOf(
  reading: Pick<SloReading, 'left' | 'spanMs' | 'state'> | undefined,
  burn: number | null | undefined,
): Exhaustion {
  const left = reading?.left ?? null
  if (left === null || Number.isNaN(left)) return { kind: 'unknown' }
  if (left <= 0) return { kind: 'gone' }
  if (burn === null || burn === undefined || Number.isNaN(burn) || reading?.state === 'silent')
    return { kind: 'unknown' }
  if (burn <= 1) return { kind: 'lasts' }
  const spanMs = reading?.spanMs ?? null
  return spanMs === null ? { kind: 'unknown' } : { kind: 'in', inMs: (left * spanMs) / burn }
}
