import type { FetchText } from '~/data/dashboards/load-dashboard'
import { decodePrices } from '~/domain/cost/decode-prices'
import type { PriceBook } from '~/domain/cost/price-book'

/** Largest file of prices that is read, in characters. */
const MAX_LENGTH = 2_000_000

/** Reads and decodes `prices.json`; throws an Error whose message says in words what is wrong with it. */
export async function loadPrices(fetchText: FetchText): Promise<PriceBook> {
  const fault = (message: string) => new Error(`prices.json: ${message}`)
  const text = await fetchText('prices.json').catch((error: unknown) => {
    throw fault(error instanceof Error ? error.message : String(error))
  })
  if (text.length > MAX_LENGTH) throw fault(`is larger than ${MAX_LENGTH} characters`)
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch (error) {
    throw fault(`is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  try {
    return decodePrices(input)
  } catch (error) {
    throw fault(error instanceof Error ? error.message : String(error))
  }
}
