import { Suspense } from 'react'
import { Outlet, type Path, Route, Routes } from 'react-router-dom'
import type { Playlist } from '~/domain/config/config'
import { StageContext } from '~/state/stage'
import { classNames } from '~/ui/primitives/class-names'
import { useAppServices } from '../app-services-context'
import { PageErrorBoundary } from '../faults/PageErrorBoundary'
import { PAGE_ROUTES } from '../page-routes'
import { usePageRefresh } from '../refresh/use-page-refresh'
import shellStyles from '../shell/shell.module.css'
import { type Page, usePage } from '../shell/use-page'
import styles from './tv.module.css'
import type { WakeState } from './use-wake-lock'
import { WallChrome } from './WallChrome'

export interface StageProps {
  readonly location: Path
  readonly isShown: boolean
  readonly playlist: Playlist
  readonly overscan: number
  readonly note: string
  readonly wake: WakeState
}

/** A page of a playlist as it would be at its own address: on the screen, or drawn behind it until it is shown. */
export function Stage({ location, isShown, ...frame }: StageProps) {
  return (
    <StageContext value={isShown}>
      <div
        className={classNames(shellStyles['shell'], shellStyles['kiosk'], styles['stage'])}
        data-stage={location.pathname}
        data-shown={isShown}
        inert={!isShown}
      >
        <Routes location={location}>
          <Route element={<Frame isShown={isShown} {...frame} />}>{PAGE_ROUTES}</Route>
        </Routes>
      </div>
    </StageContext>
  )
}

function Frame({ isShown, ...frame }: Omit<StageProps, 'location'>) {
  const page = usePage()
  return (
    <div className={shellStyles['page']}>
      {isShown && <Shown page={page} {...frame} />}
      <main className={shellStyles['main']} tabIndex={-1}>
        <h1 className="sr-only">{page.panelTitle ?? page.dashboard?.title ?? page.ownTitle ?? page.dashboardId}</h1>
        {/* A page that fails takes neither the round away nor the one before it, which may still be on the screen. */}
        <PageErrorBoundary>
          <Suspense>
            <Outlet />
          </Suspense>
        </PageErrorBoundary>
      </main>
    </div>
  )
}

interface ShownProps extends Omit<StageProps, 'location' | 'isShown'> {
  readonly page: Page
}

/** What is of the page on the screen alone. */
function Shown({ page, playlist, ...chrome }: ShownProps) {
  const { wall, refreshMs } = useAppServices().config
  // A wall that never asks again would be a picture.
  const view = page.view.refresh === 'off' ? { ...page.view, refresh: refreshMs } : page.view
  usePageRefresh({ view, timeZone: page.timeZone })
  return <WallChrome page={{ ...page, view }} dim={playlist.dim ?? wall.dim} {...chrome} />
}
