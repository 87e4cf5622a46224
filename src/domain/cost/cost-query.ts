import { escapePattern } from '~/domain/promql/escape-pattern'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { quoteText } from '~/domain/promql/parse/go-quote'
import type { ActivePrice } from './match-price'
import type { DollarUsage, Price, Selector, TokenKind, TokenUsage } from './price-book'

const KINDS: readonly TokenKind[] = ['input', 'output', 'cached']

/** Tokens of one price: which series they are in, and what 1M of them cost. */
interface PricedTokens {
  readonly matchers: Selector
  readonly perMillion: number
}

/** A selector as PromQL. */
export function printSelector(selector: Selector): string {
  const name = selector.find((one) => one.name === '__name__')?.value ?? ''
  const others = selector.filter((one) => one.name !== '__name__')
  const printed = others.map((one) => one.name + one.op + quoteText(one.value)).join(',')
  return printed === '' ? name : `${name}{${printed}}`
}

/** How much counters grew in a window that ends at the evaluation, such as `24h`, by labels. Resets are Prometheus' own: see `increase`. */
export function growthExpr(selector: Selector, labels: readonly string[], window: string): string {
  return `sum${byOf(labels)}(increase(${printSelector(selector)}[${window}]))`
}

function byOf(labels: readonly string[]): string {
  return labels.length === 0 ? '' : ` by (${[...new Set(labels)].join(', ')}) `
}

/** Labels that tell tokens of one price from those of another. */
export function priceLabels({ modelLabel, kindLabel }: TokenUsage): readonly string[] {
  return kindLabel === undefined ? [modelLabel] : [modelLabel, kindLabel.label]
}

/** Measured money of a window by labels. */
export function measuredExpr(usage: DollarUsage, labels: readonly string[], window: string): string {
  return growthExpr(usage.dollars, labels, window)
}

/**
 * Estimated money of a window by labels, at the prices given: for each price the tokens that are its own, times it. Null where
 * none of them can price anything. The parts are of different models or kinds, so that `or` joins them all.
 */
export function estimatedExpr(
  usage: TokenUsage,
  active: readonly ActivePrice[],
  labels: readonly string[],
  window: string,
): string | null {
  const apart = [...priceLabels(usage), ...labels]
  const parts = pricedTokens(usage, active).map(
    ({ matchers, perMillion }) => `${growthExpr(matchers, apart, window)} * ${perMillion} / 1e6`,
  )
  return parts.length === 0 ? null : `sum${byOf(labels)}(${parts.join(' or ')})`
}

/** Tokens of a window that no price is for, by model and kind; no series where all have one. */
export function unpricedExpr(usage: TokenUsage, active: readonly ActivePrice[], window: string): string {
  const labels = priceLabels(usage)
  const all = growthExpr(usage.tokens, labels, window)
  const priced = pricedTokens(usage, active).map(({ matchers }) => growthExpr(matchers, labels, window))
  return priced.length === 0 ? all : `${all} unless (${priced.join(' or ')})`
}

/** The tokens of a usage that each price is for. Series are matched as `priceOf` matches names. */
export function pricedTokens(usage: TokenUsage, active: readonly ActivePrice[]): readonly PricedTokens[] {
  const exact = active.flatMap(({ model }) => (model === undefined ? [] : [model]))
  const patterns = active.flatMap(({ match }) => (match === undefined ? [] : [match]))
  return active.flatMap(({ model, match, price }) => {
    const models =
      model === undefined
        ? [
            matcher(usage.modelLabel, '=~', match ?? ''),
            ...(exact.length === 0 ? [] : [matcher(usage.modelLabel, '!~', exact.map(escapePattern).join('|'))]),
            ...patterns
              .slice(0, patterns.indexOf(match ?? ''))
              .map((earlier) => matcher(usage.modelLabel, '!~', earlier)),
          ]
        : [matcher(usage.modelLabel, '=', model)]
    const selector = [...usage.tokens, ...models]
    return kindsOf(usage, price).map(({ matchers, perMillion }) => ({
      matchers: [...selector, ...matchers],
      perMillion,
    }))
  })
}

/** What of a price applies to a usage: by kind where the usage tells kinds, else the blended price. Nothing is guessed. */
function kindsOf({ kindLabel }: TokenUsage, price: Price): readonly PricedTokens[] {
  const { blended } = price
  if (kindLabel === undefined) return blended === undefined ? [] : [{ matchers: [], perMillion: blended }]
  const told = KINDS.flatMap((kind) => {
    const perMillion = price[kind] ?? blended
    if (perMillion === undefined || kindLabel[kind].length === 0) return []
    return [{ matchers: [matcher(kindLabel.label, '=~', anyOf(kindLabel[kind]))], perMillion }]
  })
  const known = KINDS.flatMap((kind) => kindLabel[kind])
  if (blended === undefined) return told
  if (known.length === 0) return [{ matchers: [], perMillion: blended }]
  return [...told, { matchers: [matcher(kindLabel.label, '!~', anyOf(known))], perMillion: blended }]
}

function anyOf(values: readonly string[]): string {
  return values.map(escapePattern).join('|')
}

function matcher(name: string, op: LabelMatcher['op'], value: string): LabelMatcher {
  return { name, op, value }
}

/** What 1M tokens of a model and a kind cost; undefined where no price is for them: the same answer as `pricedTokens` gives. */
export function perMillionOf(
  usage: Pick<TokenUsage, 'kindLabel'>,
  active: ActivePrice | undefined,
  kindValue: string,
): number | undefined {
  if (active === undefined) return undefined
  const { price } = active
  const { kindLabel } = usage
  const kind = kindLabel && KINDS.find((one) => kindLabel[one].includes(kindValue))
  return (kind && price[kind]) ?? price.blended
}

/** Why tokens have no price, in words. */
export function whyUnpriced(usage: Pick<TokenUsage, 'kindLabel'>, active: ActivePrice | undefined): string {
  if (active === undefined) return 'no price in prices.json matches it'
  return usage.kindLabel === undefined
    ? 'its price has no "blended", and the metric does not tell prompts from answers'
    : 'its price has neither this kind of token nor "blended"'
}
