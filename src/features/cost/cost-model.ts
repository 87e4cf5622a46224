import type { Asked } from '~/data/cost/use-cost-questions'
import { truthOf } from '~/data/questions/truth-of'
import { countedUsages } from '~/domain/cost/parts'
import { type Dimension, labelOf, type PriceBook, type Usage } from '~/domain/cost/price-book'
import { dailyTrend, hourlyTrend, type TrendBucket } from '~/domain/cost/trend'
import { periodAt, type WindowId } from '~/domain/cost/windows'
import { type Forecast, forecastTo, type TooLittle } from '~/domain/forecast/forecast'
import { MINUTE_MS } from '~/domain/time/duration'
import type { Truth } from '~/domain/truth/truth'
import { weakestTruth } from '~/domain/truth/weakest'
import type { UnixMs } from '~/domain/units-of-measure'
import { type BudgetLine, budgetLines } from './budget-lines'
import { type CostInputs, dimensionOf } from './cost-inputs'
import { type WindowCost, windowCost } from './window-cost'

export interface CostModel {
  readonly book: PriceBook
  readonly nowMs: UnixMs
  readonly windows: ReadonlyMap<WindowId, WindowCost>
  readonly hours: readonly TrendBucket[]
  readonly days: readonly TrendBucket[]
  /** What the weakest of the hourly answers is worth. */
  readonly trendTruth: Truth
  readonly forecast: Forecast | TooLittle | null
  /** A forecast is made of the month so far and of the hours. */
  readonly forecastTruth: Truth
  /** End of the month that the figures are of. */
  readonly monthEndMs: UnixMs
  readonly budgets: readonly BudgetLine[]
  /** What is saved is made of two answers: what the weaker of them is worth. */
  readonly savingsTruth: ReadonlyMap<Usage, Truth>
  /** Usages whose newest sample is not from now, with its age; null where none was found. */
  readonly silent: readonly { readonly usage: Usage; readonly ageMs: number | null }[]
}

/** An instant vector repeats a sample for so long: a usage of which even that finds nothing is at least so old. */
const LOOKBACK_MS = 5 * MINUTE_MS

/** All that the page says, from what was answered. */
export function costModel(inputs: CostInputs): CostModel {
  const { book, nowMs, timeZone, questions, scope } = inputs
  const dimension = dimensionOf(inputs.grouping)
  const { silent, scrapedMs } = newestOf(inputs)
  const counted = countedUsages(book.usages)
  const trends = counted.flatMap((usage) => {
    const asked = questions.trend.get(usage)
    return asked === undefined ? [] : [{ usage, ...asked }]
  })
  // An hour that has just ended is not missing before it was asked for.
  const askedMs = trends.flatMap(({ data }) => data?.evaluatedMs ?? [])
  const hours = hourlyTrend(
    trends.flatMap(({ usage, data }) =>
      data?.matrix ? [{ matrix: data.matrix, groupOf: groupIdOf(usage, dimension) }] : [],
    ),
    Math.min(nowMs, ...askedMs),
  )
  const ids = [...new Set(inputs.outcomes.map(({ windowId }) => windowId))]
  const windows = new Map(ids.map((id) => [id, windowCost(id, inputs, scrapedMs)] as const))
  const truthOfAsked = (usage: Usage, { data, error }: Asked) =>
    truthOf([{ legend: '', data, error }], { ...scope, scrapedMs: scrapedMs.get(usage) ?? null }, nowMs)
  const trendTruth = weakestTruth(trends.map(({ usage, ...asked }) => truthOfAsked(usage, asked)))
  const month = windows.get('month')
  // What was spent so far is of its own time: the month is asked seldom, and an old answer may be of the month before.
  const soFarMs = month?.atMs ?? nowMs
  const monthEndMs = periodAt('M', soFarMs, timeZone).toMs
  const soFar = month?.total.money ?? null
  const known = hours.filter(({ toMs }) => toMs <= soFarMs)
  // Without the hours of one usage the others would pass for all of the rest.
  const isTold = trends.every(({ data }) => data?.matrix != null)
  return {
    book,
    nowMs,
    windows,
    hours,
    days: dailyTrend(hours, timeZone),
    trendTruth,
    forecast: soFar === null || known.length === 0 || !isTold ? null : forecastOf(known, soFarMs, monthEndMs, soFar),
    forecastTruth: weakestTruth([...(month === undefined ? [] : [month.truth]), trendTruth]),
    monthEndMs,
    budgets: inputs.budgets.flatMap((budget) => budgetLines(budget, inputs, windows, scrapedMs)),
    savingsTruth: new Map(
      [...questions.savings].map(([usage, { money, hitRate }]) => {
        return [usage, weakestTruth([truthOfAsked(usage, money), truthOfAsked(usage, hitRate)])]
      }),
    ),
    silent,
  }
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

/** The newest sample of each usage, null where it is not known; and those usages that have stopped. */
function newestOf({ book, outcomes, questions, scope, nowMs }: CostInputs) {
  const wasThere = (usage: Usage) =>
    outcomes.some(
      (one) => one.usage === usage && one.data?.answers.some(({ money, tokens }) => money.length + tokens.length > 0),
    )
  const silent: { usage: Usage; ageMs: number | null }[] = []
  const scrapedMs = new Map<Usage, UnixMs | null>()
  for (const usage of book.usages) {
    const data = questions.newest.get(usage)?.data
    if (data?.tip == null) continue
    const seconds = data.tip.samples[0]?.value
    const sampleMs = seconds === undefined || !Number.isFinite(seconds) ? null : seconds * 1000
    // What never was there has not stopped: its figures are missing, and that is said.
    if (sampleMs === null && !wasThere(usage)) continue
    scrapedMs.set(usage, Math.min(nowMs, sampleMs ?? data.evaluatedMs - LOOKBACK_MS))
    // What the evaluation found then: how old the evaluation is itself is told of every figure anyway.
    const ageMs = sampleMs === null ? null : data.evaluatedMs - sampleMs
    if (ageMs === null || ageMs > Math.max(MINUTE_MS, 4 * scope.scrapeIntervalMs)) silent.push({ usage, ageMs })
  }
  return { silent, scrapedMs }
}
