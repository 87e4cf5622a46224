import { Link2, Maximize, Menu, Monitor, Moon, Snowflake, Sun } from 'lucide-react'
import { Link } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import { dashboardPath } from '~/domain/links/paths'
import { usePreferences } from '~/state/preferences'
import { IconButton } from '~/ui/primitives/IconButton'
import { MenuButton } from '~/ui/primitives/MenuButton'
import type { PageActions, ThemeChoice } from '../actions/use-page-actions'
import { HealthBar } from '../health/HealthBar'
import { RefreshControl } from '../refresh/RefreshControl'
import { TimeControls } from '../time/TimeControls'
import styles from './shell.module.css'
import type { Page } from './use-page'

export interface PageHeaderProps {
  readonly page: Page
  readonly actions: PageActions
  readonly theme: 'light' | 'dark'
  readonly onMenu: () => void
}

/** What this page is, and the controls of all of its panels. */
export function PageHeader({ page, actions, theme, onMenu }: PageHeaderProps) {
  const { view } = page
  return (
    <header className={styles['header']}>
      <IconButton look="quiet" label="Navigation" className={styles['menu'] ?? ''} onClick={onMenu}>
        <Menu size="1.125rem" aria-hidden />
      </IconButton>
      <Title page={page} />
      <div className={styles['controls']}>
        <HealthBar />
        {page.dashboardId !== null && (
          <>
            {!view.hideTimePicker && <TimeControls page={page} actions={actions} />}
            {!view.hideTimePicker && (
              <RefreshControl
                refresh={view.refresh}
                onRefresh={(refresh) => page.change({ refresh })}
                onNow={actions.refresh}
              />
            )}
            <ThemeControl theme={theme} linkTheme={view.theme} onTheme={actions.setTheme} />
            <IconButton label="Kiosk" shortcut="d k" onClick={actions.toggleKiosk}>
              <Maximize size="1rem" aria-hidden />
            </IconButton>
            <MenuButton menuLabel="Share this page" groups={() => shareItems(actions)}>
              Share
            </MenuButton>
          </>
        )}
      </div>
    </header>
  )
}

function Title({ page }: { readonly page: Page }) {
  const { config } = useServices()
  const { dashboard, dashboardId, panelTitle } = page
  if (dashboardId === null) return <h1 className={styles['title']}>Not found</h1>
  const platform = config.platforms.find(({ id }) => id === dashboard?.platform)?.title
  const title = dashboard?.title ?? dashboardId
  const parts = [panelTitle, title, platform, 'Lookout'].filter((part) => part !== undefined)
  return (
    <div className={styles['title']}>
      <title>{parts.join(' · ')}</title>
      <h1>{panelTitle ?? title}</h1>
      <p>
        {panelTitle !== undefined && (
          <>
            <Link to={{ pathname: dashboardPath(dashboardId), search: window.location.search }}>{title}</Link>
            {platform !== undefined && ' · '}
          </>
        )}
        {platform}
      </p>
    </div>
  )
}

interface ThemeControlProps {
  readonly theme: 'light' | 'dark'
  readonly linkTheme: 'light' | 'dark' | null
  readonly onTheme: (theme: ThemeChoice) => void
}

const THEMES: readonly (readonly [ThemeChoice, string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]

function ThemeControl({ theme, linkTheme, onTheme }: ThemeControlProps) {
  const { config } = useServices()
  const preferred = usePreferences((preferences) => preferences.theme)
  const chosen = linkTheme ?? preferred ?? config.theme
  const Icon = chosen === 'system' ? Monitor : theme === 'dark' ? Moon : Sun
  return (
    <MenuButton
      menuLabel="Theme"
      aria-label="Theme"
      title="Theme (c t)"
      className={styles['square'] ?? ''}
      groups={() => [
        {
          id: 'theme',
          label: 'Theme',
          items: THEMES.map(([id, label]) => ({ id, label, checked: id === chosen, onSelect: () => onTheme(id) })),
        },
      ]}
    >
      <Icon size="1rem" aria-hidden />
    </MenuButton>
  )
}

function shareItems(actions: PageActions) {
  const icon = { size: '0.875rem', 'aria-hidden': true } as const
  return [
    {
      id: 'links',
      label: 'Share this page',
      items: [
        { id: 'live', label: 'Copy link', icon: <Link2 {...icon} />, onSelect: actions.copyLink },
        {
          id: 'frozen',
          label: 'Copy link with this range frozen',
          icon: <Snowflake {...icon} />,
          onSelect: actions.copyFrozenLink,
        },
      ],
    },
  ]
}
