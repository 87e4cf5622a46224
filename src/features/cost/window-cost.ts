import type { UsageFigure } from '~/data/cost/ask-usage'
import type { FigureOutcome } from '~/data/cost/use-usage-figures'
import type { QueryData } from '~/data/query-plane/query-data'
import { type TruthScope, truthOf } from '~/data/questions/truth-of'
import { type CostGroup, groupsOf } from '~/domain/cost/groups'
import { type CostTotal, costOfUsage, totalOf, type UsageCost, unknownCost } from '~/domain/cost/parts'
import type { Usage } from '~/domain/cost/price-book'
import { WINDOW_HOLDS, type WindowId } from '~/domain/cost/windows'
import type { Truth } from '~/domain/truth/truth'
import { weakestTruth } from '~/domain/truth/weakest'
import type { UnixMs } from '~/domain/units-of-measure'
import { type CostInputs, dimensionOf } from './cost-inputs'
import { type KnownHours, knownHours } from './known-hours'
import { type ShownMoney, shownMoney } from './shown-money'

/** What is not in a sum, and why, in words. */
export interface Hole {
  readonly what: string
  readonly why: string
}

/** The cost of one window, and how far it can be believed. */
export interface WindowCost {
  readonly id: WindowId
  /** Of every usage, also of those of which nothing was answered. */
  readonly costs: readonly UsageCost[]
  readonly total: CostTotal
  readonly groups: readonly CostGroup[]
  /** The money of the window as every part of the page shows it. */
  readonly shown: ShownMoney
  /** What the weakest of its answers is worth: it is as old as the oldest of them. */
  readonly truth: Truth
  readonly figures: readonly UsageFigure[]
  readonly outcomes: readonly FigureOutcome[]
  /** The server time that its figures are of, the oldest where they are of several; null while there are none. */
  readonly atMs: UnixMs | null
  /** Null while it is not known which hours have data. */
  readonly hours: KnownHours | null
  /** What is missing in its money, but for hours. */
  readonly holes: readonly Hole[]
}

/** Some hours of the window have no data. */
export function hasGaps({ hours }: WindowCost): boolean {
  return hours !== null && hours.known < hours.all
}

/** A usage, tokens without a price or hours without data are missing in its money, or may be. */
export function isAtLeast(window: WindowCost): boolean {
  return window.total.atLeast || window.hours === null || hasGaps(window)
}

/** A window by what was answered about it. `scrapedMs` tells the newest sample of a usage. */
export function windowCost(id: WindowId, inputs: CostInputs, scrapedMs: ReadonlyMap<Usage, UnixMs | null>): WindowCost {
  const { book, grouping, titleOfPlatform, questions } = inputs
  const outcomes = inputs.outcomes.filter(({ windowId }) => windowId === id)
  const figures = outcomes.flatMap(({ data }) => (data ? [data] : []))
  const costs = outcomes.map(({ usage, data }) =>
    data ? costOfUsage(usage, data.answers, book.prices, dimensionOf(grouping)) : unknownCost(usage),
  )
  const total = totalOf(costs)
  const segment = figures[0]?.window
  const present = total.counted.filter(({ money }) => money !== null).map(({ usage }) => usage)
  return {
    id,
    costs,
    total,
    groups: groupsOf(total.counted, grouping, titleOfPlatform),
    shown: shownMoney(total, grouping, titleOfPlatform),
    truth: truthOfFigures(outcomes, inputs, scrapedMs),
    figures,
    outcomes,
    atMs: timeOf(figures),
    hours: segment === undefined ? { known: 0, all: 0 } : knownHours(questions.trend, present, segment),
    holes: holesOf(total, outcomes),
  }
}

export function timeOf(figures: readonly UsageFigure[]): UnixMs | null {
  return figures.length === 0 ? null : Math.min(...figures.map(({ nowMs }) => nowMs))
}

/** What figures that are summed are worth together. One that never was answered is missing in the sum of the others, which says so. */
export function truthOfFigures(
  outcomes: readonly FigureOutcome[],
  { scope, nowMs }: Pick<CostInputs, 'scope' | 'nowMs'>,
  scrapedMs: ReadonlyMap<Usage, UnixMs | null>,
): Truth {
  const truths = outcomes.map((one) => truthOfFigure(one, scope, scrapedMs.get(one.usage) ?? null, nowMs))
  const lost = truths.filter(({ kind, old }) => kind === 'failed' && !old)
  const [first] = lost
  if (first === undefined || lost.length === truths.length) return weakestTruth(truths)
  const others = weakestTruth(truths.filter((truth) => !lost.includes(truth)))
  if (others.old || others.kind === 'loading') return others
  return { ...first, kind: 'partial', word: `${lost.length} of ${truths.length} without an answer` }
}

function truthOfFigure(
  { data, error, windowId }: FigureOutcome,
  scope: Omit<TruthScope, 'scrapedMs'>,
  scrapedMs: UnixMs | null,
  nowMs: UnixMs,
): Truth {
  const intervalMs = scope.intervalMs === null ? null : Math.max(scope.intervalMs, WINDOW_HOLDS[windowId])
  const isPast = windowId === 'day-before' || windowId === 'week-before'
  const outcome = { legend: '', data: data && asQueryData(data), error }
  return truthOf([outcome], { ...scope, intervalMs, scrapedMs: isPast ? null : scrapedMs }, nowMs)
}

/** What decides the truth of a figure: all of its answers as one. What is no number tells nothing, not even that there is no traffic. */
function asQueryData({ asked, nowMs, window }: UsageFigure): QueryData {
  const samples = asked.filter(({ what }) => what !== 'jobs').flatMap(({ vector }) => vector.samples)
  return {
    matrix: null,
    tip: { timeMs: nowMs, samples: samples.filter(({ value }) => Number.isFinite(value)) },
    window: { ...window, toMs: nowMs, live: true },
    nowMs,
    evaluatedMs: nowMs,
    warnings: asked.flatMap(({ warnings }) => warnings),
    infos: [],
    partial: asked.some(({ partial }) => partial),
    droppedPoints: 0,
    requests: [],
  }
}

function holesOf({ missing, unpriced }: CostTotal, outcomes: readonly FigureOutcome[]): readonly Hole[] {
  const whyOf = (usage: Usage) => {
    const { data, error } = outcomes.find((one) => one.usage === usage) ?? {}
    return data !== undefined ? 'no data' : error != null ? 'no answer' : 'asked for'
  }
  const names = [...new Set(unpriced.map(({ model }) => model || 'tokens without a model'))]
  return [
    ...missing.map((usage) => ({ what: usage.title, why: whyOf(usage) })),
    ...names.map((what) => ({ what, why: 'no price' })),
  ]
}

const MOST_NAMED = 4

/** "Video jobs (no answer), llama-4 (no price) and 2 more". */
export function holesText(holes: readonly Hole[]): string {
  const named = holes.slice(0, MOST_NAMED).map(({ what, why }) => `${what} (${why})`)
  const more = holes.length - named.length
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ')
}
