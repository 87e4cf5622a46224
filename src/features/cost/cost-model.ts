import type { UsageFigure } from '~/data/cost/ask-usage'
import type { CostQuestions } from '~/data/cost/use-cost-questions'
import type { FigureOutcome } from '~/data/cost/use-usage-figures'
import type { QueryData } from '~/data/query-plane/query-data'
import { type QueryOutcome, type TruthScope, truthOf } from '~/data/questions/truth-of'
import { type Budget, type BudgetBurn, burnOf, isBudgetOf } from '~/domain/cost/budget'
import { type CostGroup, type Grouping, groupsOf } from '~/domain/cost/groups'
import { type CostTotal, costOfUsage, countedUsages, totalOf, type UsageCost } from '~/domain/cost/parts'
import { type Dimension, labelOf, type PriceBook, type Usage } from '~/domain/cost/price-book'
import { dailyTrend, hourlyTrend, hoursKnownIn, type TrendBucket } from '~/domain/cost/trend'
import { periodAt, WINDOW_HOLDS, type WindowId } from '~/domain/cost/windows'
import { type Forecast, forecastTo, type TooLittle } from '~/domain/forecast/forecast'
import { MINUTE_MS } from '~/domain/time/duration'
import type { Truth } from '~/domain/truth/truth'
import type { UnixMs } from '~/domain/units-of-measure'

/** The cost of one window, and how far it can be believed. */
export interface WindowCost {
  readonly id: WindowId
  readonly costs: readonly UsageCost[]
  readonly total: CostTotal
  readonly groups: readonly CostGroup[]
  readonly truth: Truth
  readonly figures: readonly UsageFigure[]
  /** Hours of the window that have ended, and how many of them have data. */
  readonly hours: { readonly known: number; readonly all: number }
}

/** Some hours of the window have no data. */
export function hasGaps({ hours, figures }: WindowCost): boolean {
  return figures.length > 0 && hours.known < hours.all
}

/** Tokens without a price, or hours without data, are missing in its money. */
export function isAtLeast(window: WindowCost): boolean {
  return window.total.atLeast || hasGaps(window)
}

/** One amount of a budget, and how it stands. */
export interface BudgetLine {
  readonly budget: Budget
  readonly period: 'daily' | 'monthly' | 'hourly'
  readonly limit: number
  /** Null: not known. NaN: no traffic. */
  readonly spent: number | null
  readonly atLeast: boolean
  /** Of the hours of its time that have ended, how many have data; null where all have. */
  readonly gaps: { readonly known: number; readonly all: number } | null
  /** Null of an hourly line, and while nothing can be said. */
  readonly burn: BudgetBurn | null
  readonly truth: Truth
}

export interface CostModel {
  readonly book: PriceBook
  readonly nowMs: UnixMs
  readonly windows: ReadonlyMap<WindowId, WindowCost>
  readonly hours: readonly TrendBucket[]
  readonly days: readonly TrendBucket[]
  readonly forecast: Forecast | TooLittle | null
  readonly monthEndMs: UnixMs
  readonly budgets: readonly BudgetLine[]
  /** Usages whose newest sample is not from now, with its age; null where none was found. */
  readonly silent: readonly { readonly usage: Usage; readonly ageMs: number | null }[]
}

export interface CostInputs {
  readonly book: PriceBook
  readonly budgets: readonly Budget[]
  readonly outcomes: readonly FigureOutcome[]
  readonly questions: CostQuestions
  readonly grouping: Grouping
  readonly titleOfPlatform: (id: string) => string
  readonly timeZone: string
  readonly scope: Omit<TruthScope, 'scrapedMs'>
  readonly nowMs: UnixMs
}

/** An instant vector repeats a sample for so long: a usage of which even that finds nothing is at least so old. */
const LOOKBACK_MS = 5 * MINUTE_MS

/** All that the page says, from what was answered. */
export function costModel(inputs: CostInputs): CostModel {
  const { book, nowMs, timeZone, questions } = inputs
  const dimension = dimensionOf(inputs.grouping)
  const newest = newestOf(inputs)
  const counted = new Set(countedUsages(book.usages))
  // An hour that has just ended is not missing before it was asked for.
  const askedMs = [...questions.trend.values()].flatMap(({ data }) => data?.evaluatedMs ?? [])
  const hours = hourlyTrend(
    [...questions.trend].flatMap(([usage, { data }]) =>
      counted.has(usage) && data?.matrix ? [{ matrix: data.matrix, groupOf: groupIdOf(usage, dimension) }] : [],
    ),
    Math.min(nowMs, ...askedMs),
  )
  const ids = [...new Set(inputs.outcomes.map(({ windowId }) => windowId))]
  const windows = new Map(ids.map((id) => [id, windowCost(id, inputs, hours, newest.scrapedMs)] as const))
  const month = periodAt('M', nowMs, timeZone)
  const soFar = windows.get('month')?.total.money ?? null
  return {
    book,
    nowMs,
    windows,
    hours,
    days: dailyTrend(hours, timeZone),
    forecast: soFar === null || hours.length === 0 ? null : forecastOf(hours, nowMs, month.toMs, soFar),
    monthEndMs: month.toMs,
    budgets: inputs.budgets.flatMap((budget) => budgetLines(budget, inputs, windows)),
    silent: newest.silent,
  }
}

export function dimensionOf(grouping: Grouping): Dimension | null {
  return grouping === 'platform' ? null : grouping
}

