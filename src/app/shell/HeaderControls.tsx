import { Link2, Maximize, Monitor, Moon, Snowflake, Sun } from 'lucide-react'
import { useServices } from '~/data/services-context'
import { usePreferences } from '~/state/use-preferences'
import { IconButton } from '~/ui/primitives/IconButton'
import { MenuButton } from '~/ui/primitives/MenuButton'
import type { PageActions, ThemeChoice } from '../actions/use-page-actions'
import { HealthBar } from '../health/HealthBar'
import { RefreshControl } from '../refresh/RefreshControl'
import { CompareChip } from '../time/CompareChip'
import { TimeControls } from '../time/TimeControls'
import styles from './shell.module.css'
import type { Page } from './use-page'

export interface HeaderControlsProps {
  readonly page: Page
  readonly actions: PageActions
  readonly theme: 'light' | 'dark'
}

/** Health of the sources, and the controls of all panels of the page. */
export function HeaderControls({ page, actions, theme }: HeaderControlsProps) {
  const { view } = page
  return (
    <>
      <HealthBar />
      {(page.dashboardId !== null || page.ownTitle !== undefined) && (
        <>
          {/* Key figures bring their own ranges. */}
          {!view.hideTimePicker && page.hasRange && <TimeControls page={page} actions={actions} />}
          {!view.hideTimePicker && <CompareChip view={view} onEnd={() => actions.compareWith(null)} />}
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
    </>
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
