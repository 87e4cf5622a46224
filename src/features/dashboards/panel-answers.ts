import { decideTruth } from '~/domain/truth/decide'
import type { Truth } from '~/domain/truth/truth'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { buildPanelData, factsOf, type QueryOutcome } from '~/features/dashboards/panel-data'
import type { PanelData } from '~/panels/panel-kind'

/** The answers to a panel's queries, joined on common times. */
export interface Answers {
  readonly data: PanelData
  readonly outcomes: readonly QueryOutcome[]
  /** The tick that the newest answer belongs to; null before the first. */
  readonly nowMs: UnixMs | null
}

/** What a page knows that decides how far an answer can be believed. */
export interface TruthScope {
  readonly stepMs: DurationMs
  /** Null while refresh is off. */
  readonly intervalMs: DurationMs | null
  readonly scrapeIntervalMs: DurationMs
  readonly scrapedMs: UnixMs | null
}

export function joinAnswers(outcomes: readonly QueryOutcome[]): Answers {
  const ticks = outcomes.flatMap((outcome) => (outcome.data ? [outcome.data.nowMs] : []))
  return { data: buildPanelData(outcomes), outcomes, nowMs: ticks.length === 0 ? null : Math.max(...ticks) }
}

/** How far the answers can be believed at a server time. */
export function truthOf(outcomes: readonly QueryOutcome[], scope: TruthScope, nowMs: UnixMs): Truth {
  const { intervalMs, stepMs, scrapeIntervalMs, scrapedMs } = scope
  const window = outcomes.find(({ data }) => data)?.data
  // A range that ends before now does not grow old; one that ends at its own tick does.
  const live = window === undefined || window.window.toMs >= window.nowMs
  return decideTruth({
    queries: outcomes.map(factsOf),
    nowMs,
    intervalMs,
    stepMs,
    live: live && (window?.window.live ?? true),
    scrapedMs,
    scrapeIntervalMs,
  })
}
