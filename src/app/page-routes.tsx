import { Fragment, lazy, Suspense } from 'react'
import { Navigate, Outlet, Route, useLocation, useParams } from 'react-router-dom'
import { FLOW_PAGES } from '~/domain/links/log-links'
import { dashboardPath } from '~/domain/links/paths'
import { masksUsers } from '~/domain/logs/user-policy'
import { DashboardPage } from '~/features/dashboards/DashboardPage'
import { PanelPage } from '~/features/dashboards/PanelPage'
import { decodeView } from '~/state/view-codec'
import { lateComponent } from '~/ui/primitives/late-component'
import { useAppServices } from './app-services-context'
import { alertsPage } from './first-code'

const HomePage = lazy(() => import('~/features/home/HomePage').then((module) => ({ default: module.HomePage })))
const AlertsPage = lateComponent(alertsPage)
const RunbookPage = lazy(() =>
  import('~/features/alerts/runbooks/RunbookPage').then((module) => ({ default: module.RunbookPage })),
)
const CostPage = lazy(() => import('~/features/cost/CostPage').then((module) => ({ default: module.CostPage })))
const LogsPage = lazy(() => import('~/features/logs/LogsPage').then((module) => ({ default: module.LogsPage })))
const AuditPage = lazy(() => import('~/features/logs/AuditPage').then((module) => ({ default: module.AuditPage })))
const TracesPage = lazy(() =>
  import('~/features/logs/flows/TracesPage').then((module) => ({ default: module.TracesPage })),
)
const FlowPage = lazy(() => import('~/features/logs/flows/FlowPage').then((module) => ({ default: module.FlowPage })))
const SloPage = lazy(() => import('~/features/slo/SloPage').then((module) => ({ default: module.SloPage })))
const OutlookPage = lazy(() =>
  import('~/features/outlook/OutlookPage').then((module) => ({ default: module.OutlookPage })),
)
const StatusPage = lazy(() => import('~/features/status/StatusPage').then((module) => ({ default: module.StatusPage })))
const NotFound = lazy(() => import('./shell/NotFound').then((module) => ({ default: module.NotFound })))

/** At an address that names nothing. */
export const NOTHING = (
  <Suspense>
    <NotFound />
  </Suspense>
)

/** The pages that a shell or a wall is around. */
export const PAGE_ROUTES = (
  <>
    <Route path="/" element={<Home />} />
    <Route path="/d/:id" element={<Known page={<DashboardPage />} />} />
    <Route path="/d/:id/:panel" element={<Known page={<PanelPage />} />} />
    <Route
      path="/alerts/*"
      element={
        <Suspense>
          <AlertsPage />
        </Suspense>
      }
    />
    <Route
      path="/slo/*"
      element={
        <Suspense>
          <SloPage />
        </Suspense>
      }
    />
    <Route
      path="/outlook"
      element={
        <Suspense>
          <OutlookPage />
        </Suspense>
      }
    />
    <Route
      path="/cost/*"
      element={
        <Suspense>
          <CostPage />
        </Suspense>
      }
    />
    <Route
      path="/runbooks/:alert"
      element={
        <Suspense>
          <RunbookPage />
        </Suspense>
      }
    />
    <Route
      path="/status"
      element={
        <Suspense>
          <StatusPage />
        </Suspense>
      }
    />
    <Route element={<PrivatePages />}>
      <Route
        path="/logs"
        element={
          <Suspense>
            <LogsPage />
          </Suspense>
        }
      />
      <Route
        path="/audit"
        element={
          <Suspense>
            <AuditPage />
          </Suspense>
        }
      />
      <Route
        path="/traces"
        element={
          <Suspense>
            <TracesPage />
          </Suspense>
        }
      />
      {FLOW_PAGES.map(([page]) => (
        <Route
          key={page}
          path={`/${page}/:id`}
          element={
            <Suspense>
              <FlowPage page={page} />
            </Suspense>
          }
        />
      ))}
    </Route>
  </>
)

/** One card a platform; where the configuration names none, the first dashboard. */
function Home() {
  const { config } = useAppServices()
  const { search } = useLocation()
  if (config.platforms.length === 0) {
    return <Navigate replace to={{ pathname: dashboardPath(config.dashboards[0] ?? ''), search }} />
  }
  return (
    <Suspense>
      <HomePage />
    </Suspense>
  )
}

/** Pages with lines of logs: where ids of users become masked nothing of the page before may stay. */
function PrivatePages() {
  const { config } = useAppServices()
  const { search } = useLocation()
  const { kiosk } = decodeView(new URLSearchParams(search))
  return (
    <Fragment key={masksUsers(config.privacy.userIds, kiosk) ? 'masked' : 'shown'}>
      <Outlet />
    </Fragment>
  )
}

/** A page of a dashboard that the configuration names. */
function Known({ page }: { readonly page: React.ReactNode }) {
  const { config } = useAppServices()
  const { id = '' } = useParams()
  return config.dashboards.includes(id) ? page : NOTHING
}
