import { useLocation } from 'react-router-dom'
import { useStore } from 'zustand'
import { useServices } from '~/data/services-context'
import { dashboardPath } from '~/domain/links/paths'
import { displayText } from '~/lib/display-text'
import { firing } from '~/state/firing'
import { AppLink } from '~/ui/primitives/AppLink'
import { Glyph } from '~/ui/primitives/Glyph'
import { Kbd } from '~/ui/primitives/Kbd'
import { useSettled } from '~/ui/primitives/settled'
import { palette, sheet } from './dialogs'
import { Mark } from './Mark'
import styles from './nav.module.css'
import { OWN_PAGES } from './own-pages'
import { type KnownDashboard, useDashboards } from './use-page'

export interface NavProps {
  readonly currentId: string | null
  /** Search of the links, so that the range goes along to the next dashboard. */
  readonly search: string
  readonly onFind: () => void
  readonly onHelp: () => void
  readonly onNavigate?: () => void
}

/** Those of the app's own pages that are a place to go to. */
const PLACES = [
  ['/', OWN_PAGES['']],
  ['/alerts', OWN_PAGES.alerts],
  ['/slo', OWN_PAGES.slo],
  ['/outlook', OWN_PAGES.outlook],
  ['/cost', OWN_PAGES.cost],
  ['/logs', OWN_PAGES.logs],
  ['/traces', OWN_PAGES.traces],
  ['/audit', OWN_PAGES.audit],
  ['/status', OWN_PAGES.status],
] as const

/** The dashboards by platform, and the way to find anything. */
export function Nav({ currentId, search, onFind, onHelp, onNavigate }: NavProps) {
  const { platforms } = useServices().config
  const { pathname } = useLocation()
  const groups = groupByPlatform(useDashboards(currentId), platforms)
  return (
    <nav aria-label="Lookout" className={styles['nav']}>
      <AppLink to={{ pathname: '/', search }} className={styles['brand']} onClick={onNavigate}>
        <Mark />
        Lookout
      </AppLink>
      <button
        type="button"
        className={styles['find']}
        onClick={onFind}
        onPointerEnter={palette.preload}
        onFocus={palette.preload}
        aria-keyshortcuts="Control+K Meta+K"
      >
        <Glyph name="search" size="0.875rem" />
        <span>Find anything</span>
        <Kbd keys="mod+k" />
      </button>
      <div className={styles['links']}>
        <ul>
          {(platforms.length > 0 ? PLACES : PLACES.slice(1)).map(([path, title]) => (
            <li key={path}>
              <AppLink
                to={{ pathname: path, search }}
                aria-current={pathname === path || pathname.startsWith(`${path}/`) ? 'page' : undefined}
                onClick={onNavigate}
              >
                {title}
                {path === '/alerts' && <FiringCount />}
              </AppLink>
            </li>
          ))}
        </ul>
        {groups.map(({ id, title, dashboards }) => (
          <section key={id} aria-labelledby={title === '' ? undefined : `platform-${id}`}>
            {title !== '' && <h2 id={`platform-${id}`}>{title}</h2>}
            <ul>
              {dashboards.map((one) => (
                <li key={one.id}>
                  <AppLink
                    to={{ pathname: dashboardPath(one.id), search }}
                    aria-current={one.id === currentId ? 'page' : undefined}
                    onClick={onNavigate}
                  >
                    {one.dashboard?.title ?? <UnknownTitle id={one.id} />}
                  </AppLink>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <button
        type="button"
        className={styles['help']}
        onClick={onHelp}
        onPointerEnter={sheet.preload}
        onFocus={sheet.preload}
      >
        <Glyph name="keyboard" size="0.875rem" />
        <span>Keyboard shortcuts</span>
        <Kbd keys="?" />
      </button>
    </nav>
  )
}

/** How many alerts somebody should look at; with a mark where that is old or not all is known. */
function FiringCount() {
  const { count, doubt, isCurrent } = useStore(firing)
  const sum = count === null ? 0 : count.critical + count.warning
  if (sum === 0 && doubt === '') return null
  const worst = !isCurrent ? 'old' : (count?.critical ?? 0) > 0 ? 'crit' : 'warn'
  return (
    <span className={styles['firing']} data-worst={worst} title={doubt || undefined}>
      {sum > 0 && sum}
      {doubt !== '' && '?'} <span className="sr-only">{displayText(doubt || 'firing')}</span>
    </span>
  )
}

/** Its room, until the dashboard's file is read; where it cannot be, its id. */
function UnknownTitle({ id }: { readonly id: string }) {
  const isLate = useSettled()
  return isLate ? (
    id
  ) : (
    <>
      <span className="sr-only">{id}</span>
      {'\u00a0'}
    </>
  )
}

interface NavGroup {
  readonly id: string
  readonly title: string
  readonly dashboards: readonly KnownDashboard[]
}

/** Platforms in the order of the configuration; a dashboard whose platform is not known yet, or never, comes last. */
function groupByPlatform(
  dashboards: readonly KnownDashboard[],
  platforms: readonly { readonly id: string; readonly title: string }[],
): readonly NavGroup[] {
  const groups = platforms.map(({ id, title }) => ({
    id,
    title,
    dashboards: dashboards.filter((one) => platformOf(one, platforms) === id),
  }))
  const known = new Set(groups.flatMap((group) => group.dashboards))
  const others = { id: 'others', title: '', dashboards: dashboards.filter((one) => !known.has(one)) }
  return [...groups, others].filter((group) => group.dashboards.length > 0)
}

/** Before a dashboard's file is read its id tells, which begins with its platform's by convention. */
function platformOf(
  { id, dashboard }: KnownDashboard,
  platforms: readonly { readonly id: string }[],
): string | undefined {
  return dashboard?.platform ?? platforms.find((platform) => id.startsWith(`${platform.id}-`))?.id
}
