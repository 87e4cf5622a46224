import type { QueryPlane } from '~/data/query-plane/plane'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { questionsOfFreshness } from '~/data/questions/freshness'
import { planPageStep, planQuestions } from '~/data/questions/plan-questions'
import { needsTemplating, templating } from '~/data/variables/needs-templating'
import type { Config } from '~/domain/config/config'
import { findPanel } from '~/domain/dashboards/find-panel'
import type { Dashboard, Kpi, Panel } from '~/domain/dashboards/model'
import { longestRangeMs } from '~/domain/promql/ranges-of'
import type { MetricsSource, ServerClock } from '~/domain/sources'
import { planRefreshMs } from '~/domain/time/refresh'
import { type TimeRangeText, zoneOfRange } from '~/domain/time/time-range'
import { resolveTimeZone } from '~/domain/time/time-zone'
import { OWN_ZONE } from '~/domain/time/zoned-time'
import type { DurationMs } from '~/domain/units-of-measure'
import { delay } from '~/lib/delay'
import { chooseTimeZone } from '~/state/choose'
import { preferences } from '~/state/preferences'
import type { View } from '~/state/view'
import { decodeView } from '~/state/view-codec'
import { viewDefaultsOf } from '~/state/view-defaults'

/** What the page at the first address shows, and the answers that are there so far. */
export interface FirstPage {
  /** As its file says. */
  readonly file: Dashboard
  /** As it is asked: with the values of its variables. */
  readonly dashboard: Dashboard
  /** The panel that has the page to itself; null for the whole board. */
  readonly panel: Panel | null
  /** Those that are shown: that one, or all of the board that can be drawn. */
  readonly panels: readonly Panel[]
  /** Nothing but the panel, for an iframe. */
  readonly bare: boolean
  readonly view: View
  readonly rangeText: TimeRangeText
  /** IANA zone, or `OWN_ZONE`. */
  readonly timeZone: string
  readonly stepMs: DurationMs
  readonly intervalMs: DurationMs | null
  readonly questionOf: (expr: string, instant: boolean) => PlaneQuery
  readonly answers: ReadonlyMap<string, QueryData>
  /** Resolves when a panel has all its answers. */
  readonly some: Promise<void>
  /** Resolves when every question is answered or has failed. */
  readonly all: Promise<void>
}

/** The panel that is answered soonest has the server to itself for so long at most, so that something is painted soon. */
const LEAD_MS = 40

interface FirstServices {
  readonly config: Config
  readonly metrics: MetricsSource
  readonly clock: ServerClock
  readonly plane: QueryPlane
  readonly loadDashboard: (id: string) => Promise<Dashboard>
}

/**
 * Asks for what the page at this address shows before there is a page: the panels join these questions when they are
 * drawn. Null where the address shows no dashboard. Whatever fails here fails again, and is told, where it is shown.
 */
export async function askFirstPage(
  services: FirstServices,
  address: Pick<Location, 'pathname' | 'search'>,
): Promise<FirstPage | null> {
  const { config, metrics, plane } = services
  const params = new URLSearchParams(address.search)
  // Without platforms there is no home, and the first dashboard is at its address.
  const home = config.platforms.length === 0 ? (config.dashboards[0] ?? '') : ''
  const [kind = '', id = home, slug = ''] = address.pathname.split('/').slice(1)
  if (!['', 'd', 'd-solo', 'embed'].includes(kind) || !config.dashboards.includes(id)) return null
  const file = await services.loadDashboard(id).catch(() => null)
  if (file === null) return null
  const view = decodeView(params, viewDefaultsOf(file, config.refreshMs))
  const rangeText = { from: view.from, to: view.to }
  const dashboard = needsTemplating(file, address.search)
    ? await templating.load().then(
        ({ fillWhenKnown }) => fillWhenKnown(services, file, view.vars, rangeText),
        () => null,
      )
    : file
  if (dashboard === null) return null

  const bare = kind === 'embed' || kind === 'd-solo'
  const entry = findPanel(dashboard, (bare ? params.get('panelId') : params.get('viewPanel')) ?? slug)
  const panel = entry?.ok === true ? entry.panel : null
  if (panel === null && (bare || entry !== undefined)) return null
  const zoneWish = chooseTimeZone(view, preferences.getState(), config.timeZone)
  const readZone = () => resolveTimeZone(zoneWish, new Intl.DateTimeFormat().resolvedOptions().timeZone).timeZone
  const { scrapeIntervalMs } = config
  const context = { sourceId: metrics.id, rangeText, timeZone: zoneOfRange(rangeText, readZone), scrapeIntervalMs }
  const nowMs = plane.beginTick()
  const stepMs = planPageStep(context, nowMs)
  const questionOf = planQuestions(dashboard, context, stepMs, nowMs)

  const answers = new Map<string, QueryData>()
  const load = async (question: PlaneQuery) => void answers.set(question.key, await plane.load(question))
  const loadQuery = ({ expr, instant }: { expr: string; instant: boolean }) => load(questionOf(expr, instant))
  const panels = panel === null ? dashboard.panels.flatMap((each) => (each.ok ? [each.panel] : [])) : [panel]
  const tiles = panel === null ? dashboard.kpis.map(queryOfKpi) : []
  const loadAll = async ({ queries }: Panel) => void (await Promise.all(queries.map(loadQuery)))
  // A panel that asks nothing is there at once, and no reason to paint.
  const [first, ...others] = cheapestFirst(panels.filter(({ queries }) => queries.length > 0))
  const lead = first && loadAll(first)
  const afterLead = Promise.race([Promise.allSettled([lead]), delay(LEAD_MS)])
  const wholes = lead ? [lead, ...others.map((each) => afterLead.then(() => loadAll(each)))] : []
  const some = Promise.any(wholes)
  // Awaited later; until then a failure must not count as unhandled.
  some.catch(() => undefined)
  const loadTiles = async () => {
    await afterLead
    await Promise.allSettled(tiles.map(loadQuery))
  }
  const freshness = { questionOf, scrapeIntervalMs, answerOf: ({ key }: PlaneQuery) => answers.get(key) }
  const loadFreshness = async () => {
    for (const question of questionsOfFreshness(dashboard, freshness)) await load(question)
    // Where no target is up there is one more to ask.
    for (const question of questionsOfFreshness(dashboard, freshness).slice(1)) await load(question)
  }
  const all = Promise.allSettled([...wholes, loadTiles(), loadFreshness()]).then(() => undefined)
  return {
    file,
    dashboard,
    panel,
    panels,
    bare,
    view,
    ...{ rangeText, timeZone: zoneWish === OWN_ZONE ? OWN_ZONE : readZone(), stepMs, questionOf, answers },
    intervalMs: planRefreshMs(view.refresh, stepMs * 360, scrapeIntervalMs),
    some,
    all,
  }
}

/** By how far back they read, which is what a server's work grows with; macros stand for little. */
function cheapestFirst(panels: readonly Panel[]): Panel[] {
  return panels
    .map((panel) => ({ panel, costMs: Math.max(...panel.queries.map(({ expr }) => longestRangeMs(expr))) }))
    .sort((a, b) => a.costMs - b.costMs)
    .map(({ panel }) => panel)
}

/** A tile asks for its newest value. */
export function queryOfKpi({ expr, title }: Kpi) {
  return { expr, legend: title, instant: true }
}
