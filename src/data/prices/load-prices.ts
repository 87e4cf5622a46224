import { type FetchText, readSiteFile } from '~/data/site-file'
import { decodePrices } from '~/domain/cost/decode-prices'
import type { PriceBook } from '~/domain/cost/price-book'

const PRICES = { file: 'prices.json', maxLength: 2_000_000, decode: decodePrices }

/** Reads and decodes `prices.json`; throws SiteFileFault. What is wrong with one price is in the answer. */
export function loadPrices(fetchText: FetchText): Promise<PriceBook> {
  return readSiteFile(PRICES, fetchText)
}
