import { useNavigate } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import { addressOf } from '~/domain/config/source-addresses'
import type { Panel } from '~/domain/dashboards/model'
import { logsPath } from '~/domain/links/log-links'
import { readPanelLink } from '~/domain/links/panel-links'
import { dashboardPath } from '~/domain/links/paths'
import { platformLogs } from '~/domain/links/platform-logs'
import { resolveTimeRange } from '~/domain/time/time-range'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import type { Answers } from '~/features/dashboards/panel-answers'
import { displayText } from '~/lib/display-text'
import { useView } from '~/state/use-view'
import { viewDefaultsOf } from '~/state/view-defaults'
import { copyAndSay } from '~/ui/primitives/copy-and-say'
import type { MenuGroup, MenuItem } from '~/ui/primitives/menu-entry'
import { showToast } from '~/ui/primitives/toast'

/** What can be done with a panel, for its menu and its shortcuts. */
export interface PanelActions {
  /** Address of the panel's own page with the current view. */
  readonly path: string
  readonly groups: () => readonly MenuGroup[]
  readonly toggleLarge: () => void
  readonly copyLink: () => void
  /** Draws the bounds of buckets on all charts of the page, or takes them away; null where the panel has none. */
  readonly toggleBounds: (() => void) | null
  /** To the log lines of the platform in the range of the panel; null where the configuration names no logs. */
  readonly showLogs: (() => void) | null
}

// Sharing is rare and its code is not small: it comes with the first use.
const loadSharing = () => import('~/features/dashboards/share-panel')
type Sharing = Awaited<ReturnType<typeof loadSharing>>

export function usePanelActions(panel: Panel, answers: Answers, large: boolean, hasBounds: boolean): PanelActions {
  const navigate = useNavigate()
  const { config, plane } = useServices()
  const { dashboard, rangeText, timeZone, questionOf } = useDashboardScope()
  const [{ bounds }, changeView, readView] = useView(viewDefaultsOf(dashboard, config.refreshMs))
  const toggleBounds = hasBounds ? () => changeView({ bounds: !readView().bounds }) : null
  const { logs } = config.sources
  const showLogs =
    logs.length === 0
      ? null
      : () => void navigate(logsPath({ ...platformLogs(logs, dashboard.platform), range: rangeText }))
  const { search } = window.location
  const path = dashboardPath(dashboard.id, panel.id) + search

  const [source] = config.sources.metrics
  /** A Prometheus that lives in the page has no pages of its own. */
  const prometheusUrl = source && addressOf(source)
  const exprs = () => panel.queries.map((query) => questionOf(query.expr, query.instant).expr)
  const withSharing = (use: (sharing: Sharing) => void) => () => {
    loadSharing().then(use, () => showToast('This part of Lookout could not be loaded. Reload the page.', 'fault'))
  }
  const copyLink = withSharing(({ panelLink }) => void copyAndSay('Link', panelLink(dashboard.id, panel.id, search)))
  const copyFrozen = withSharing(
    ({ panelLink, freezeSearch }) =>
      void copyAndSay(
        'Frozen link',
        panelLink(dashboard.id, panel.id, freezeSearch(search, rangeText, plane.tickMs(), timeZone)),
      ),
  )
  const copyEmbed = withSharing(
    ({ embedLink, embedSnippet }) =>
      void copyAndSay('Embed snippet', embedSnippet(embedLink(dashboard.id, panel.id, search), panel.title)),
  )
  const copyCsv = withSharing((sharing) => void copyAndSay('CSV', sharing.printPanelCsv(answers.data)))
  const download = withSharing((sharing) => sharing.downloadCsv(dashboard.title, panel, answers.data))
  const openSource = withSharing(({ openInPrometheus }) => {
    const range = resolveTimeRange(rangeText, plane.tickMs(), timeZone)
    const url = prometheusUrl ?? ''
    if (range.ok) for (const expr of exprs()) openInPrometheus(url, expr, range.value)
  })
  const linkItems = () =>
    panel.links.flatMap(({ title, url }, i) => {
      const target = readPanelLink(url, search, window.location.origin)
      if (target === null) return []
      const { kind } = target
      const follow = kind === 'inside' ? () => void navigate(target.path) : () => openOutside(target.href)
      return [item(`link-${i}`, displayText(title), follow, kind === 'outside' ? target.host : undefined)]
    })
  const toggleLarge = () => void navigate(large ? dashboardPath(dashboard.id) + search : path)

  return {
    path,
    toggleLarge,
    copyLink,
    toggleBounds,
    showLogs,
    groups: () => [
      {
        id: 'view',
        items: [
          item('large', large ? 'Back to the dashboard' : 'View large', toggleLarge, 'v'),
          ...(toggleBounds === null
            ? []
            : [item('bounds', bounds ? 'Hide bucket bounds' : 'Show bucket bounds', toggleBounds, 'p b')]),
          ...(showLogs === null ? [] : [item('logs', 'Logs of this window', showLogs, 'p l')]),
        ],
      },
      {
        id: 'share',
        label: 'Share',
        items: [
          item('link', 'Copy link', copyLink, 'p u'),
          item('frozen', 'Copy link, range frozen', copyFrozen),
          item('embed', 'Copy embed snippet', copyEmbed),
        ],
      },
      ...(panel.links.length === 0 ? [] : [{ id: 'links', label: 'Leads to', items: linkItems() }]),
      ...(panel.queries.length === 0
        ? []
        : [
            {
              id: 'data',
              label: 'Data',
              items: [
                item(
                  'query',
                  panel.queries.length === 1 ? 'Copy query' : 'Copy queries',
                  () => void copyAndSay('Query', exprs().join('\n')),
                ),
                item('csv', 'Copy data as CSV', copyCsv),
                item('download', 'Download data as CSV', download),
                ...(prometheusUrl === undefined ? [] : [item('prometheus', 'Open in Prometheus', openSource)]),
              ],
            },
          ]),
    ],
  }
}

function item(id: string, label: string, onSelect: () => void, hint?: string): MenuItem {
  return { id, label, onSelect, ...(hint !== undefined && { hint }) }
}

/** In a tab of its own, which learns nothing of this one. */
function openOutside(href: string): void {
  window.open(href, '_blank', 'noopener,noreferrer')
}
