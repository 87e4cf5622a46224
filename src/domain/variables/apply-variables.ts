import type { BrokenPanel, Dashboard, Kpi, Panel, PanelEntry } from '~/domain/dashboards/model'
import { PromqlParseError } from '~/domain/promql/ast'
import type { DecodeIssue } from '~/lib/decode'
import { filterExpr } from './filter-expr'
import type { Filter } from './filters'
import {
  type Bindings,
  InterpolationFault,
  interpolateExpr,
  interpolateText,
  interpolateUrl,
  referencesOf,
} from './interpolate'
import { expandRepeats, type PlacedPanel } from './repeats'
import type { Resolution } from './resolve-variables'

/**
 * The dashboard as it is for the values that are chosen: an ordinary one without variables, repeated panels drawn once a
 * value, every selector with the filters. What cannot be asked keeps its place and says why.
 */
export function applyVariables(dashboard: Dashboard, resolution: Resolution, filters: readonly Filter[]): Dashboard {
  const { bindings, problems } = resolution
  const chosen: Chosen = { bindings, problems, filters }
  const kpis: Kpi[] = []
  const kpiIssues: DecodeIssue[] = [...dashboard.kpiIssues]
  for (const kpi of dashboard.kpis) {
    const asked = attempt(() => ({
      ...kpi,
      title: interpolateText(kpi.title, bindings),
      expr: exprFor(kpi.expr, chosen),
    }))
    if (typeof asked === 'string') kpiIssues.push({ path: kpi.title, message: asked })
    else kpis.push(asked)
  }
  const { rows, panels } = expandRepeats(dashboard, bindings)
  const { freshness } = dashboard
  return {
    ...dashboard,
    title: interpolateText(dashboard.title, bindings),
    kpis,
    kpiIssues,
    rows: rows.map(({ row, bindings: own }) => ({ ...row, title: interpolateText(row.title, own) })),
    panels: panels.map((placed) => fill(placed, chosen)),
    // How fresh the platform's data are does not depend on what is chosen of them.
    // Where it takes a value that nobody knows, nobody can tell.
    ...(freshness === undefined ? {} : { freshness: attemptOr(() => exprFor(freshness, { ...chosen, filters: [] })) }),
    variables: [],
  }
}

interface Chosen {
  readonly bindings: Bindings
  readonly problems: ReadonlyMap<string, string>
  readonly filters: readonly Filter[]
}

function fill({ entry, bindings }: PlacedPanel, { problems, filters }: Chosen): PanelEntry {
  if (!entry.ok) return entry
  const { panel } = entry
  const chosen = { bindings, problems, filters }
  const title = interpolateText(panel.title, bindings)
  const filled = attempt((): Panel => {
    const missing = panel.repeat === undefined ? undefined : problems.get(panel.repeat.by)
    if (missing !== undefined) throw new InterpolationFault(panel.repeat?.by ?? '', missing)
    return {
      ...panel,
      title,
      description: interpolateText(panel.description, bindings),
      queries: panel.queries.map((query) => ({
        ...query,
        expr: exprFor(query.expr, chosen),
        legend: interpolateText(query.legend, bindings),
      })),
      links: panel.links.map((link) => ({
        title: interpolateText(link.title, bindings),
        url: interpolateUrl(link.url, bindings),
      })),
      options: fillOptions(panel.options, bindings),
    }
  })
  if (typeof filled !== 'string') return { ok: true, panel: filled }
  const broken: BrokenPanel = { id: panel.id, title, layout: panel.layout, issues: [], reason: filled }
  return { ok: false, broken }
}

/** The expression to ask; throws what cannot be asked. */
function exprFor(expr: string, { bindings, problems, filters }: Chosen): string {
  const missing = referencesOf(expr).find((name) => problems.has(name))
  if (missing !== undefined) throw new InterpolationFault(missing, problems.get(missing) ?? '')
  return filterExpr(interpolateExpr(expr, bindings), filters)
}

/** Texts and addresses in the options of a panel, at any depth. */
function fillOptions(options: Panel['options'], bindings: Bindings): Panel['options'] {
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [key, fillOption(key, value, bindings)]))
}

function fillOption(key: string, value: unknown, bindings: Bindings): unknown {
  if (typeof value === 'string') {
    return key === 'url' || key === 'href' ? interpolateUrl(value, bindings) : interpolateText(value, bindings)
  }
  if (Array.isArray(value)) return value.map((each) => fillOption(key, each, bindings))
  if (value === null || typeof value !== 'object') return value
  return fillOptions(value as Panel['options'], bindings)
}

/** What a step gives, or in words why it cannot be made. */
function attempt<T extends object>(run: () => T): T | string {
  try {
    return run()
  } catch (error) {
    if (error instanceof InterpolationFault) return error.message
    if (error instanceof PromqlParseError) return `The filters cannot be put into this query: ${error.message}.`
    throw error
  }
}

function attemptOr(run: () => string): string | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
