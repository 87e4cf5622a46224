import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import { perMillionOf, whyUnpriced } from './cost-query'
import { activePrices, priceKeysOf, priceOf } from './match-price'
import { type Dimension, labelOf, type Price, type Usage } from './price-book'

/** One answer of Prometheus: a value by labels. */
export interface Valued {
  readonly labels: Labels
  readonly value: number
}

/** What was answered of one usage over one stretch of time without a change of price. */
export interface UsageAnswer {
  readonly usage: Usage
  /** A time in the stretch, which decides the prices. */
  readonly atMs: UnixMs
  /** Money by labels. */
  readonly money: readonly Valued[]
  /** Tokens by model and kind, of a usage of tokens. */
  readonly tokens: readonly Valued[]
  /** What the cost is spread over, where it is told. */
  readonly jobs?: number | null | undefined
}

/** Tokens that no price is for. */
export interface Unpriced {
  readonly usageId: string
  readonly model: string
  readonly kind: string
  readonly tokens: number
  readonly why: string
}

/** Money of one usage. */
export interface UsageCost {
  readonly usage: Usage
  /** Null: no answer, no series or no numbers, so nothing is known. NaN: no traffic. */
  readonly money: number | null
  /** By the value of the label that it was asked by; in the order of the answers. */
  readonly parts: ReadonlyMap<string, number>
  readonly tokens: number
  readonly unpriced: readonly Unpriced[]
  /** Priced tokens of all, 0 to 1; null where there are none or money is measured. */
  readonly coverage: number | null
  readonly jobs: number | null
}

/** Joins the stretches of a window into the cost of one usage, its parts by a dimension. The whole is the sum of the parts. */
export function costOfUsage(
  usage: Usage,
  answers: readonly UsageAnswer[],
  prices: readonly Price[],
  dimension: Dimension | null,
): UsageCost {
  const label = dimension === null ? undefined : labelOf(usage, dimension)
  const parts = new Map<string, number>()
  for (const { labels, value } of answers.flatMap(({ money }) => money)) {
    const name = label === undefined ? '' : (labels.get(label) ?? '')
    parts.set(name, (parts.get(name) ?? 0) + value)
  }
  const { tokens, unpriced } = tokensOf(usage, answers, prices)
  const missing = unpriced.reduce((sum, one) => sum + one.tokens, 0)
  const counts = answers.flatMap(({ jobs }) => (jobs === undefined || jobs === null ? [] : [jobs]))
  const jobs = counts.length === 0 ? null : counts.reduce((sum, one) => sum + one, 0)
  const whole = sumOf(parts.values())
  const isSilent = answers.every((answer) => answer.money.length === 0 && answer.tokens.length === 0)
  const isIdle = usage.kind === 'tokens' ? tokens === 0 : whole === 0 && (jobs ?? 0) === 0
  // A counter that holds no number says nothing: NaN here is no traffic, which nobody knows then.
  const isBroken = !Number.isFinite(whole) || !Number.isFinite(tokens)
  return {
    usage,
    money: isSilent || isBroken ? null : isIdle ? Number.NaN : whole,
    parts,
    tokens,
    unpriced,
    coverage: usage.kind === 'tokens' && tokens > 0 ? (tokens - missing) / tokens : null,
    jobs,
  }
}

/** The cost of a usage of which nothing was answered. */
export function unknownCost(usage: Usage): UsageCost {
  return { usage, money: null, parts: new Map(), tokens: 0, unpriced: [], coverage: null, jobs: null }
}

function sumOf(values: Iterable<number>): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}

function tokensOf(usage: Usage, answers: readonly UsageAnswer[], prices: readonly Price[]) {
  if (usage.kind === 'dollars') return { tokens: 0, unpriced: [] }
  const keys = priceKeysOf(prices)
  const unpriced = new Map<string, Unpriced>()
  let tokens = 0
  for (const { atMs, tokens: all } of answers) {
    const active = activePrices(keys, atMs)
    for (const { labels, value } of all) {
      tokens += value
      if (!Number.isFinite(value)) continue
      const model = labels.get(usage.modelLabel) ?? ''
      const kind = usage.kindLabel === undefined ? '' : (labels.get(usage.kindLabel.label) ?? '')
      const price = priceOf(active, model)
      if (value === 0 || perMillionOf(usage, price, kind) !== undefined) continue
      const key = JSON.stringify([model, kind])
      const before = unpriced.get(key)?.tokens ?? 0
      unpriced.set(key, { usageId: usage.id, model, kind, tokens: before + value, why: whyUnpriced(usage, price) })
    }
  }
  return { tokens, unpriced: [...unpriced.values()] }
}

/** Money of several usages. */
export interface CostTotal {
  /** Null: nothing is known. NaN: no traffic, of any. */
  readonly money: number | null
  /** Some tokens have no price, or some usage is not known: it is at least that much. */
  readonly atLeast: boolean
  readonly estimated: number
  readonly measured: number
  readonly coverage: number | null
  readonly unpriced: readonly Unpriced[]
  /** Usages whose cost counts: what a measured usage measures is an estimate of the same money and does not. */
  readonly counted: readonly UsageCost[]
  /** Usages of which nothing is known. */
  readonly missing: readonly Usage[]
}

/** Those usages whose money counts: an estimate of what is measured as well would count twice. */
export function countedUsages(usages: readonly Usage[]): readonly Usage[] {
  const doubles = new Set(usages.flatMap((usage) => (usage.kind === 'dollars' ? [usage.measures] : [])))
  return usages.filter((usage) => !doubles.has(usage.id))
}

export function totalOf(costs: readonly UsageCost[]): CostTotal {
  const counting = new Set(countedUsages(costs.map(({ usage }) => usage)))
  const counted = costs.filter(({ usage }) => counting.has(usage))
  const known = counted.filter(({ money }) => money !== null)
  const busy = known.filter(({ money }) => !Number.isNaN(money))
  const moneyOf = (kind: Usage['kind']) =>
    busy.reduce((sum, { usage, money }) => sum + (usage.kind === kind ? (money ?? 0) : 0), 0)
  const [estimated, measured] = [moneyOf('tokens'), moneyOf('dollars')]
  const unpriced = counted.flatMap((one) => one.unpriced)
  const tokens = counted.reduce((sum, one) => sum + one.tokens, 0)
  const unknown = unpriced.reduce((sum, one) => sum + one.tokens, 0)
  const missing = counted.filter(({ money }) => money === null).map(({ usage }) => usage)
  return {
    money: busy.length > 0 ? estimated + measured : known.length === 0 || missing.length > 0 ? null : Number.NaN,
    atLeast: unpriced.length > 0 || missing.length > 0,
    estimated,
    measured,
    coverage: tokens > 0 ? (tokens - unknown) / tokens : null,
    unpriced,
    counted,
    missing,
  }
}

/** Estimate beside measurement of the same money. */
export interface Reconciled {
  readonly measured: UsageCost
  readonly estimated: UsageCost
  /** Measured less estimated. */
  readonly difference: number
  /** The difference as a share of what is measured; null where that is nothing. */
  readonly share: number | null
}

/** Each measured usage beside the estimate of the same money, where both are known. */
export function reconcile(costs: readonly UsageCost[]): readonly Reconciled[] {
  return costs.flatMap((measured) => {
    const { usage, money } = measured
    const estimated = costs.find((one) => usage.kind === 'dollars' && one.usage.id === usage.measures)
    if (estimated?.money == null || money === null || Number.isNaN(money) || Number.isNaN(estimated.money)) return []
    const difference = money - estimated.money
    return [{ measured, estimated, difference, share: money === 0 ? null : difference / money }]
  })
}
