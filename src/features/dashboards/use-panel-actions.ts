import { useNavigate } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import { addressOf } from '~/domain/config/source-addresses'
import type { Panel } from '~/domain/dashboards/model'
import { dashboardPath } from '~/domain/links/paths'
import { resolveTimeRange } from '~/domain/time/time-range'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import type { Answers } from '~/features/dashboards/panel-answers'
import { copyText } from '~/lib/copy-text'
import type { MenuGroup, MenuItem } from '~/ui/primitives/menu-entry'
import { showToast } from '~/ui/primitives/toast'

/** What can be done with a panel, for its menu and its shortcuts. */
export interface PanelActions {
  /** Address of the panel's own page with the current view. */
  readonly path: string
  readonly groups: () => readonly MenuGroup[]
  readonly toggleLarge: () => void
  readonly copyLink: () => void
}

// Sharing is rare and its code is not small: it comes with the first use.
const loadSharing = () => import('~/features/dashboards/share-panel')
type Sharing = Awaited<ReturnType<typeof loadSharing>>

export function usePanelActions(panel: Panel, answers: Answers, large: boolean): PanelActions {
  const navigate = useNavigate()
  const { config, plane } = useServices()
  const { dashboard, rangeText, timeZone, questionOf } = useDashboardScope()
  const { search } = window.location
  const path = dashboardPath(dashboard.id, panel.id) + search

  const [source] = config.sources.metrics
  /** A Prometheus that lives in the page has no pages of its own. */
  const prometheusUrl = source && addressOf(source)
  const exprs = () => panel.queries.map((query) => questionOf(query.expr, query.instant).expr)
  const withSharing = (use: (sharing: Sharing) => void) => () => {
    loadSharing().then(use, () => showToast('This part of Lookout could not be loaded. Reload the page.', 'fault'))
  }
  const copyLink = withSharing(({ panelLink }) => copy('Link', panelLink(dashboard.id, panel.id, search)))
  const copyFrozen = withSharing(({ panelLink, freezeSearch }) =>
    copy('Frozen link', panelLink(dashboard.id, panel.id, freezeSearch(search, rangeText, plane.tickMs(), timeZone))),
  )
  const copyEmbed = withSharing(({ embedLink, embedSnippet }) =>
    copy('Embed snippet', embedSnippet(embedLink(dashboard.id, panel.id, search), panel.title)),
  )
  const copyCsv = withSharing((sharing) => copy('CSV', sharing.printPanelCsv(answers.data)))
  const download = withSharing((sharing) => sharing.downloadCsv(dashboard.title, panel, answers.data))
  const openSource = withSharing(({ openInPrometheus }) => {
    const range = resolveTimeRange(rangeText, plane.tickMs(), timeZone)
    const url = prometheusUrl ?? ''
    if (range.ok) for (const expr of exprs()) openInPrometheus(url, expr, range.value)
  })
  const toggleLarge = () => void navigate(large ? dashboardPath(dashboard.id) + search : path)

  return {
    path,
    toggleLarge,
    copyLink,
    groups: () => [
      { id: 'view', items: [item('large', large ? 'Back to the dashboard' : 'View large', toggleLarge, 'v')] },
      {
        id: 'share',
        label: 'Share',
        items: [
          item('link', 'Copy link', copyLink, 'p u'),
          item('frozen', 'Copy link, range frozen', copyFrozen),
          item('embed', 'Copy embed snippet', copyEmbed),
        ],
      },
      ...(panel.queries.length === 0
        ? []
        : [
            {
              id: 'data',
              label: 'Data',
              items: [
                item('query', panel.queries.length === 1 ? 'Copy query' : 'Copy queries', () =>
                  copy('Query', exprs().join('\n')),
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

function copy(what: string, text: string): void {
  void copyText(text).then((copied) => {
    if (copied) showToast(`${what} copied`)
    else showToast(`The browser does not allow copying here. ${what}: ${text.slice(0, 300)}`, 'fault')
  })
}
