import type { BrokenPanel, Dashboard, PanelEntry, PanelLayout } from '~/domain/dashboards/model'
import { dashboardFrameSchema, kpiSchema, panelSchema } from '~/domain/dashboards/schema'
import { type DecodeIssue, decode, decodeAt, decodeEntry } from '~/lib/decode'

/**
 * Decodes a dashboard file. A fault of the dashboard itself throws a DecodeError with its path; a fault of one panel makes
 * that panel a `BrokenPanel`, and the others live.
 */
export function decodeDashboard(input: unknown): Dashboard {
  const { kpis, panels, $schema: _, ...frame } = decode(dashboardFrameSchema, input)
  const kpiIssues: DecodeIssue[] = []
  const goodKpis = kpis.flatMap((kpi, i) => decodeEntry(`/kpis/${i}`, () => decode(kpiSchema, kpi), kpiIssues))
  return { ...frame, kpis: goodKpis, kpiIssues, panels: withUniqueIds(panels.map(decodePanel)) }
}

function decodePanel(input: unknown, index: number): PanelEntry {
  const result = decodeAt(`/panels/${index}`, () => decode(panelSchema, input))
  if ('value' in result) return { ok: true, panel: result.value }
  return { ok: false, broken: { ...placeOf(input, index), issues: result.issues } }
}

/** What of a broken panel can still be read: enough to put the message where the panel would be. */
function placeOf(input: unknown, index: number): Omit<BrokenPanel, 'issues'> {
  const fields = input !== null && typeof input === 'object' ? new Map(Object.entries(input)) : new Map()
  const title = fields.get('title')
  const layout = decodeAt('', () => decode(panelSchema.entries.layout, fields.get('layout')))
  return {
    id: `broken-${index + 1}`,
    title: typeof title === 'string' && title !== '' ? title.slice(0, 200) : `Panel ${index + 1}`,
    layout: 'value' in layout ? layout.value : { x: 0, y: 10_000, w: 12, h: 6 },
  }
}

/** Two panels at one address: the second one is broken, or a link would show the wrong one. */
function withUniqueIds(entries: readonly PanelEntry[]): PanelEntry[] {
  const seen = new Set<string>()
  return entries.map((entry, index) => {
    if (!entry.ok) return entry
    const { id, title, layout } = entry.panel
    if (!seen.has(id)) {
      seen.add(id)
      return entry
    }
    const issues = [{ path: `/panels/${index}/id`, message: `"${id}" is the id of another panel too` }]
    return { ok: false, broken: { id: `broken-${index + 1}`, title, layout, issues } satisfies BrokenPanel }
  })
}

/** Panels in reading order: from top to bottom, then from left to right. */
export function inReadingOrder<T>(items: readonly T[], layoutOf: (item: T) => PanelLayout): T[] {
  return [...items].sort((a, b) => layoutOf(a).y - layoutOf(b).y || layoutOf(a).x - layoutOf(b).x)
}
