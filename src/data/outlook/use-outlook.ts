import { useQuery } from '@tanstack/react-query'
import { type FetchText, fetchSiteText } from '~/data/dashboards/load-dashboard'
import { loadFiledMacros } from '~/data/prices/filed-macros'
import { useServices } from '~/data/services-context'
import type { Config } from '~/domain/config/config'
import { type DecodedOutlook, decodeOutlook } from '~/domain/outlook/decode-outlook'
import { DecodeError } from '~/lib/decode'

const FILE = 'outlook.json'
/** Largest file that is read, in characters. */
const MAX_LENGTH = 1_000_000

/** Reads and decodes `outlook.json`; throws an Error whose message says in words what is wrong with it. */
async function loadOutlook(fetchText: FetchText, budgets: Config['budgets']): Promise<DecodedOutlook> {
  const fault = (message: string) => new Error(`${FILE}: ${message}`)
  const text = await fetchText(FILE).catch((error: unknown) => {
    throw fault(error instanceof Error ? error.message : String(error))
  })
  if (text.length > MAX_LENGTH) throw fault(`is larger than ${MAX_LENGTH} characters`)
  try {
    return decodeOutlook(JSON.parse(text), await loadFiledMacros(text, fetchText, budgets))
  } catch (error) {
    if (error instanceof DecodeError) throw fault(error.message)
    throw fault(`is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

export interface OutlookState {
  /** Undefined until the file is read, and where it cannot be. */
  readonly file: DecodedOutlook | undefined
  readonly error: Error | null
  readonly retry: () => void
}

/** The signals and capacities of `outlook.json`, read once a visit. */
export function useOutlook(): OutlookState {
  const { config } = useServices()
  const { data, error, refetch } = useQuery({
    queryKey: ['outlook'],
    queryFn: () => loadOutlook(fetchSiteText, config.budgets),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
    networkMode: 'always',
  })
  return { file: data, error, retry: () => void refetch() }
}
