import { useQueries } from '@tanstack/react-query'
import { asSourceError } from '~/data/questions/as-source-error'
import { fetchSiteText } from '~/data/site-file'
import type { RoutesState } from './StoreRoutes'

const STORE = { id: 'shipped', title: "Lookout's own Alertmanager" }

/** The configuration of Alertmanager that comes with the rules, as this site has it: what stands in for a live one beside sample data. */
export function useShippedRoutes(isWanted: boolean): RoutesState {
  const [{ data, error }] = useQueries({
    queries: [
      {
        queryKey: ['shipped-routes'],
        queryFn: () => fetchSiteText('routes/alertmanager.yml'),
        enabled: isWanted,
        staleTime: Number.POSITIVE_INFINITY,
      },
    ],
  })
  return {
    store: STORE,
    status: data === undefined ? undefined : { config: data },
    statusError: asSourceError(error),
  }
}
