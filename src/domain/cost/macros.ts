import type { PricedTokens } from '~/domain/dashboards/model'
import { parseDuration } from '~/domain/time/duration'
import type { Budget } from './budget'
import { growthExpr, measuredExpr, priceLabels } from './cost-query'
import { DIMENSIONS, labelOf, type PriceBook, type Usage } from './price-book'
import { TimedFault, timedEstimate, timedUnpriced } from './timed-expr'

/** A macro in plain PromQL. */
export interface Expanded {
  readonly expr: string
  readonly priced?: PricedTokens
}

/** Why a macro cannot be replaced, in words for the panel. */
export class MacroFault extends Error {}

/** What one macro stands for; throws a MacroFault. */
export type Macro = (args: readonly string[]) => Expanded

const WINDOW = /^(?:\$__(?:range|interval|rate_interval)|\$\{__(?:range|interval|rate_interval)\}|[0-9a-z]+)$/

/** The macros of cost: see docs/cost.md. */
export function costMacros(book: PriceBook, budgets: readonly Budget[]): ReadonlyMap<string, Macro> {
  const usageOf = (id: string | undefined): Usage => {
    const usage = book.usages.find((one) => one.id === id)
    if (usage === undefined) throw new MacroFault(`there is no usage "${id ?? ''}" in prices.json`)
    return usage
  }
  return new Map<string, Macro>([
    ['cost', ([id, window]) => costOf(book, usageOf(id), [], window)],
    [
      'cost_by',
      ([id, by, window]) => {
        const usage = usageOf(id)
        return costOf(book, usage, [groupLabel(usage, by)], window)
      },
    ],
    ['cache_savings', ([id, window]) => savingsOf(book, usageOf(id), window)],
    ['budget', ([id, period]) => ({ expr: budgetOf(budgets, id, period) })],
  ])
}

function groupLabel(usage: Usage, by: string | undefined): string {
  const dimension = DIMENSIONS.find((one) => one === by)
  const label = dimension === undefined ? Object.values(usage.by).find((one) => one === by) : labelOf(usage, dimension)
  if (label === undefined) throw new MacroFault(`the usage "${usage.id}" of prices.json has no label for "${by ?? ''}"`)
  return label
}

function readWindow(text: string | undefined): { readonly window: string; readonly windowMs: number | null } {
  const window = text ?? ''
  if (!WINDOW.test(window)) throw new MacroFault(`"${window}" is no window: write a length such as 24h, or $__range`)
  if (window.startsWith('$')) return { window, windowMs: null }
  const length = parseDuration(window)
  if (!length.ok || length.value <= 0) throw new MacroFault(`"${window}" is no window: write a length such as 24h`)
  return { window, windowMs: length.value }
}

function costOf(book: PriceBook, usage: Usage, labels: readonly string[], text: string | undefined): Expanded {
  const { window, windowMs } = readWindow(text)
  if (usage.kind === 'dollars') return { expr: measuredExpr(usage, labels, window) }
  try {
    const expr = timedEstimate(usage, book.prices, labels, window, windowMs)
    if (expr === null) throw new MacroFault(`no price of prices.json applies to the usage "${usage.id}"`)
    const all = growthExpr(usage.tokens, [], window)
    const unpriced = timedUnpriced(usage, book.prices, window, windowMs, priceLabels(usage))
    // Tokens that have no price at all cost "at least $0", and are not "no data".
    const least = labels.length === 0 ? `(${expr} or 0 * ${all})` : expr
    return { expr: least, priced: { usage: usage.title, unpriced, all } }
  } catch (error) {
    if (error instanceof TimedFault) throw new MacroFault(error.message)
    throw error
  }
}

/** Money not spent thanks to hits of the team's own cache, by the team's rule: cost times hit rate. */
function savingsOf(book: PriceBook, usage: Usage, text: string | undefined): Expanded {
  if (usage.kind !== 'tokens' || usage.cache === undefined) {
    throw new MacroFault(`the usage "${usage.id}" of prices.json has no cache`)
  }
  const { expr, ...others } = costOf(book, usage, [], text)
  const { window } = readWindow(text)
  return { expr: `${expr} * ${hitRateExpr(usage.cache, window)}`, ...others }
}

/** Share of hits of a cache in a window, 0 to 1; NaN while nobody asks it. */
export function hitRateExpr(cache: NonNullable<Extract<Usage, { kind: 'tokens' }>['cache']>, window: string): string {
  const hits = growthExpr(cache.hits, [], window)
  return `(${hits} / (${hits} + ${growthExpr(cache.misses, [], window)}))`
}

const PERIODS = ['hourly', 'daily', 'monthly'] as const

function budgetOf(budgets: readonly Budget[], id: string | undefined, period: string | undefined): string {
  const budget = budgets.find((one) => one.id === id)
  if (budget === undefined) throw new MacroFault(`there is no budget "${id ?? ''}" in config.json`)
  const known = PERIODS.find((one) => one === period)
  const amount = known && budget[known]
  if (amount === undefined)
    throw new MacroFault(`the budget "${budget.id}" of config.json has no amount "${period ?? ''}"`)
  return String(amount)
}

const CALL = /\$__([a-z_]+)\(([^()]*)\)/g

/** A text of a dashboard with its macros replaced; what of it is made of prices. Throws a MacroFault, also for an unknown name. */
export function expandMacros(
  text: string,
  macros: ReadonlyMap<string, Macro>,
): { readonly expr: string; readonly priced: readonly PricedTokens[] } {
  const priced = new Map<string, PricedTokens>()
  const expr = text.replace(CALL, (whole: string, name: string, args: string) => {
    const macro = macros.get(name)
    if (macro === undefined) throw new MacroFault(`there is no macro ${whole}`)
    const expanded = macro(args.split(',').map((arg) => arg.trim()))
    if (expanded.priced !== undefined) priced.set(expanded.priced.unpriced, expanded.priced)
    return `(${expanded.expr})`
  })
  return { expr, priced: [...priced.values()] }
}
