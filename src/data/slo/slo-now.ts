import { type QueryOutcome, type TruthScope, truthOf } from '~/data/questions/truth-of'
import { boundFault } from '~/domain/slo/bounds'
import type { Slo } from '~/domain/slo/model'
import { figuresOf, isTakenForZero } from '~/domain/slo/questions'
import { readSlo, type SloReading } from '~/domain/slo/reading'
import type { Truth } from '~/domain/truth/truth'
import { weakestTruth } from '~/domain/truth/weakest'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** What is known of one objective. */
export interface SloNow {
  readonly slo: Slo
  /** Undefined until each of its questions was answered once. */
  readonly reading: SloReading | undefined
  /** What the weaker of its answers is worth, and as old as the older one. */
  readonly truth: Truth
  /** Server time of the older of its answers; undefined until both are there. */
  readonly evaluatedMs: UnixMs | undefined
  /** Server time of what is of the whole window. */
  readonly windowEvaluatedMs: UnixMs | undefined
  /** That the bound of a latency is no bucket's; null where it is one, or nobody knows. */
  readonly boundFault: string | null
  /** The series whose absence counts as zero is absent now. */
  readonly isTakenForZero: boolean
}

/** The answers to the questions of one objective. */
export interface SloAnswers {
  readonly window: QueryOutcome
  readonly burn: QueryOutcome
  readonly bounds: QueryOutcome
}

/** A month moves little in a minute, and a server reads all of it: every other refresh is soon enough. */
export const WINDOW_HOLDS_MS: DurationMs = 45_000

/** How an objective stands by its answers, at a server time. */
export function sloNow(
  slo: Slo,
  { window, burn, bounds }: SloAnswers,
  scope: Omit<TruthScope, 'scrapedMs'>,
  nowMs: UnixMs,
): SloNow {
  const samples = burn.data?.tip?.samples ?? []
  const isAnswered = window.data !== undefined && burn.data !== undefined
  const les = (bounds.data?.tip?.samples ?? []).map(({ labels }) => labels.get('le') ?? '')
  // What holds is not late before it was to be asked again.
  const holding = scope.intervalMs === null ? null : Math.max(scope.intervalMs, WINDOW_HOLDS_MS)
  return {
    slo,
    reading: isAnswered ? readSlo(slo, figuresOf(slo, window.data.tip?.samples ?? [], samples)) : undefined,
    truth: weakestTruth([
      truthOf([window], { ...scope, intervalMs: holding, scrapedMs: null }, nowMs),
      truthOf([burn], { ...scope, scrapedMs: null }, nowMs),
    ]),
    evaluatedMs: isAnswered ? Math.min(window.data.evaluatedMs, burn.data.evaluatedMs) : undefined,
    windowEvaluatedMs: window.data?.evaluatedMs,
    boundFault: slo.sli.kind === 'latency' ? boundFault(slo.sli.bound, les) : null,
    isTakenForZero: isTakenForZero(slo, samples),
  }
}
