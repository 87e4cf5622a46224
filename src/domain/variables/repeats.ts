import type { Dashboard, Panel, PanelEntry, PanelLayout } from '~/domain/dashboards/model'
import type { Binding, Bindings } from './interpolate'

/** More copies than these make no board that anybody reads. */
const MAX_COPIES = 100
const COLUMNS = 24

type Row = Dashboard['rows'][number]

/** A panel, or a copy of one, with what its variables stand for. */
export interface PlacedPanel {
  readonly entry: PanelEntry
  readonly bindings: Bindings
}

export interface PlacedRow {
  readonly row: Row
  readonly bindings: Bindings
}

/** A row with its panels, their places counted from the row's. */
interface Block {
  readonly row: Row | null
  readonly panels: readonly PlacedPanel[]
  readonly bindings: Bindings
  readonly height: number
}

/**
 * Draws repeated rows and panels once for each value of their variable. A copy's id is `<id>@<value>`, so that it has an
 * address of its own; what stands below moves down.
 */
export function expandRepeats(
  dashboard: Pick<Dashboard, 'rows' | 'panels'>,
  bindings: Bindings,
): { readonly rows: readonly PlacedRow[]; readonly panels: readonly PlacedPanel[] } {
  const rows: PlacedRow[] = []
  const panels: PlacedPanel[] = []
  let y = 0
  for (const block of blocksOf(dashboard, bindings).flatMap(repeatBlock)) {
    const { panels: drawn, height } = repeatPanels(block)
    if (block.row !== null) rows.push({ row: { ...block.row, y }, bindings: block.bindings })
    for (const placed of drawn) panels.push(movePanel(placed, y))
    y += Math.max(height, block.height)
  }
  return { rows, panels }
}

function blocksOf({ rows, panels }: Pick<Dashboard, 'rows' | 'panels'>, bindings: Bindings): readonly Block[] {
  const sorted = [...rows].sort((a, b) => a.y - b.y)
  const starts: readonly (Row | null)[] = [null, ...sorted]
  return starts.map((row, i) => {
    const from = row?.y ?? 0
    const to = sorted[i]?.y ?? Number.POSITIVE_INFINITY
    const own = panels.filter((entry) => layoutOf(entry).y >= from && layoutOf(entry).y < to)
    const moved = own.map((entry) => movePanel({ entry, bindings }, -from))
    const bottom = Math.max(row === null ? 0 : 1, ...moved.map(({ entry }) => layoutOf(entry).y + layoutOf(entry).h))
    return { row, panels: moved, bindings, height: Number.isFinite(to) ? Math.max(to - from, bottom) : bottom }
  })
}

function repeatBlock(block: Block): readonly Block[] {
  const { row, bindings } = block
  const values = row?.repeat === undefined ? undefined : bindings.get(row.repeat)?.values
  if (row?.repeat === undefined || values === undefined || values.length === 0) return [block]
  const name = row.repeat
  return values.slice(0, MAX_COPIES).map((value): Block => {
    const own = withValue(bindings, name, value)
    return {
      ...block,
      row: { ...row, id: `${row.id}@${value}` },
      bindings: own,
      panels: block.panels.map(({ entry }) => ({ entry: renamed(entry, value), bindings: own })),
    }
  })
}

/** The panels of a block with the copies of those that are repeated, and how high they are together. */
function repeatPanels({ panels, row }: Block): { panels: readonly PlacedPanel[]; height: number } {
  const sorted = [...panels].sort((a, b) => layoutOf(a.entry).y - layoutOf(b.entry).y)
  const drawn: PlacedPanel[] = []
  /** By how much the panels from a place on are moved down: what repeats beside each other moves them once. */
  const growth = new Map<number, number>()
  for (const placed of sorted) {
    const { y, h } = layoutOf(placed.entry)
    const shift = [...growth].reduce((sum, [from, by]) => (y >= from ? sum + by : sum), 0)
    const copies = copiesOf(placed)
    const lines = Math.max(1, ...copies.map(({ line }) => line + 1))
    growth.set(y + h, Math.max(growth.get(y + h) ?? 0, (lines - 1) * h))
    for (const copy of copies) drawn.push(movePanel(copy.placed, shift + copy.line * h))
  }
  const height = Math.max(row === null ? 0 : 1, ...drawn.map(({ entry }) => layoutOf(entry).y + layoutOf(entry).h))
  return { panels: drawn, height }
}

/** Copies of a panel and the line that each stands in; the panel itself where it is not repeated. */
function copiesOf(placed: PlacedPanel): readonly { placed: PlacedPanel; line: number }[] {
  const { entry, bindings } = placed
  const repeat = entry.ok ? entry.panel.repeat : undefined
  const values = repeat === undefined ? undefined : bindings.get(repeat.by)?.values
  if (!entry.ok || repeat === undefined || values === undefined || values.length === 0) return [{ placed, line: 0 }]
  const shown = values.slice(0, MAX_COPIES)
  const more = values.length - shown.length
  const perRow = repeat.direction === 'down' ? 1 : Math.min(shown.length, repeat.perRow)
  const width = Math.floor(COLUMNS / perRow)
  const place = (copy: PanelEntry, own: Bindings, i: number) => {
    const across = repeat.direction === 'down' ? {} : { x: (i % perRow) * width, w: width }
    return { placed: { entry: withLayout(copy, across), bindings: own }, line: Math.floor(i / perRow) }
  }
  const copies = shown.map((value, i) => place(renamed(entry, value), withValue(bindings, repeat.by, value), i))
  if (more > 0) copies.push(place(restOf(entry.panel, more), bindings, shown.length))
  return copies
}

/** Says in the place of the next copy that there are more. */
function restOf({ id, title, layout }: Panel, more: number): PanelEntry {
  const reason = `${more} more are not drawn. Choose fewer values of the variable.`
  return { ok: false, broken: { id: `${id}@more`, title, layout, issues: [], reason } }
}

function withValue(bindings: Bindings, name: string, value: string): Bindings {
  const { isOwn = false, texts } = bindings.get(name) ?? {}
  const one: Binding = { values: [value], pattern: null, isOwn, ...(texts && { texts }) }
  return new Map([...bindings, [name, one]])
}

function renamed(entry: PanelEntry, value: string): PanelEntry {
  if (entry.ok) return { ok: true, panel: { ...entry.panel, id: `${entry.panel.id}@${value}` } }
  return { ok: false, broken: { ...entry.broken, id: `${entry.broken.id}@${value}` } }
}

function movePanel(placed: PlacedPanel, by: number): PlacedPanel {
  return by === 0 ? placed : { ...placed, entry: withLayout(placed.entry, { y: layoutOf(placed.entry).y + by }) }
}

function withLayout(entry: PanelEntry, patch: Partial<PanelLayout>): PanelEntry {
  if (entry.ok) return { ok: true, panel: { ...entry.panel, layout: { ...entry.panel.layout, ...patch } } }
  return { ok: false, broken: { ...entry.broken, layout: { ...entry.broken.layout, ...patch } } }
}

function layoutOf(entry: PanelEntry): PanelLayout {
  return entry.ok ? entry.panel.layout : entry.broken.layout
}
