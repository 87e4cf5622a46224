import type { QueryClient } from '@tanstack/react-query'
import { dashboardQuery, type Services } from '~/data/services-context'
import type { Dashboard } from '~/domain/dashboards/model'
import { resolveTimeZone } from '~/domain/time/time-zone'
import { planPageStep, planQuestions } from '~/features/dashboards/plan-questions'
import { chooseTimeZone } from '~/state/choose'
import { preferences } from '~/state/preferences'
import { viewDefaultsOf } from '~/state/use-view'
import { decodeView } from '~/state/view-codec'

/**
 * Asks for what the page at this address will show, before there is a page: the panels join these questions when they are
 * drawn, and find the answers on their way. Whatever fails here fails again, and is told, where it is shown.
 */
export async function warmUp(services: Services, client: QueryClient, address: Pick<Location, 'pathname' | 'search'>) {
  const [kind, id = services.config.dashboards[0] ?? '', panelId] = address.pathname.split('/').slice(1)
  if (kind !== '' && kind !== 'd' && kind !== 'embed') return
  if (!services.config.dashboards.includes(id)) return
  const dashboard = await client.fetchQuery(dashboardQuery(services, id)).catch(() => null)
  if (dashboard === null) return
  const { config, metrics, plane } = services
  const view = decodeView(new URLSearchParams(address.search), viewDefaultsOf(dashboard, config.refreshMs))
  const zoneWish = chooseTimeZone(view, preferences.getState(), config.timeZone)
  const { timeZone } = resolveTimeZone(zoneWish, new Intl.DateTimeFormat().resolvedOptions().timeZone)
  const context = {
    sourceId: metrics.id,
    rangeText: { from: view.from, to: view.to },
    timeZone,
    scrapeIntervalMs: config.scrapeIntervalMs,
  }
  const nowMs = plane.beginTick()
  const questionOf = planQuestions(dashboard, context, planPageStep(context, nowMs), nowMs)
  for (const { expr, instant } of queriesOf(dashboard, panelId)) plane.load(questionOf(expr, instant)).catch(() => null)
}

/** Queries of one panel, or of all panels where the address names none, and of the tiles. */
function queriesOf(dashboard: Dashboard, panelId: string | undefined) {
  const panels = dashboard.panels.flatMap((entry) => (entry.ok ? [entry.panel] : []))
  const one = panels.filter(({ id }) => id === panelId)
  if (one.length > 0) return one.flatMap(({ queries }) => queries)
  const tiles = dashboard.kpis.map(({ expr }) => ({ expr, instant: true }))
  return [...panels.flatMap(({ queries }) => queries), ...tiles]
}