/** Id of the group that money of a usage belongs to, as `groupsOf` names it. */
function groupIdOf(usage: Usage, dimension: Dimension | null): (labels: ReadonlyMap<string, string>) => string {
  if (dimension === null) return () => `=${usage.platform}`
  const label = labelOf(usage, dimension)
  return label === undefined ? () => `usage ${usage.id}` : (labels) => `=${labels.get(label) ?? ''}`
}

function forecastOf(hours: readonly TrendBucket[], nowMs: UnixMs, endMs: UnixMs, soFar: number) {
  const values = Float64Array.from(hours, ({ money }) => money ?? Number.NaN)
  const history = { firstEndMs: hours[0]?.toMs ?? nowMs, values }
  return forecastTo(history, nowMs, endMs, Number.isNaN(soFar) ? 0 : soFar)
}

function windowCost(
  id: WindowId,
  { outcomes, book, grouping, titleOfPlatform, scope, nowMs }: CostInputs,
  hours: readonly TrendBucket[],
  scrapedMs: UnixMs | null,
): WindowCost {
  const own = outcomes.filter(({ windowId }) => windowId === id)
  const figures = own.flatMap(({ data }) => (data ? [data] : []))
  const costs = figures.map(({ usage, answers }) => costOfUsage(usage, answers, book.prices, dimensionOf(grouping)))
  const isPast = id === 'day-before' || id === 'week-before'
  const truth = truthOf(
    own.map((one): QueryOutcome => ({ legend: '', data: one.data && asQueryData(one.data), error: one.error })),
    {
      ...scope,
      intervalMs: scope.intervalMs === null ? null : Math.max(scope.intervalMs, WINDOW_HOLDS[id]),
      scrapedMs: isPast ? null : scrapedMs,
    },
    nowMs,
  )
  const total = totalOf(costs)
  const window = figures[0]?.window
  return {
    id,
    costs,
    total,
    groups: groupsOf(total.counted, grouping, titleOfPlatform),
    truth,
    figures,
    hours:
      window === undefined
        ? { known: 0, all: 0 }
        : hoursKnownIn(hours, window.fromMs, Math.min(window.toMs, hours.at(-1)?.toMs ?? window.toMs)),
  }
}

/** What decides the truth of a figure: all of its answers as one. */
function asQueryData({ asked, nowMs, window }: UsageFigure): QueryData {
  return {
    matrix: null,
    tip: {
      timeMs: nowMs,
      samples: asked.filter(({ what }) => what !== 'jobs').flatMap(({ vector }) => vector.samples),
    },
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

/** The oldest of the usages' newest samples, and those usages that have stopped. */
function newestOf({ book, outcomes, questions, scope, nowMs }: CostInputs) {
  const wasThere = (usage: Usage) =>
    outcomes.some(
      (one) => one.usage === usage && one.data?.answers.some(({ money, tokens }) => money.length + tokens.length > 0),
    )
  const silent: { usage: Usage; ageMs: number | null }[] = []
  const times: UnixMs[] = []
  for (const usage of book.usages) {
    const data = questions.newest.get(usage)?.data
    if (data?.tip == null) continue
    const seconds = data.tip.samples[0]?.value
    const sampleMs = seconds === undefined ? null : seconds * 1000
    // What never was there has not stopped: its figures are missing, and that is said.
    if (sampleMs === null && !wasThere(usage)) continue
    times.push(sampleMs ?? data.evaluatedMs - LOOKBACK_MS)
    // What the evaluation found then: how old the evaluation is itself is told of every figure anyway.
    const ageMs = sampleMs === null ? null : data.evaluatedMs - sampleMs
    if (ageMs === null || ageMs > Math.max(MINUTE_MS, 4 * scope.scrapeIntervalMs)) silent.push({ usage, ageMs })
  }
  return { silent, scrapedMs: times.length === 0 ? null : Math.min(nowMs, ...times) }
}

function budgetLines(
  budget: Budget,
  { nowMs, timeZone, questions }: CostInputs,
  windows: ReadonlyMap<WindowId, WindowCost>,
): BudgetLine[] {
  const lines: BudgetLine[] = []
  const periods = [
    ['daily', 'today', 'd'],
    ['monthly', 'month', 'M'],
  ] as const
  for (const [period, windowId, unit] of periods) {
    const limit = budget[period]
    const window = windows.get(windowId)
    if (limit === undefined || window === undefined) continue
    const total = totalOf(window.costs.filter(({ usage }) => isBudgetOf(budget, usage)))
    const spent = total.money
    const burn =
      spent === null ? null : burnOf(limit, Number.isNaN(spent) ? 0 : spent, periodAt(unit, nowMs, timeZone), nowMs)
    const gaps = hasGaps(window) ? window.hours : null
    const atLeast = total.atLeast || gaps !== null
    lines.push({ budget, period, limit, spent, atLeast, gaps, burn, truth: window.truth })
  }
  const window = windows.get('day')
  if (budget.hourly !== undefined && window !== undefined) {
    const own = [...questions.trend].filter(([usage]) => isBudgetOf(budget, usage))
    const tips = own.flatMap(([, { data }]) => data?.tip?.samples ?? [])
    const spent = tips.length === 0 ? null : tips.reduce((sum, { value }) => sum + value, 0)
    const { atLeast } = totalOf(window.costs.filter(({ usage }) => isBudgetOf(budget, usage)))
    lines.push({
      budget,
      period: 'hourly',
      limit: budget.hourly,
      spent,
      atLeast,
      gaps: null,
      burn: null,
      truth: window.truth,
    })
  }
  return lines
}
