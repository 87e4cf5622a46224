import { compilePattern } from '~/domain/promql/compile-pattern'
import type { UnixMs } from '~/domain/units-of-measure'
import type { Price } from './price-book'

/** The prices of one name or one pattern over time. */
export interface PriceKey {
  /** Exact name; undefined for a pattern. */
  readonly model: string | undefined
  readonly match: string | undefined
  /** Ascending by when they begin to hold. */
  readonly prices: readonly Price[]
}

/** What names a model and holds at a time. */
export interface ActivePrice {
  readonly model: string | undefined
  readonly match: string | undefined
  readonly price: Price
}

/** Prices by what they match, in the order in which that is looked at: exact names, then patterns in the file's order. */
export function priceKeysOf(prices: readonly Price[]): readonly PriceKey[] {
  const groups = new Map<string, Price[]>()
  for (const price of prices) {
    const key = JSON.stringify([price.model, price.match])
    const group = groups.get(key) ?? []
    // A second price from the same time is not used: see `decodePrices`.
    if (!group.some(({ fromMs }) => fromMs === price.fromMs)) group.push(price)
    groups.set(key, group)
  }
  const keys = [...groups.values()].map((group) => ({
    model: group[0]?.model,
    match: group[0]?.match,
    prices: [...group].sort((a, b) => (a.fromMs === b.fromMs ? 0 : a.fromMs - b.fromMs)),
  }))
  return [...keys.filter(({ model }) => model !== undefined), ...keys.filter(({ model }) => model === undefined)]
}

/** The prices that hold at a time, in the order in which they are looked at. */
export function activePrices(keys: readonly PriceKey[], atMs: UnixMs): readonly ActivePrice[] {
  return keys.flatMap(({ model, match, prices }) => {
    const price = prices.findLast(({ fromMs }) => fromMs <= atMs)
    return price === undefined ? [] : [{ model, match, price }]
  })
}

/** The price of a model: that of its exact name, else of the first pattern that matches all of it. */
export function priceOf(active: readonly ActivePrice[], model: string): ActivePrice | undefined {
  return (
    active.find((one) => one.model === model) ??
    active.find(({ match }) => match !== undefined && compilePattern(match)(model))
  )
}

/** Times at which any price begins to hold, ascending, between two others (both exclusive). */
export function priceChanges(keys: readonly PriceKey[], fromMs: UnixMs, toMs: UnixMs): readonly UnixMs[] {
  const times = keys.flatMap(({ prices }) => prices.map((price) => price.fromMs))
  return [...new Set(times)].filter((ms) => ms > fromMs && ms < toMs).sort((a, b) => a - b)
}

/** A stretch of time in which no price changes. */
export interface Segment {
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
}

/** Cuts a window at each price change. */
export function segmentsOf(keys: readonly PriceKey[], fromMs: UnixMs, toMs: UnixMs): readonly Segment[] {
  const cuts = [fromMs, ...priceChanges(keys, fromMs, toMs), toMs]
  return cuts.slice(1).map((end, i) => ({ fromMs: cuts[i] ?? fromMs, toMs: end }))
}
