import type { QueryData } from '~/data/query-plane/query-data'
import type { PricedTokens } from '~/domain/dashboards/model'
import { formatText } from '~/domain/units/format-value'
import type { OverlayPart } from '~/features/dashboards/overlays/overlay-part'
import { displayText } from '~/lib/display-text'
import type { PanelSeries } from '~/panels/panel-kind'
import { queryOf } from '~/panels/query-of'

/** Models told by name at most. */
const MAX_NAMED = 5

/** A priced query of a panel, and what was answered about its tokens. */
export interface Coverage {
  /** Place of the query in the panel. */
  readonly query: number
  readonly tokens: PricedTokens
  readonly unpriced: QueryData | undefined
  readonly all: QueryData | undefined
}

/** What is known of tokens without a price: figures that are at least so much, and a sentence for each usage. */
export function coveragePart(coverages: readonly Coverage[], series: readonly PanelSeries[]): OverlayPart {
  const short = new Set(coverages.filter((one) => tokensOf(one.unpriced) > 0).map(({ query }) => query))
  const topBounds = series.flatMap((one) =>
    short.has(queryOf(one)) && one.last ? [[one.id, one.last.value] as const] : [],
  )
  const sentences = new Map(coverages.map((one) => [one.tokens.unpriced, sentenceOf(one)]))
  return { topBounds: new Map(topBounds), details: [...sentences.values()].filter((sentence) => sentence !== '') }
}

function tokensOf(data: QueryData | undefined): number {
  return (data?.tip?.samples ?? []).reduce((sum, { value }) => sum + value, 0)
}

function sentenceOf({ tokens, unpriced, all }: Coverage): string {
  const [missing, whole] = [tokensOf(unpriced), tokensOf(all)]
  if (unpriced === undefined || all === undefined || whole === 0) return ''
  if (missing === 0) return `An estimate: all tokens of ${tokens.usage} have a price in prices.json.`
  const models = (unpriced.tip?.samples ?? [])
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .map(
      ({ labels, value }) =>
        `${displayText([...labels.values()].join(' ') || 'no name')} (${formatText(value, { unit: 'tokens' })} tokens)`,
    )
  const more = models.length > MAX_NAMED ? ` and ${models.length - MAX_NAMED} more` : ''
  const share = Math.floor((1000 * (whole - missing)) / whole) / 10
  return `An estimate of at least this much: ${share} % of the tokens of ${tokens.usage} have a price in prices.json. Without one: ${models.slice(0, MAX_NAMED).join(', ')}${more}.`
}
