import { MOST_HITS, NO_CHANGE, type Scenario } from '~/domain/cost/what-if'

const MOST_ENTRIES = 100
const BOUNDS = { traffic: 100, hit: MOST_HITS, price: 1e6, share: 1 } as const

/** A scenario as one text for an address: `traffic:1.5,share.gpt-4o-mini:0.2`. Empty for no change. */
export function encodeScenario({ traffic, hitRate, prices, shares }: Scenario): string {
  return [
    ...(traffic === 1 ? [] : [`traffic:${traffic}`]),
    ...(hitRate === null ? [] : [`hit:${hitRate}`]),
    ...[...prices].map(([model, price]) => `price.${encodeURIComponent(model)}:${price}`),
    ...[...shares].map(([model, share]) => `share.${encodeURIComponent(model)}:${share}`),
  ].join(',')
}

/** The scenario of an address; what cannot be read of it is left out. */
export function decodeScenario(text: string): Scenario {
  let { traffic, hitRate } = NO_CHANGE
  const [prices, shares] = [new Map<string, number>(), new Map<string, number>()]
  for (const entry of text.split(',').slice(0, MOST_ENTRIES)) {
    const [, kind, model, number] =
      /^(traffic|hit|price|share)(?:\.([^:]{1,900}))?:([0-9.e+-]{1,30})$/.exec(entry) ?? []
    const value = number === undefined ? Number.NaN : Number(number)
    const name = decoded(model)
    if (kind === undefined || !(value >= 0) || value > BOUNDS[kind as keyof typeof BOUNDS]) continue
    if (kind === 'traffic' && model === undefined) traffic = value
    else if (kind === 'hit' && model === undefined) hitRate = value
    else if (kind === 'price' && name !== null) prices.set(name, value)
    else if (kind === 'share' && name !== null) shares.set(name, value)
  }
  return { traffic, hitRate, prices, shares }
}

function decoded(text: string | undefined): string | null {
  if (text === undefined) return null
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
