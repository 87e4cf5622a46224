import { lazy, Suspense, useEffect, useState } from 'react'
import { useLocation } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import { carriedSearch } from '~/domain/links/carried-search'
import { LazyBoundary } from '~/ui/primitives/LazyBoundary'
import { pageShortcuts } from '~/ui/primitives/shortcuts/registry'
import { Toaster } from '~/ui/primitives/Toaster'
import { PageShortcuts } from '../actions/PageShortcuts'
import { usePageActions } from '../actions/use-page-actions'
import { pageIntervalMs } from '../refresh/use-page-refresh'
import { palette, sheet } from './dialogs'
import { HeaderControls } from './HeaderControls'
import type { Overlay } from './Shell'
import type { Page } from './use-page'

const KioskChrome = lazy(() => import('../wall/KioskChrome').then((module) => ({ default: module.KioskChrome })))
const Telling = lazy(() => import('~/features/alerts/telling/Telling').then((module) => ({ default: module.Telling })))

export { OutageBanner } from '../health/OutageBanner'

export interface ShellToolsProps {
  readonly page: Page
  readonly theme: 'light' | 'dark'
  readonly overlay: Overlay
  readonly onOverlay: (overlay: Overlay) => void
}

/** What a reader can do to the page: the header's controls, the keys, the dialogs they open, and the notes they leave. */
export function ShellTools({ page, theme, overlay, onOverlay }: ShellToolsProps) {
  const actions = usePageActions(page)
  const { config, clock } = useServices()
  const { search } = useLocation()
  const [opened, setOpened] = useState<ReadonlySet<Overlay>>(new Set())
  // What cannot be loaded is not told; the page stands all the same.
  const [isTelling, setTelling] = useState(true)
  if (!opened.has(overlay)) setOpened(new Set([...opened, overlay]))
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => pageShortcuts.handle(event, event.timeStamp)
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  const { kiosk } = page.view
  const close = () => onOverlay('none')
  const opens = (which: Overlay) => (isOpen: boolean) => (isOpen ? onOverlay(which) : close())
  return (
    <>
      {kiosk ? (
        <Suspense>
          <KioskChrome page={page} />
        </Suspense>
      ) : (
        <HeaderControls page={page} actions={actions} theme={theme} />
      )}
      <PageShortcuts
        actions={actions}
        theme={theme}
        kiosk={kiosk}
        onFind={() => onOverlay('palette')}
        onHelp={() => onOverlay('sheet')}
      />
      <LazyBoundary
        onFault={() => {
          close()
          setOpened(new Set())
        }}
      >
        {opened.has('palette') && (
          <palette.Component
            open={overlay === 'palette'}
            onOpenChange={opens('palette')}
            actions={actions}
            search={carriedSearch(search)}
            onHelp={() => onOverlay('sheet')}
          />
        )}
        {opened.has('sheet') && <sheet.Component open={overlay === 'sheet'} onOpenChange={opens('sheet')} />}
      </LazyBoundary>
      {isTelling && (
        <LazyBoundary onFault={() => setTelling(false)}>
          <Telling intervalMs={pageIntervalMs(page, config.scrapeIntervalMs, clock)} />
        </LazyBoundary>
      )}
      <Toaster />
    </>
  )
}
