import * as v from 'valibot'
import { parseSelector } from '~/domain/promql/parse/parse-selector'
import { type DecodeIssue, decode, decodeEntry } from '~/lib/decode'
import type { Price, PriceBook, Selector, Usage } from './price-book'
import { dollarUsageSchema, priceFrameSchema, priceSchema, tokenUsageSchema } from './schema'

/**
 * Decodes `prices.json`. A fault of the file as such throws a DecodeError; a faulty price or usage is left out and told in
 * `issues` with its path, and the others live.
 */
export function decodePrices(input: unknown): PriceBook {
  const { currency, ...lists } = decode(priceFrameSchema, input)
  const issues: DecodeIssue[] = []
  const prices = lists.prices.flatMap((entry, i) => decodeEntry(`/prices/${i}`, () => decodePrice(entry), issues))
  const usages = lists.usages.flatMap((entry, i) => decodeEntry(`/usages/${i}`, () => decodeUsage(entry), issues))
  tellDoubles(lists.prices, issues)
  return { currency, prices, usages: withKnownIds(usages, issues), issues }
}

function decodePrice(input: unknown): Price {
  const { validFrom, ...price } = decode(priceSchema, input)
  return { ...price, fromMs: validFrom === undefined ? Number.NEGATIVE_INFINITY : Date.parse(validFrom) }
}

function decodeUsage(input: unknown): Usage {
  const isMeasured = typeof input === 'object' && input !== null && Object.hasOwn(input, 'dollars')
  if (isMeasured) {
    const { dollars, jobs, measures, ...usage } = decode(dollarUsageSchema, input)
    return { ...usage, kind: 'dollars', dollars: parseSelector(dollars), jobs: selectorOf(jobs), measures }
  }
  const { tokens, jobs, calls, cache, kindLabel, ...usage } = decode(tokenUsageSchema, input)
  return {
    ...usage,
    kind: 'tokens',
    kindLabel,
    tokens: parseSelector(tokens),
    jobs: selectorOf(jobs),
    calls: selectorOf(calls),
    cache: cache && { hits: parseSelector(cache.hits), misses: parseSelector(cache.misses) },
  }
}

function selectorOf(text: string | undefined): Selector | undefined {
  return text === undefined ? undefined : parseSelector(text)
}

/** Two prices of one name from the same moment: the first counts, and somebody should know. */
function tellDoubles(entries: readonly unknown[], issues: DecodeIssue[]): void {
  const seen = new Set<string>()
  for (const [i, entry] of entries.entries()) {
    const result = v.safeParse(priceSchema, entry)
    if (!result.success) continue
    const { model, match, validFrom = '' } = result.output
    const key = JSON.stringify([model, match, validFrom === '' ? '' : Date.parse(validFrom)])
    if (seen.has(key)) {
      issues.push({ path: `/prices/${i}`, message: 'is a second price of the same model from the same time: not used' })
    }
    seen.add(key)
  }
}

/** Usages whose ids are their own, and that measure what is there. */
function withKnownIds(usages: readonly Usage[], issues: DecodeIssue[]): Usage[] {
  const kept = new Map<string, Usage>()
  for (const usage of usages) {
    if (kept.has(usage.id))
      issues.push({ path: '/usages', message: `"${usage.id}" is the id of two usages: the first is used` })
    else kept.set(usage.id, usage)
  }
  return [...kept.values()].map((usage) => {
    if (usage.kind === 'tokens' || usage.measures === undefined) return usage
    if (kept.get(usage.measures)?.kind === 'tokens') return usage
    issues.push({ path: '/usages', message: `"${usage.id}" measures "${usage.measures}", which is no usage of tokens` })
    return { ...usage, measures: undefined }
  })
}
