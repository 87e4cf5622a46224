import { Suspense, useEffect, useState } from 'react'
import { Outlet, useLocation } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import { carriedSearch } from '~/domain/links/carried-search'
import { dashboardPath } from '~/domain/links/paths'
import { useZoomHistory } from '~/state/zoom-history'
import { AppLink } from '~/ui/primitives/AppLink'
import { Glyph } from '~/ui/primitives/Glyph'
import { IconButton } from '~/ui/primitives/IconButton'
import { useSettled } from '~/ui/primitives/settled'
import { useAppServices } from '../app-services-context'
import { PageErrorBoundary } from '../faults/PageErrorBoundary'
import { usePageRefresh } from '../refresh/use-page-refresh'
import { useTheme } from '../theme/use-theme'
import { Nav } from './Nav'
import { NavDrawer } from './NavDrawer'
import { OwnTitle, ShellFrame, TitleView } from './ShellFrame'
import styles from './shell.module.css'
import { outageBanner, shellTools } from './tools'
import { type Page, usePage } from './use-page'

/** What lies over the page. */
/** Controls and banner are one chunk: without it the page stands, and heals once its server is back. */
const NO_TOOLS = 'The controls of this page could not be loaded. It loads anew by itself once its server answers.'

export type Overlay = 'none' | 'drawer' | 'palette' | 'sheet'

/**
 * Everything around a dashboard. Navigation and title are there at once; controls, shortcuts and dialogs come when the
 * first panels are painted, in room that is kept for them.
 */
export function Shell() {
  const page = usePage()
  const { config } = useAppServices()
  const theme = useTheme(page.view, config)
  const [overlay, setOverlay] = useState<Overlay>('none')
  const { pathname, search } = useLocation()
  const isSettled = useSettled()
  usePageRefresh(page)
  const { dashboardId } = page
  // biome-ignore lint/correctness/useExhaustiveDependencies: another dashboard begins with no ranges to go back to
  useEffect(() => {
    useZoomHistory.getState().clear()
  }, [dashboardId])

  const close = () => setOverlay('none')
  const { kiosk, autofitPanels } = page.view
  const nav = (
    <Nav
      currentId={page.dashboardId}
      search={carriedSearch(search)}
      onFind={() => setOverlay('palette')}
      onHelp={() => setOverlay('sheet')}
      onNavigate={close}
    />
  )
  const tools = (isSettled || overlay !== 'none') && (
    <PageErrorBoundary instead={null}>
      <Suspense>
        <shellTools.Component page={page} theme={theme} overlay={overlay} onOverlay={setOverlay} />
      </Suspense>
    </PageErrorBoundary>
  )
  return (
    <ShellFrame
      kiosk={kiosk}
      nav={nav}
      menu={
        <IconButton
          look="quiet"
          label="Navigation"
          className={styles['menu'] ?? ''}
          onClick={() => setOverlay('drawer')}
        >
          <Glyph name="menu" size="1.125rem" />
        </IconButton>
      }
      title={<Title page={page} />}
      controls={tools}
      banner={
        isSettled &&
        // A board that fills the screen leaves no room for it; the wall's head says the same.
        !(kiosk && autofitPanels) && (
          <PageErrorBoundary instead={<p role="alert">{NO_TOOLS}</p>}>
            <Suspense>
              <outageBanner.Component timeZone={page.timeZone} />
            </Suspense>
          </PageErrorBoundary>
        )
      }
      after={
        <NavDrawer open={overlay === 'drawer'} onClose={() => overlay === 'drawer' && close()}>
          {nav}
        </NavDrawer>
      }
    >
      {kiosk && (
        <h1 className="sr-only">
          {page.panelTitle ?? page.dashboard?.title ?? page.dashboardId ?? page.ownTitle ?? 'Not found'}
        </h1>
      )}
      <PageErrorBoundary place={pathname}>
        <Outlet />
      </PageErrorBoundary>
    </ShellFrame>
  )
}

function Title({ page }: { readonly page: Page }) {
  const { config } = useServices()
  const { dashboard, dashboardId, panelTitle } = page
  if (dashboardId === null) return <OwnTitle title={page.ownTitle ?? 'Not found'} />
  const platform = config.platforms.find(({ id }) => id === dashboard?.platform)?.title
  const title = dashboard?.title ?? dashboardId
  const parts = [panelTitle, title, platform, 'Lookout'].filter((part) => part !== undefined)
  return (
    <>
      <title>{parts.join(' · ')}</title>
      <TitleView
        title={panelTitle ?? title}
        platform={platform}
        {...(panelTitle !== undefined && {
          dashboard: (
            <AppLink to={{ pathname: dashboardPath(dashboardId), search: window.location.search }}>{title}</AppLink>
          ),
        })}
      />
    </>
  )
}
