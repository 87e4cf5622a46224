import { fetchSiteText } from '~/data/site-file'
import { type SiteFileState, useSiteFile } from '~/data/use-site-file'
import type { DecodedSlos } from '~/domain/slo/decode-slos'
import { loadSlos } from './load-slos'

/** The objectives of `slos.json`, read once a visit. */
export function useSlos(): SiteFileState<DecodedSlos> {
  return useSiteFile('slos', () => loadSlos(fetchSiteText))
}
