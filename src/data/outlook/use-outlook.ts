import { loadFiledMacros } from '~/data/prices/filed-macros'
import { useServices } from '~/data/services-context'
import { fetchSiteText, readSiteFile, type SiteFile } from '~/data/site-file'
import { type SiteFileState, useSiteFile } from '~/data/use-site-file'
import type { Config } from '~/domain/config/config'
import { type DecodedOutlook, decodeOutlook } from '~/domain/outlook/decode-outlook'

const outlookOf = (budgets: Config['budgets']): SiteFile<DecodedOutlook> => ({
  file: 'outlook.json',
  maxLength: 1_000_000,
  decode: async (input, text) => decodeOutlook(input, await loadFiledMacros(text, fetchSiteText, budgets)),
})

/** The signals and capacities of `outlook.json`, read once a visit. */
export function useOutlook(): SiteFileState<DecodedOutlook> {
  const { budgets } = useServices().config
  return useSiteFile('outlook', () => readSiteFile(outlookOf(budgets), fetchSiteText))
}
