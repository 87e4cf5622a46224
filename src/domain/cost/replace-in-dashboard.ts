import type { Dashboard, Kpi, Panel, PanelEntry } from '~/domain/dashboards/model'
import type { DecodeIssue } from '~/lib/decode'
import { expandMacros, type Macro, MacroFault } from './macros'

/** A dashboard whose macros are plain PromQL. A panel that names what is not there keeps its place and says why. */
export function replaceInDashboard(dashboard: Dashboard, macros: ReadonlyMap<string, Macro>): Dashboard {
  const kpis: Kpi[] = []
  const kpiIssues: DecodeIssue[] = [...dashboard.kpiIssues]
  for (const kpi of dashboard.kpis) {
    const result = attempt(() => ({ ...kpi, expr: expandMacros(kpi.expr, macros).expr }))
    if (typeof result === 'string') kpiIssues.push({ path: kpi.title, message: result })
    else kpis.push(result)
  }
  const panels = dashboard.panels.map((entry): PanelEntry => {
    if (!entry.ok) return entry
    const result = attempt(() => replaceInPanel(entry.panel, macros))
    if (typeof result !== 'string') return { ok: true, panel: result }
    const { id, title, layout } = entry.panel
    return { ok: false, broken: { id, title, layout, issues: [{ path: `panel "${id}"`, message: result }] } }
  })
  return { ...dashboard, kpis, kpiIssues, panels }
}

function replaceInPanel(panel: Panel, macros: ReadonlyMap<string, Macro>): Panel {
  const queries = panel.queries.map((query) => {
    const { expr, priced } = expandMacros(query.expr, macros)
    return expr === query.expr ? query : { ...query, expr, ...(priced.length > 0 && { priced }) }
  })
  return { ...panel, queries }
}

function attempt<T extends object>(run: () => T): T | string {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof MacroFault)) throw error
    return error.message
  }
}
