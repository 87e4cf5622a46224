import { type FetchText, readSiteFile } from '~/data/site-file'
import { type DecodedSlos, decodeSlos } from '~/domain/slo/decode-slos'

const SLOS = { file: 'slos.json', maxLength: 1_000_000, decode: decodeSlos }

/** Reads and decodes `slos.json`; throws SiteFileFault. What is wrong with one objective is in the answer. */
export function loadSlos(fetchText: FetchText): Promise<DecodedSlos> {
  return readSiteFile(SLOS, fetchText)
}
