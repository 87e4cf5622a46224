import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { BrowserRouter, Route, Routes, useMatch } from 'react-router-dom'
import { preloadFailures } from '~/data/preload-failures'
import { ServicesContext } from '~/data/services-context'
import { EmbedPage } from '~/features/dashboards/PanelPage'
import { onSettled } from '~/ui/primitives/settled'
import { AppServicesContext } from './app-services-context'
import { PageErrorBoundary } from './faults/PageErrorBoundary'
import { NOTHING, PAGE_ROUTES } from './page-routes'
import type { AppServices } from './services'
import { Shell } from './shell/Shell'

const TvPage = lazy(() => import('./wall/TvPage').then((module) => ({ default: module.TvPage })))
const EmbedFrame = lazy(() => import('./EmbedFrame').then((module) => ({ default: module.EmbedFrame })))

export interface AppProps {
  readonly services: AppServices
}

/** Services, routes and the boundary that catches what they throw. */
export function App({ services }: AppProps) {
  useEffect(() => services.start(), [services])
  // While the server still answers: with the network gone it could not be fetched.
  useEffect(() => onSettled(preloadFailures), [])
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
  const playlist = useMatch('/tv/:id')?.params.id
  if (playlist !== undefined) {
    return (
      <Suspense>
        <TvPage key={playlist} id={playlist} />
      </Suspense>
    )
  }
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
        {PAGE_ROUTES}
        <Route path="*" element={NOTHING} />
      </Route>
    </Routes>
  )
}
