/** What the team's own cache saves. */
export interface Savings {
  /** 0 to 1. */
  readonly hitRate: number
  readonly savedTokens: number
  readonly aDay: number
  /** Of 365 such days. */
  readonly aYear: number
}

/**
 * What a cache saved in a day by the rule of the platform: saved tokens are tokens times hit rate, at the price of the tokens
 * that were spent. Null while nobody asks the cache.
 */
export function savingsOf(day: {
  readonly money: number
  readonly tokens: number
  readonly hits: number
  readonly misses: number
}): Savings | null {
  const prompts = day.hits + day.misses
  if (!(prompts > 0) || !Number.isFinite(day.money)) return null
  const hitRate = day.hits / prompts
  const aDay = day.money * hitRate
  return { hitRate, savedTokens: day.tokens * hitRate, aDay, aYear: 365 * aDay }
}
