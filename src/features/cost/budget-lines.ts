import type { FigureOutcome } from '~/data/cost/use-usage-figures'
import { truthOf } from '~/data/questions/truth-of'
import { type Budget, type BudgetBurn, burnOf, isBudgetOf } from '~/domain/cost/budget'
import { countedUsages, totalOf } from '~/domain/cost/parts'
import type { Usage } from '~/domain/cost/price-book'
import { moneyStep } from '~/domain/cost/round-parts'
import { periodAt, type WindowId } from '~/domain/cost/windows'
import type { Truth } from '~/domain/truth/truth'
import { weakestTruth } from '~/domain/truth/weakest'
import type { UnixMs } from '~/domain/units-of-measure'
import type { CostInputs } from './cost-inputs'
import { type KnownHours, knownHours } from './known-hours'
import { sumOf } from './shown-money'
import { timeOf, truthOfFigures, type WindowCost } from './window-cost'

/** One amount of a budget, and how it stands. */
export interface BudgetLine {
  readonly budget: Budget
  readonly period: 'daily' | 'monthly' | 'hourly'
  readonly limit: number
  /** Null: not known. NaN: no traffic. */
  readonly spent: number | null
  /** The same as it is shown, to the cent of the table beside it. */
  readonly shown: number | null
  readonly decimals: number | undefined
  /** Something is missing in it, or may be. */
  readonly atLeast: boolean
  /** Of the hours of its time that have ended, how many have data; null where all have, or nobody knows. */
  readonly gaps: KnownHours | null
  /** Null of an hourly line, and while nothing can be said. At the time of its figures, not at that of the page. */
  readonly burn: BudgetBurn | null
  /** What the weakest of its own answers is worth. */
  readonly truth: Truth
  /** The server time that it is of; null while nothing is known. */
  readonly atMs: UnixMs | null
}

type Scraped = ReadonlyMap<Usage, UnixMs | null>

const PERIODS = [
  ['daily', 'today', 'd'],
  ['monthly', 'month', 'M'],
] as const

export function budgetLines(
  budget: Budget,
  inputs: CostInputs,
  windows: ReadonlyMap<WindowId, WindowCost>,
  scrapedMs: Scraped,
): BudgetLine[] {
  const lines = PERIODS.flatMap(([period, windowId, unit]) => {
    const [limit, window] = [budget[period], windows.get(windowId)]
    if (limit === undefined || window === undefined) return []
    return [periodLine(budget, { period, limit, unit, window }, inputs, scrapedMs)]
  })
  const hourly = budget.hourly === undefined ? [] : [hourlyLine(budget, budget.hourly, inputs, windows, scrapedMs)]
  return [...lines, ...hourly]
}

interface Amount {
  readonly period: 'daily' | 'monthly'
  readonly limit: number
  readonly unit: 'd' | 'M'
  readonly window: WindowCost
}

function periodLine(
  budget: Budget,
  { period, limit, unit, window }: Amount,
  inputs: CostInputs,
  scrapedMs: Scraped,
): BudgetLine {
  const isOwn = ({ usage }: { readonly usage: Usage }) => isBudgetOf(budget, usage)
  const total = totalOf(window.costs.filter(isOwn))
  const counted = new Set(total.counted.map(({ usage }) => usage))
  const outcomes = window.outcomes.filter(({ usage }) => counted.has(usage))
  const figures = outcomes.flatMap(({ data }: FigureOutcome) => (data ? [data] : []))
  const atMs = timeOf(figures)
  const [segment] = figures.map((figure) => figure.window)
  const present = total.counted.filter(({ money }) => money !== null).map(({ usage }) => usage)
  const hours = segment === undefined ? { known: 0, all: 0 } : knownHours(inputs.questions.trend, present, segment)
  const gaps = hours !== null && hours.known < hours.all ? hours : null
  const spent = total.money
  return {
    ...{ budget, period, limit, spent, gaps, atMs },
    shown: shownOf(total.counted, spent, window),
    decimals: window.shown.decimals,
    atLeast: total.atLeast || hours === null || gaps !== null,
    // Its figures are of a day or a month that may have ended since.
    burn:
      spent === null || atMs === null
        ? null
        : burnOf(limit, Number.isNaN(spent) ? 0 : spent, periodAt(unit, atMs, inputs.timeZone), atMs),
    truth: truthOfFigures(outcomes, inputs, scrapedMs),
  }
}

/** The cents that the table has for its usages; what counts here and not there is rounded by itself. */
function shownOf(counted: WindowCost['costs'], spent: number | null, { shown }: WindowCost): number | null {
  if (spent === null || Number.isNaN(spent)) return spent
  const { step } = moneyStep(shown.decimals === 4 ? 0 : 1)
  const paid = counted.filter(({ money }) => money !== null && !Number.isNaN(money))
  return sumOf(
    paid.map(({ usage, money }) => shown.usages.get(usage.id) ?? money ?? 0),
    step,
  )
}

/** The last 60 minutes, by the newest point of the trend. */
function hourlyLine(
  budget: Budget,
  limit: number,
  { questions, scope, nowMs, book }: CostInputs,
  windows: ReadonlyMap<WindowId, WindowCost>,
  scrapedMs: Scraped,
): BudgetLine {
  const own = countedUsages(book.usages.filter((usage) => isBudgetOf(budget, usage)))
  const asked = own.flatMap((usage) => {
    const one = questions.trend.get(usage)
    return one === undefined ? [] : [{ usage, ...one }]
  })
  const amounts = asked.flatMap(({ data }) => {
    const samples = data?.tip?.samples ?? []
    const amount = samples.reduce((sum, { value }) => sum + value, 0)
    return samples.length > 0 && Number.isFinite(amount) ? [amount] : []
  })
  const spent = amounts.length === 0 ? null : amounts.reduce((sum, one) => sum + one, 0)
  const day = totalOf((windows.get('day')?.costs ?? []).filter(({ usage }) => own.includes(usage)))
  const times = asked.flatMap(({ data }) => data?.evaluatedMs ?? [])
  return {
    ...{ budget, period: 'hourly', limit, spent, shown: spent, decimals: undefined },
    atLeast: amounts.length < own.length || day.unpriced.length > 0,
    ...{ gaps: null, burn: null },
    truth: weakestTruth(
      asked.map(({ usage, data, error }) => {
        return truthOf([{ legend: '', data, error }], { ...scope, scrapedMs: scrapedMs.get(usage) ?? null }, nowMs)
      }),
    ),
    atMs: times.length === 0 ? null : Math.min(...times),
  }
}
