import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { BrowserRouter, Navigate, Route, Routes, useLocation, useParams } from 'react-router-dom'
import { preloadFailures } from '~/data/preload-failures'
import { ServicesContext } from '~/data/services-context'
import { dashboardPath } from '~/domain/links/paths'
import { DashboardPage } from '~/features/dashboards/DashboardPage'
import { EmbedPage, PanelPage } from '~/features/dashboards/PanelPage'
import { onSettled } from '~/ui/primitives/settled'
import { AppServicesContext, useAppServices } from './app-services-context'
import { PageErrorBoundary, pageFault } from './faults/PageErrorBoundary'
import type { AppServices } from './services'
import { NotFound } from './shell/NotFound'
import { Shell } from './shell/Shell'

const HomePage = lazy(() => import('~/features/home/HomePage').then((module) => ({ default: module.HomePage })))
const EmbedFrame = lazy(() => import('./EmbedFrame').then((module) => ({ default: module.EmbedFrame })))

export interface AppProps {
  readonly services: AppServices
}

/** Services, routes and the boundary that catches what they throw. */
export function App({ services }: AppProps) {
  useEffect(() => services.start(), [services])
  // While the server still answers: with the network gone it could not be fetched.
  useEffect(() => onSettled(preloadFailures), [])
  useEffect(() => onSettled(pageFault.preload), [])
  return (
    <PageErrorBoundary>
      <AppServicesContext value={services}>
        <ServicesContext value={services}>
          <QueryClientProvider client={services.queryClient}>
            <BrowserRouter basename={import.meta.env.BASE_URL}>
              <Pages />
            </BrowserRouter>
          </QueryClientProvider>
        </ServicesContext>
      </AppServicesContext>
    </PageErrorBoundary>
  )
}

function Pages() {
  const embed = (
    <Suspense>
      <EmbedFrame>
        <EmbedPage />
      </EmbedFrame>
    </Suspense>
  )
  return (
    <Routes>
      <Route path="/embed/:id/:panel" element={embed} />
      <Route path="/d-solo/:id/:panel" element={embed} />
      <Route element={<Shell />}>
        <Route path="/" element={<Home />} />
        <Route path="/d/:id" element={<Known page={<DashboardPage />} />} />
        <Route path="/d/:id/:panel" element={<Known page={<PanelPage />} />} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  )
}

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

/** A page of a dashboard that the configuration names. */
function Known({ page }: { readonly page: React.ReactNode }) {
  const { config } = useAppServices()
  const { id = '' } = useParams()
  return config.dashboards.includes(id) ? page : <NotFound />
}
