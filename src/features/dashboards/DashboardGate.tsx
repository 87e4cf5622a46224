import { type Query, type UseQueryResult, useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useLocation } from 'react-router-dom'
import { dashboardQuery, useServices } from '~/data/services-context'
import { SiteFileFault } from '~/data/site-file'
import { needsTemplating } from '~/data/variables/needs-templating'
import type { Dashboard } from '~/domain/dashboards/model'
import { DashboardScopeProvider } from '~/features/dashboards/DashboardScopeProvider'
import { PanelMessage } from '~/features/dashboards/PanelMessage'
import { templatedDashboard } from '~/features/dashboards/templated-dashboard'
import { useLateCode } from '~/features/dashboards/use-late-code'

/** How often a dashboard file that could not be read is tried again. */
const RETRY_MS = 10_000

/** Shows a dashboard once its file is read, or what is wrong with the file. */
export function DashboardGate({
  id,
  bare = false,
  children,
}: {
  readonly id: string
  /** Nothing but a panel is shown: no controls. */
  readonly bare?: boolean
  readonly children: (dashboard: Dashboard) => ReactNode
}) {
  const services = useServices()
  const { search } = useLocation()
  const queries = [
    {
      ...dashboardQuery(services, id),
      refetchInterval: ({ state }: Query<Dashboard>) => (state.status === 'error' ? RETRY_MS : false),
    },
  ]
  // As everywhere else: one hook of the library less to load.
  const [{ data, error }] = useQueries({ queries }) as [UseQueryResult<Dashboard>]
  const isTemplated = data !== undefined && needsTemplating(data, search)
  const templated = useLateCode(isTemplated ? templatedDashboard : null)
  const show = (dashboard: Dashboard) => (
    <DashboardScopeProvider key={id} dashboard={dashboard}>
      {children(dashboard)}
    </DashboardScopeProvider>
  )
  if (data) {
    if (!isTemplated) return show(data)
    return templated && <templated.TemplatedDashboard key={id} dashboard={data} show={show} bare={bare} />
  }
  if (!error) return null
  const issues = error instanceof SiteFileFault ? error.issues : []
  return (
    <PanelMessage
      title={`The dashboard "${id}" cannot be shown`}
      reason={error.message}
      nextStep={`Mend dashboards/${id}.json beside index.html; it is read again every ${RETRY_MS / 1000} s.`}
    >
      {issues.length > 1 && (
        <ul>
          {issues.slice(1, 20).map(({ path, message }) => (
            <li key={path + message}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
    </PanelMessage>
  )
}
