/** A month as it is: what each model and each measured usage has of it. */
export interface MonthBase {
  readonly models: readonly ModelBase[]
  /** Share of hits of the cache before the models; null where there is none, or nobody asks it. */
  readonly hitRate: number | null
  /** Money that is measured and not made of tokens: traffic alone moves it. */
  readonly measured: number
  /** Something beside prices is missing in it, such as a platform without an answer. */
  readonly isPartial: boolean
}

export interface ModelBase {
  readonly model: string
  readonly tokens: number
  /** For 1M tokens, over all kinds; null where no price is known. */
  readonly perMillion: number | null
}

/** What would be changed; what is left out stays. */
export interface Scenario {
  /** 1 is as it is. */
  readonly traffic: number
  /** 0 to below 1; null for as it is. */
  readonly hitRate: number | null
  /** For 1M tokens, by model. */
  readonly prices: ReadonlyMap<string, number>
  /** Share of the tokens, 0 to 1, by model; the others divide what is left as they do now. */
  readonly shares: ReadonlyMap<string, number>
}

export const NO_CHANGE: Scenario = { traffic: 1, hitRate: null, prices: new Map(), shares: new Map() }

/** No cache answers everything: there must be misses that teach it. */
export const MOST_HITS = 0.99

export interface ModelMonth {
  readonly model: string
  readonly tokens: number
  readonly share: number
  readonly perMillion: number | null
  /** Null where no price is known. */
  readonly money: number | null
}

export interface Month {
  readonly models: readonly ModelMonth[]
  readonly money: number
  /** Tokens without a price are in it, or something is missing: it is at least that. */
  readonly atLeast: boolean
  readonly tokens: number
  readonly measured: number
}

/**
 * A month under a scenario. Tokens follow the traffic, and the misses of the cache: a model is asked what the cache did not answer,
 * so tokens times (1 - new hit rate) / (1 - hit rate). A model's share that is set is met; the others keep their proportions.
 */
export function monthUnder({ models, hitRate, measured, isPartial }: MonthBase, scenario: Scenario): Month {
  const misses =
    hitRate === null || scenario.hitRate === null || hitRate >= 1
      ? 1
      : (1 - Math.min(scenario.hitRate, MOST_HITS)) / (1 - hitRate)
  const tokens = models.reduce((sum, one) => sum + one.tokens, 0) * scenario.traffic * misses
  const shares = sharesUnder(models, scenario.shares)
  const months = models.map(({ model, perMillion: before }, i): ModelMonth => {
    const share = shares[i] ?? 0
    const perMillion = scenario.prices.get(model) ?? before
    const own = tokens * share
    return { model, tokens: own, share, perMillion, money: perMillion === null ? null : (own * perMillion) / 1e6 }
  })
  const estimated = months.reduce((sum, { money }) => sum + (money ?? 0), 0)
  return {
    models: months,
    money: estimated + measured * scenario.traffic,
    atLeast: isPartial || months.some(({ money, tokens: own }) => money === null && own > 0),
    tokens,
    measured: measured * scenario.traffic,
  }
}

/**
 * Shares of the models that sum to 1. Where those that are set come to more, or leave nobody to take the rest, they are scaled; where
 * they leave all tokens to nobody they are what they are now: no wish makes the tokens go away.
 */
function sharesUnder(models: readonly ModelBase[], wanted: ReadonlyMap<string, number>): readonly number[] {
  const all = models.reduce((sum, { tokens }) => sum + tokens, 0)
  const set = models.map(({ model }) => wanted.get(model))
  const asked = set.reduce<number>((sum, share) => sum + (share ?? 0), 0)
  const free = models.map(({ tokens }, i) => (set[i] === undefined ? tokens : 0))
  const freeTokens = free.reduce((sum, tokens) => sum + tokens, 0)
  if (asked === 0 && freeTokens === 0) return models.map(({ tokens }) => (all === 0 ? 0 : tokens / all))
  const divisor = asked > 1 || (asked > 0 && freeTokens === 0) ? asked : 1
  const left = Math.max(0, 1 - asked / divisor)
  return models.map((_, i) => {
    const share = set[i]
    if (share !== undefined) return share / divisor
    return freeTokens === 0 ? 0 : (left * (free[i] ?? 0)) / freeTokens
  })
}
