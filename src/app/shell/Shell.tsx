import { Suspense, useEffect, useState } from 'react'
import { Outlet, useLocation } from 'react-router-dom'
import { useZoomHistory } from '~/state/zoom-history'
import { classNames } from '~/ui/primitives/class-names'
import { LazyBoundary } from '~/ui/primitives/LazyBoundary'
import { preloadable } from '~/ui/primitives/preloadable'
import { Toaster } from '~/ui/primitives/Toaster'
import { PageShortcuts } from '../actions/PageShortcuts'
import { usePageActions } from '../actions/use-page-actions'
import { useAppServices } from '../app-services-context'
import { OutageBanner } from '../health/OutageBanner'
import { usePageRefresh } from '../refresh/use-page-refresh'
import { useTheme } from '../theme/use-theme'
import { carriedSearch } from './carried-search'
import { Nav } from './Nav'
import { NavDrawer } from './NavDrawer'
import { PageHeader } from './PageHeader'
import styles from './shell.module.css'
import { usePage } from './use-page'

const palette = preloadable(() => import('../palette/PagePalette').then((module) => module.PagePalette))
const sheet = preloadable(() => import('../actions/ShortcutSheet').then((module) => module.ShortcutSheet))

type Overlay = 'none' | 'drawer' | 'palette' | 'sheet'

/** Everything around a dashboard: navigation, header, banner, dialogs and shortcuts. */
export function Shell() {
  const page = usePage()
  const { config } = useAppServices()
  const actions = usePageActions(page)
  const theme = useTheme(page.view, config)
  const [overlay, setOverlay] = useState<Overlay>('none')
  const [loaded, setLoaded] = useState<ReadonlySet<Overlay>>(new Set())
  const { search } = useLocation()
  usePageRefresh(page)
  const { dashboardId } = page
  // biome-ignore lint/correctness/useExhaustiveDependencies: another dashboard begins with no ranges to go back to
  useEffect(() => {
    useZoomHistory.getState().clear()
  }, [dashboardId])

  const open = (next: Overlay) => {
    if (next === 'palette') palette.preload()
    if (next === 'sheet') sheet.preload()
    setLoaded((before) => (before.has(next) ? before : new Set([...before, next])))
    setOverlay(next)
  }
  const close = () => setOverlay('none')
  const { kiosk } = page.view
  const nav = (
    <Nav
      currentId={page.dashboardId}
      search={carriedSearch(search)}
      onFind={() => open('palette')}
      onFindSoon={palette.preload}
      onHelp={() => open('sheet')}
      onHelpSoon={sheet.preload}
      onNavigate={close}
    />
  )
  return (
    <div className={classNames(styles['shell'], kiosk && styles['kiosk'])}>
      <a href="#main" className={styles['skip']}>
        Skip to the panels
      </a>
      {!kiosk && <div className={styles['side']}>{nav}</div>}
      <div className={styles['page']}>
        {!kiosk && <PageHeader page={page} actions={actions} theme={theme} onMenu={() => open('drawer')} />}
        <OutageBanner timeZone={page.timeZone} />
        <main id="main" tabIndex={-1} className={styles['main']}>
          {kiosk && <h1 className="sr-only">{page.panelTitle ?? page.dashboard?.title}</h1>}
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <NavDrawer open={overlay === 'drawer'} onClose={() => overlay === 'drawer' && close()}>
        {nav}
      </NavDrawer>
      <PageShortcuts
        actions={actions}
        theme={theme}
        kiosk={kiosk}
        onFind={() => open('palette')}
        onHelp={() => open('sheet')}
      />
      <LazyBoundary
        onFault={() => {
          close()
          setLoaded(new Set())
        }}
      >
        {loaded.has('palette') && (
          <palette.Component
            open={overlay === 'palette'}
            onOpenChange={(isOpen) => (isOpen ? open('palette') : close())}
            actions={actions}
            search={carriedSearch(search)}
            onHelp={() => open('sheet')}
          />
        )}
        {loaded.has('sheet') && (
          <sheet.Component open={overlay === 'sheet'} onOpenChange={(isOpen) => (isOpen ? open('sheet') : close())} />
        )}
      </LazyBoundary>
      <Toaster />
    </div>
  )
}
