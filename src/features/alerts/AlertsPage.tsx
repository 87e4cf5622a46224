import { lazy, Suspense, useEffect, useRef } from 'react'
import { Route, Routes, useLocation } from 'react-router-dom'
import { LinkButton } from '~/ui/primitives/LinkButton'
import { NoSuchPart } from '~/ui/primitives/NoSuchPart'
import { AlertList } from './AlertList'
import { AlertsFrame } from './AlertsFrame'
import styles from './alerts.module.css'
import { ALERT_TABS } from './tabs'
import { TellingControl } from './telling/TellingControl'

const RulesTab = lazy(() => import('./rules/RulesTab').then((module) => ({ default: module.RulesTab })))
const RoutesTab = lazy(() => import('./routes/RoutesTab').then((module) => ({ default: module.RoutesTab })))
const SilencesTab = lazy(() => import('./silences/SilencesTab').then((module) => ({ default: module.SilencesTab })))
const NewSilence = lazy(() => import('./silences/NewSilence').then((module) => ({ default: module.NewSilence })))
const HistoryTab = lazy(() => import('./history/HistoryTab').then((module) => ({ default: module.HistoryTab })))
const WhatIfPage = lazy(() => import('./what-if/WhatIf').then((module) => ({ default: module.WhatIfPage })))

/** All about alerts, each part under an address of its own. */
export function AlertsPage() {
  const { pathname } = useLocation()
  return (
    <AlertsFrame isList={pathname === '/alerts'} tabs={<Tabs pathname={pathname} />} telling={<TellingControl />}>
      <title>Alerts · Lookout</title>
      <Suspense>
        <Routes>
          <Route path="/" element={<AlertList />} />
          <Route path="/history" element={<HistoryTab />} />
          <Route path="/try" element={<WhatIfPage />} />
          <Route path="/rules" element={<RulesTab />} />
          <Route path="/routes" element={<RoutesTab />} />
          <Route path="/silences" element={<SilencesTab />} />
          <Route path="/silences/new" element={<NewSilence />} />
          <Route path="*" element={<NoSuchPart to="/alerts" title="All alerts" />} />
        </Routes>
      </Suspense>
    </AlertsFrame>
  )
}

/** One row that scrolls sideways where it has no room, with the tab of the page in sight. */
function Tabs({ pathname }: { readonly pathname: string }) {
  const nav = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address has another tab
  useEffect(() => {
    const [row, current] = [nav.current, nav.current?.querySelector<HTMLElement>('[aria-current]')]
    if (row == null || current == null) return
    // Not scrollIntoView, which may scroll the page too.
    const most = current.offsetLeft - row.offsetLeft
    const least = most + current.offsetWidth - row.clientWidth
    row.scrollLeft = Math.min(most, Math.max(least, row.scrollLeft))
  }, [pathname])
  return (
    <nav ref={nav} aria-label="Alerts" className={styles['tabs']}>
      {ALERT_TABS.map(([path, title]) => (
        <LinkButton key={path} to={path} aria-current={isAt(path, pathname) ? 'page' : undefined}>
          {title}
        </LinkButton>
      ))}
    </nav>
  )
}

/** Whether an address is a tab's, or of a page that belongs to it. */
function isAt(tab: string, pathname: string): boolean {
  return pathname === tab || (tab !== '/alerts' && pathname.startsWith(`${tab}/`))
}
