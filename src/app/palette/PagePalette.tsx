import { useNavigate } from 'react-router-dom'
import { useMemoOf } from '~/data/alerts/use-memo-of'
import { useRuleStates } from '~/data/alerts/use-rule-states'
import { useServices } from '~/data/services-context'
import { flowPath } from '~/domain/links/flow-paths'
import { FLOW_PAGES } from '~/domain/links/log-links'
import { guessPastedId } from '~/domain/links/pasted-id'
import { dashboardPath } from '~/domain/links/paths'
import { TIME_PRESETS } from '~/domain/time/presets'
import { displayText } from '~/lib/display-text'
import type { PageActions } from '../actions/use-page-actions'
import { OWN_PAGES } from '../shell/own-pages'
import { useDashboards } from '../shell/use-page'
import type { PaletteEntry } from './entries'
import { metricUses } from './metric-entries'
import { Palette } from './Palette'

export interface PagePaletteProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly actions: PageActions
  readonly search: string
  readonly onHelp: () => void
}

/** The palette with what this installation has: dashboards, their panels, alerts, metrics and playlists, and the commands of the page. */
export function PagePalette({ open, onOpenChange, actions, search, onHelp }: PagePaletteProps) {
  const navigate = useNavigate()
  const { config } = useServices()
  const { rules } = useRuleStates(open)
  const read = useDashboards()
  const dashboards = read.map(({ id, dashboard }) => ({
    id,
    title: dashboard?.title ?? id,
    platform: config.platforms.find((platform) => platform.id === dashboard?.platform)?.title ?? '',
    panels: (dashboard?.panels ?? []).map((entry) => (entry.ok ? entry.panel : entry.broken)),
  }))
  const asking = dashboards.flatMap(({ id, title, platform, panels }) =>
    panels.map((panel) => ({
      path: dashboardPath(id, panel.id),
      words: [panel.title, title, platform].filter(Boolean).join(' · '),
      exprs: 'queries' in panel ? panel.queries.map(({ expr }) => expr) : [],
    })),
  )
  const uses = useMemoOf(() => (open ? metricUses(asking) : []), [open, ...read.map(({ dashboard }) => dashboard)])
  const goTo = (pathname: string) => () => void navigate({ pathname, search })
  const home = { id: 'home', group: 'Dashboards' as const, title: 'Home', detail: 'All platforms', keys: 'g h' }
  const entries: PaletteEntry[] = [
    ...(config.platforms.length === 0 ? [] : [{ ...home, run: goTo('/') }]),
    {
      id: 'alerts',
      group: 'Dashboards',
      title: OWN_PAGES.alerts,
      detail: 'What fires',
      keys: 'g a',
      run: goTo('/alerts'),
    },
    {
      id: 'slo',
      group: 'Dashboards',
      title: OWN_PAGES.slo,
      detail: 'Objectives, what is left of them and how fast it burns',
      keys: 'g b',
      run: goTo('/slo'),
    },
    {
      id: 'outlook',
      group: 'Dashboards',
      title: OWN_PAGES.outlook,
      detail: 'What is unusual, what deploys changed, what fills up',
      run: goTo('/outlook'),
    },
    {
      id: 'logs',
      group: 'Dashboards',
      title: OWN_PAGES.logs,
      detail: 'Lines of all services',
      keys: 'g l',
      run: goTo('/logs'),
    },
    {
      id: 'status',
      group: 'Dashboards',
      title: OWN_PAGES.status,
      detail: 'Whether everything answers',
      run: goTo('/status'),
    },
    {
      id: 'cost',
      group: 'Dashboards',
      title: OWN_PAGES.cost,
      detail: 'Where the money goes',
      keys: 'g c',
      run: goTo('/cost'),
    },
    { id: 'audit', group: 'Dashboards', title: OWN_PAGES.audit, detail: 'Who did what', run: goTo('/audit') },
    {
      id: 'traces',
      group: 'Dashboards',
      title: OWN_PAGES.traces,
      detail: 'Slow and failed',
      keys: 'g t',
      run: goTo('/traces'),
    },
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
    ...[...new Map(rules.map((rule) => [rule.name, rule])).values()].map(({ name, labels }) => ({
      id: `alert/${name}`,
      group: 'Alerts' as const,
      title: displayText(name),
      detail: displayText(['severity', 'platform'].flatMap((label) => labels.get(label) ?? []).join(' · ')),
      run: () => void navigate({ pathname: '/alerts/rules', search: withRule(search, name) }),
    })),
    ...uses.map(({ metric, panel: { path, words } }) => ({
      id: `metric/${metric}${path}`,
      group: 'Metrics' as const,
      title: metric,
      detail: words,
      run: goTo(path),
    })),
    ...config.playlists.map(({ id, title }) => ({
      id: `tv/${id}`,
      group: 'Playlists' as const,
      title: title ?? id,
      detail: 'Its pages in turn, on a wall',
      run: () => void navigate(`/tv/${encodeURIComponent(id)}`),
    })),
    {
      id: 'command/Open trace',
      group: 'Commands',
      title: 'Open trace…',
      detail: 'Recent ones; an id can be pasted here too',
      run: goTo('/traces'),
    },
    ...commandsOf(actions, onHelp),
  ]
  const offer = (text: string): PaletteEntry | null => {
    const pasted = guessPastedId(text)
    const path = pasted === null ? null : flowPath(pasted.field, pasted.id)
    if (pasted === null || path === null) return null
    const kind = FLOW_PAGES.find(([, field]) => field === pasted.field)?.[2].toLowerCase() ?? 'trace'
    const title = `Open ${kind} ${displayText(pasted.id)}`
    return { id: 'command/Open id', group: 'Commands', title, detail: 'Its lines and spans', run: goTo(path) }
  }
  return <Palette open={open} onOpenChange={onOpenChange} entries={entries} offer={offer} />
}

/** The range of the page goes along. */
function withRule(search: string, name: string): string {
  const params = new URLSearchParams(search)
  params.set('rule', name)
  return `?${params}`
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
    command('Filter by a label', 'Every panel of the dashboard', actions.addFilter, 'd f'),
    command('Kiosk', 'Hide navigation and controls', actions.toggleKiosk, 'd k'),
    ...(actions.annotations === 'none'
      ? []
      : [
          command(
            actions.annotations === 'hidden' ? 'Show annotations' : 'Hide annotations',
            'Restarts, deploys and alerts on charts',
            actions.toggleAnnotations,
            'd a',
          ),
        ]),
    command('Copy link', 'To this page with its range', actions.copyLink),
    command('Copy frozen link', 'The range as it is now', actions.copyFrozenLink),
    command('Light theme', '', () => actions.setTheme('light')),
    command('Dark theme', '', () => actions.setTheme('dark')),
    command('System theme', '', () => actions.setTheme('system')),
    command('Zoom out', 'Time range', actions.zoomOut, 't -'),
    command('Compare with yesterday', 'All panels', () => actions.compareWith('1d'), 'd c'),
    command('Compare with last week', 'All panels', () => actions.compareWith('1w')),
    command('Stop comparing', 'With an earlier period', () => actions.compareWith(null)),
    command('Keyboard shortcuts', '', onHelp, '?'),
    ...TIME_PRESETS.map((preset) => command(preset.label, 'Time range', () => actions.setRange(preset))),
  ]
}
