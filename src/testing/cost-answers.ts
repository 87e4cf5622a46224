import { decodePrices } from '~/domain/cost/decode-prices'
import { costOfUsage, type UsageCost, type Valued } from '~/domain/cost/parts'
import { planUsage } from '~/domain/cost/plan-usage'
import type { Dimension, PriceBook } from '~/domain/cost/price-book'
import { evaluateInstant } from '~/domain/promql/eval/evaluate'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { createTsdb, type Tsdb } from '~/domain/tsdb/tsdb'
import type { UnixMs } from '~/domain/units-of-measure'

/** A counter as a store is filled with it: its labels, and its value at each scrape; null for a scrape that was missed. */
export interface Counter {
  readonly labels: Readonly<Record<string, string>>
  readonly at: (timeMs: UnixMs) => number | null
}

/** A store that scraped counters at each multiple of an interval, both ends included. */
export function storeOfCounters(
  counters: readonly Counter[],
  { fromMs, toMs, everyMs }: { readonly fromMs: UnixMs; readonly toMs: UnixMs; readonly everyMs: number },
): Tsdb {
  const tsdb = createTsdb()
  for (const { labels, at } of counters) {
    const ref = tsdb.series(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
    for (let timeMs = fromMs; timeMs <= toMs; timeMs += everyMs) {
      const value = at(timeMs)
      if (value !== null) tsdb.append(ref, timeMs, value)
    }
  }
  return tsdb
}

/** The newest values of an expression, as a Prometheus answers. */
export function askStore(tsdb: Tsdb, expr: string, timeMs: UnixMs): readonly Valued[] {
  const reader = tsdb.openReader()
  try {
    const answer = evaluateInstant(parsePromql(expr), reader, { timeMs })
    if (answer.type !== 'vector') throw new Error(`${expr} is no vector`)
    return answer.samples.map(({ labels, value }) => ({ labels, value }))
  } finally {
    reader.close()
  }
}

/** Cost of a usage in a window as the page works it out, each question answered by a store. */
export function costIn(
  tsdb: Tsdb,
  book: PriceBook,
  id: string,
  window: { readonly fromMs: UnixMs; readonly toMs: UnixMs },
  dimension: Dimension | null = null,
): UsageCost {
  const usage = book.usages.find((one) => one.id === id)
  if (usage === undefined) throw new Error(`there is no usage ${id}`)
  const ask = (expr: string | null, timeMs: UnixMs) => (expr === null ? [] : askStore(tsdb, expr, timeMs))
  const answers = planUsage(usage, book.prices, window, dimension).map(({ segment, atMs, money, tokens, jobs }) => ({
    usage,
    atMs,
    money: ask(money, segment.toMs),
    tokens: ask(tokens, segment.toMs),
    jobs: jobs === null ? undefined : (ask(jobs, segment.toMs)[0]?.value ?? null),
  }))
  return costOfUsage(usage, answers, book.prices, dimension)
}

/** A book with one usage of tokens, `shorts`, and these prices. */
export function bookOf(prices: readonly object[], usage: object = {}): PriceBook {
  return decodePrices({
    schema: 1,
    currency: 'USD',
    prices: prices.map((price) => ({ source: 'a test', ...price })),
    usages: [
      {
        id: 'shorts',
        platform: 'shorts',
        title: 'Language models',
        tokens: 'tokens_used_sum{platform="shorts"}',
        modelLabel: 'model',
        ...usage,
      },
    ],
  })
}
