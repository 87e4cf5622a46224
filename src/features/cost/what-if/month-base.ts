import { perMillionOf } from '~/domain/cost/cost-query'
import { activePrices, priceKeysOf, priceOf } from '~/domain/cost/match-price'
import { countedUsages } from '~/domain/cost/parts'
import type { MonthBase } from '~/domain/cost/what-if'
import type { Cost } from '../use-cost'
import { hasGaps } from '../window-cost'

/**
 * A month of days such as the last 24 hours: tokens by model, at what each costs now over its kinds, and what is measured. Null while
 * that is not known.
 */
export function monthBase({ model: { windows, book, nowMs }, questions }: Cost, days: number): MonthBase | null {
  const day = windows.get('day')
  if (day === undefined || day.total.money === null || day.truth.kind === 'loading') return null
  // A day without traffic says nothing of a month, and is not one of $0.
  if (Number.isNaN(day.total.money)) return null
  const counted = new Set(countedUsages(book.usages))
  const active = activePrices(priceKeysOf(book.prices), nowMs)
  const models = new Map<string, { tokens: number; money: number; isPriced: boolean }>()
  const known = new Set(day.total.counted.filter(({ money }) => money !== null).map(({ usage }) => usage))
  for (const { usage, answers } of day.figures) {
    if (usage.kind === 'dollars' || !counted.has(usage) || !known.has(usage)) continue
    for (const { labels, value } of answers.flatMap(({ tokens }) => tokens)) {
      const name = labels.get(usage.modelLabel) ?? ''
      const kind = usage.kindLabel === undefined ? '' : (labels.get(usage.kindLabel.label) ?? '')
      const perMillion = perMillionOf(usage, priceOf(active, name), kind)
      const before = models.get(name) ?? { tokens: 0, money: 0, isPriced: true }
      models.set(name, {
        tokens: before.tokens + value,
        money: before.money + (value * (perMillion ?? 0)) / 1e6,
        isPriced: before.isPriced && perMillion !== undefined,
      })
    }
  }
  const [cache] = [...questions.savings.values()]
  const hitRate = cache?.hitRate.data?.tip?.samples[0]?.value ?? null
  return {
    models: [...models]
      .map(([model, { tokens, money, isPriced }]) => ({
        model,
        tokens: tokens * days,
        perMillion: isPriced && tokens > 0 ? (money / tokens) * 1e6 : null,
      }))
      .filter(({ tokens }) => tokens > 0)
      .sort((a, b) => b.tokens - a.tokens),
    hitRate: hitRate === null || Number.isNaN(hitRate) ? null : hitRate,
    measured: day.total.measured * days,
    isPartial: day.total.missing.length > 0 || day.hours === null || hasGaps(day),
  }
}
