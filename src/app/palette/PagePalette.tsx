import { useNavigate } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import { dashboardPath } from '~/domain/links/paths'
import { TIME_PRESETS } from '~/domain/time/presets'
import type { PageActions } from '../actions/use-page-actions'
import { useDashboards } from '../shell/use-page'
import type { PaletteEntry } from './entries'
import { Palette } from './Palette'

export interface PagePaletteProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly actions: PageActions
  readonly search: string
  readonly onHelp: () => void
}

/** The palette with what this installation has: dashboards, their panels, and the commands of the page. */
export function PagePalette({ open, onOpenChange, actions, search, onHelp }: PagePaletteProps) {
  const navigate = useNavigate()
  const { config } = useServices()
  const dashboards = useDashboards().map(({ id, dashboard }) => ({
    id,
    title: dashboard?.title ?? id,
    platform: config.platforms.find((platform) => platform.id === dashboard?.platform)?.title ?? '',
    panels: (dashboard?.panels ?? []).map((entry) => (entry.ok ? entry.panel : entry.broken)),
  }))
  const goTo = (pathname: string) => () => void navigate({ pathname, search })
  const home = { id: 'home', group: 'Dashboards' as const, title: 'Home', detail: 'All platforms', keys: 'g h' }
  const entries: PaletteEntry[] = [
    ...(config.platforms.length === 0 ? [] : [{ ...home, run: goTo('/') }]),
    ...dashboards.map(({ id, title, platform }) => ({
      id: `d/${id}`,
      group: 'Dashboards' as const,
      title,
      detail: platform,
      run: goTo(dashboardPath(id)),
    })),
    ...dashboards.flatMap(({ id, title, platform, panels }) =>
      panels.map((panel) => ({
        id: `d/${id}/${panel.id}`,
        group: 'Panels' as const,
        title: panel.title,
        detail: platform === '' ? title : `${title} · ${platform}`,
        run: goTo(dashboardPath(id, panel.id)),
      })),
    ),
    ...commandsOf(actions, onHelp),
  ]
  return <Palette open={open} onOpenChange={onOpenChange} entries={entries} />
}

function commandsOf(actions: PageActions, onHelp: () => void): PaletteEntry[] {
  const command = (title: string, detail: string, run: () => void, keys?: string): PaletteEntry => ({
    id: `command/${title}`,
    group: 'Commands',
    title,
    detail,
    run,
    ...(keys !== undefined && { keys }),
  })
  return [
    command('Refresh now', '', actions.refresh, 'd r'),
    command('Kiosk', 'Hide navigation and controls', actions.toggleKiosk, 'd k'),
    command('Copy link', 'To this page with its range', actions.copyLink),
    command('Copy frozen link', 'The range as it is now', actions.copyFrozenLink),
    command('Light theme', '', () => actions.setTheme('light')),
    command('Dark theme', '', () => actions.setTheme('dark')),
    command('System theme', '', () => actions.setTheme('system')),
    command('Zoom out', 'Time range', actions.zoomOut, 't -'),
    command('Keyboard shortcuts', '', onHelp, '?'),
    ...TIME_PRESETS.map((preset) => command(preset.label, 'Time range', () => actions.setRange(preset))),
  ]
}
