import type * as v from 'valibot'
import type { LabelMatcher } from '~/domain/promql/matchers'
import type { UnixMs } from '~/domain/units-of-measure'
import type { DecodeIssue } from '~/lib/decode'
import type { dollarUsageSchema, priceFrameSchema, priceSchema, tokenUsageSchema } from './schema'

/** What tokens are priced by. Cached ones are prompts that the provider had cached, not hits of the team's own cache. */
export type TokenKind = 'input' | 'output' | 'cached'

/** A price of `prices.json`, for 1M tokens. */
export interface Price extends Omit<v.InferOutput<typeof priceSchema>, 'validFrom'> {
  /** -Infinity for a price that holds since ever. */
  readonly fromMs: UnixMs
}

/** A selector of one metric. */
export type Selector = readonly LabelMatcher[]

/** By what cost can be grouped. */
export const DIMENSIONS = ['model', 'preset', 'backend', 'user'] as const
export type Dimension = (typeof DIMENSIONS)[number]

type TokenText = v.InferOutput<typeof tokenUsageSchema>
type DollarText = v.InferOutput<typeof dollarUsageSchema>

interface Common {
  readonly id: string
  readonly platform: string
  readonly title: string
  readonly by: Readonly<Partial<Record<Dimension, string | undefined>>>
  readonly jobs: Selector | undefined
}

/** Tokens that are multiplied by prices: an estimate. */
export interface TokenUsage extends Common {
  readonly kind: 'tokens'
  readonly tokens: Selector
  readonly modelLabel: string
  readonly kindLabel: TokenText['kindLabel']
  readonly calls: Selector | undefined
  readonly cache: { readonly hits: Selector; readonly misses: Selector } | undefined
}

/** Money that the platform measures itself. */
export interface DollarUsage extends Common {
  readonly kind: 'dollars'
  readonly dollars: Selector
  /** Id of the usage of tokens that estimates the same money. */
  readonly measures: DollarText['measures']
}

export type Usage = TokenUsage | DollarUsage

/** What `prices.json` says. */
export interface PriceBook {
  readonly currency: v.InferOutput<typeof priceFrameSchema>['currency']
  /** In the order of the file. */
  readonly prices: readonly Price[]
  readonly usages: readonly Usage[]
  /** Entries that were left out, and why. */
  readonly issues: readonly DecodeIssue[]
}

/** Unit of the book's money, as panels name it. */
export function moneyUnit({ currency }: Pick<PriceBook, 'currency'>): string {
  return `currency${currency}`
}

/** The label of a usage that a dimension stands for; a usage of tokens always knows its model. */
export function labelOf(usage: Usage, dimension: Dimension): string | undefined {
  const own = usage.by[dimension]
  return own ?? (dimension === 'model' && usage.kind === 'tokens' ? usage.modelLabel : undefined)
}
