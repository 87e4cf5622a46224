import { TIP_WORTH_MS } from '~/data/query-plane/ask'
import type { QueryData } from '~/data/query-plane/query-data'
import type { SourceError } from '~/domain/sources'
import { decideTruth, type QueryFacts } from '~/domain/truth/decide'
import type { Truth } from '~/domain/truth/truth'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** A query's answer, or why there is none, as the panel's data is made from it. */
export interface QueryOutcome {
  readonly legend: string
  readonly data: QueryData | undefined
  readonly error: SourceError | null
}

/** What a page knows that decides how far an answer can be believed. */
export interface TruthScope {
  readonly stepMs: DurationMs
  /** Null while refresh is off. */
  readonly intervalMs: DurationMs | null
  readonly scrapeIntervalMs: DurationMs
  readonly scrapedMs: UnixMs | null
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

/** What a panel's truth is decided from. */
export function factsOf({ data, error }: QueryOutcome): QueryFacts {
  const detail = error?.detail ?? null
  if (!data) {
    const none = { seriesCount: 0, newestMs: null, gridLagMs: 0, idle: false, evaluatedMs: null }
    return { hasAnswer: false, error: detail, partial: false, warnings: [], ...none }
  }
  const tipSamples = data.tip?.samples ?? []
  const gridSeries = data.matrix?.series ?? []
  const newestMs = data.tip && tipSamples.length > 0 ? data.tip.timeMs : newestGridPoint(data)
  const newest = data.tip
    ? tipSamples.map(({ value }) => value)
    : gridSeries.map(({ values }) => values.at(-1) ?? Number.NaN)
  const presentNow = data.tip ? tipSamples.length > 0 : gridSeries.some(({ present }) => present.at(-1) === 1)
  return {
    hasAnswer: true,
    error: detail,
    seriesCount: Math.max(gridSeries.length, tipSamples.length),
    newestMs,
    gridLagMs: gridLagOf(data),
    idle: presentNow && newest.every(Number.isNaN),
    evaluatedMs: data.evaluatedMs,
    partial: data.partial,
    warnings: data.warnings,
  }
}

/** Without a newer value an answer is as old as the last point of its grid, from the moment on that it was asked. */
function gridLagOf({ matrix, tip, nowMs, evaluatedMs }: QueryData): DurationMs {
  if (!matrix || tip) return 0
  return Math.max(0, Math.min(nowMs - evaluatedMs, matrix.grid.stepMs, TIP_WORTH_MS))
}

function newestGridPoint({ matrix }: QueryData): UnixMs | null {
  if (!matrix) return null
  const last = Math.max(-1, ...matrix.series.map(({ present }) => present.lastIndexOf(1)))
  return last < 0 ? null : matrix.grid.startMs + last * matrix.grid.stepMs
}
