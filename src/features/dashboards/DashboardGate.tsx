import { type Query, type UseQueryResult, useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { DashboardFault } from '~/data/dashboards/load-dashboard'
import { dashboardQuery, useServices } from '~/data/services-context'
import type { Dashboard } from '~/domain/dashboards/model'
import { DashboardScopeProvider } from '~/features/dashboards/DashboardScopeProvider'
import { PanelMessage } from '~/features/dashboards/PanelMessage'

/** How often a dashboard file that could not be read is tried again. */
const RETRY_MS = 10_000

/** Shows a dashboard once its file is read, or what is wrong with the file. */
export function DashboardGate({
  id,
  children,
}: {
  readonly id: string
  readonly children: (dashboard: Dashboard) => ReactNode
}) {
  const services = useServices()
  const queries = [
    {
      ...dashboardQuery(services, id),
      refetchInterval: ({ state }: Query<Dashboard>) => (state.status === 'error' ? RETRY_MS : false),
    },
  ]
  // As everywhere else: one hook of the library less to load.
  const [{ data, error }] = useQueries({ queries }) as [UseQueryResult<Dashboard>]
  if (data) {
    return (
      <DashboardScopeProvider key={id} dashboard={data}>
        {children(data)}
      </DashboardScopeProvider>
    )
  }
  if (!error) return null
  const issues = error instanceof DashboardFault ? error.issues : []
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
