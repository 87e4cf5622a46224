import type { Attribute, Emission, Flow, LevelRef, PlatformModel, Share, Spread, When } from './platform-model'

/*
 * Events with equal attributes are one cell: the engine moves counts of events from cell to cell and never single events. Cells
 * are made of those attributes alone that matter from there on, so that there are few of them.
 */

/** Attribute names to values. */
export type Cell = ReadonlyMap<string, string>

/** One attribute drawn: events of a cell go on to cells of the next stage. */
export interface StagePlan {
  readonly cells: readonly Cell[]
  /** By cell of the stage before: the ways its events can go. Without shares all go to the one. */
  readonly splits: readonly (readonly { readonly to: number; readonly share: Share | undefined }[])[]
}

export interface FlowPlan {
  readonly flow: Flow
  readonly parent: FlowPlan | undefined
  /** Cells in which events are born, before their own attributes are drawn. */
  readonly born: readonly Cell[]
  /** By cell of the parent: where its children are born, or undefined where it has none. */
  readonly bornFrom: readonly (number | undefined)[]
  readonly stages: readonly StagePlan[]
  /** Cells once all attributes are drawn. */
  readonly cells: readonly Cell[]
}

/** Plans the cells of all flows. Throws where a flow's parent does not stand before it. */
export function planFlows(model: PlatformModel, labelsOf: (metric: string) => readonly string[]): readonly FlowPlan[] {
  const needs = new Map<string, Set<string>>()
  for (const flow of model.flows.toReversed()) {
    const children = model.flows.filter(({ arrivals }) => 'parent' in arrivals && arrivals.parent === flow.id)
    needs.set(flow.id, finalNeeds(flow, children, needs, labelsOf))
  }
  const plans = new Map<string, FlowPlan>()
  for (const flow of model.flows) {
    const { arrivals } = flow
    const parent = 'parent' in arrivals ? plans.get(arrivals.parent) : undefined
    if ('parent' in arrivals && !parent) {
      throw new Error(`the model ${model.id} has no flow ${arrivals.parent} before its child ${flow.id}`)
    }
    if (plans.has(flow.id)) throw new Error(`the model ${model.id} has two flows ${flow.id}`)
    plans.set(flow.id, planFlow(flow, parent, needs.get(flow.id) ?? new Set()))
  }
  return [...plans.values()]
}

function planFlow(flow: Flow, parent: FlowPlan | undefined, needed: ReadonlySet<string>): FlowPlan {
  const attributes = flow.attributes ?? []
  // What matters after each attribute is drawn: what the later ones look at, and what is needed in the end.
  const needAfter = attributes.map(
    (_, index) => new Set([...needed, ...attributes.slice(index + 1).flatMap(attributeNeeds)]),
  )
  const births = createCellSet()
  const when = 'parent' in flow.arrivals ? flow.arrivals.when : undefined
  const bornNeeds = bornNeedsOf(flow, needed)
  const bornFrom = (parent?.cells ?? []).map((cell) => (isWhen(when, cell) ? births.add(cell, bornNeeds) : undefined))
  if (!parent) births.add(new Map(), bornNeeds)

  let cells = births.cells
  const stages = attributes.map((attribute, index) => {
    const next = createCellSet()
    const need = needAfter[index] ?? needed
    const splits = cells.map((cell) =>
      splitCell(cell, attribute).map(({ to, share }) => ({ to: next.add(to, need), share })),
    )
    cells = next.cells
    return { cells, splits }
  })
  return { flow, parent, born: births.cells, bornFrom, stages, cells }
}

function splitCell(cell: Cell, { name, when, options }: Attribute): readonly { to: Cell; share: Share | undefined }[] {
  if (!isWhen(when, cell)) return [{ to: cell, share: undefined }]
  return options.map(({ value, share, sets }) => ({
    to: new Map([...cell, [name, value], ...Object.entries(sets ?? {})]),
    share: resolveBy(share, cell),
  }))
}

/** The level that a share of this cell is, by name. */
function resolveBy(share: Share | undefined, cell: Cell): Share | undefined {
  return typeof share === 'object' ? `${share.level}.${cell.get(share.by) ?? ''}` : share
}

/** Whether events of a cell satisfy a condition. */
export function isWhen(when: When | undefined, cell: Cell): boolean {
  if (!when) return true
  const value = cell.get(when.attribute)
  return value !== undefined && (typeof when.value === 'string' ? when.value === value : when.value.includes(value))
}

/** Cells that differ in what is needed of them; adding gives the cell's index. */
function createCellSet() {
  const cells: Cell[] = []
  const indexOf = new Map<string, number>()
  return {
    cells,
    add(cell: Cell, needed: ReadonlySet<string>): number {
      const kept = [...cell].filter(([name]) => needed.has(name)).sort(([a], [b]) => (a < b ? -1 : 1))
      const key = JSON.stringify(kept)
      let index = indexOf.get(key)
      if (index === undefined) {
        index = cells.push(new Map(kept)) - 1
        indexOf.set(key, index)
      }
      return index
    },
  }
}

const byOf = (share: Share | undefined): readonly string[] =>
  typeof share === 'object' ? [(share satisfies LevelRef).by] : []
const spreadNeeds = (spread: Spread | undefined): readonly string[] =>
  spread ? [spread.median, spread.slow?.share, spread.slow?.median].flatMap(byOf) : []
const whenNeeds = (when: When | undefined): readonly string[] => (when ? [when.attribute] : [])
const attributeNeeds = ({ when, options }: Attribute): readonly string[] => [
  ...whenNeeds(when),
  ...options.flatMap(({ share }) => byOf(share)),
]

function emissionNeeds(emission: Emission, labelsOf: (metric: string) => readonly string[]): readonly string[] {
  const labels = labelsOf(emission.metric).flatMap((label) => {
    const source = emission.labels?.[label]
    if (typeof source === 'string') return []
    return [source?.attribute ?? label]
  })
  const { observe } = emission
  return [
    ...labels,
    ...whenNeeds(emission.when),
    ...spreadNeeds(typeof observe === 'object' ? observe : undefined),
    ...spreadNeeds(emission.amount),
  ]
}

/** Attributes that an event of this flow has to have once all are drawn. */
function finalNeeds(
  flow: Flow,
  children: readonly Flow[],
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  labelsOf: (metric: string) => readonly string[],
): Set<string> {
  const ofChildren = children.flatMap((child) => [
    ...bornNeedsOf(child, needs.get(child.id) ?? new Set()),
    ...('parent' in child.arrivals ? whenNeeds(child.arrivals.when) : []),
  ])
  return new Set([
    ...flow.emissions.flatMap((emission) => emissionNeeds(emission, labelsOf)),
    ...spreadNeeds(flow.wait),
    ...spreadNeeds(flow.work),
    ...ofChildren,
  ])
}

/** Attributes that an event has to be born with. */
function bornNeedsOf(flow: Flow, needed: ReadonlySet<string>): ReadonlySet<string> {
  const each = 'parent' in flow.arrivals ? byOf(flow.arrivals.each) : []
  return new Set([...needed, ...each, ...(flow.attributes ?? []).flatMap(attributeNeeds)])
}
