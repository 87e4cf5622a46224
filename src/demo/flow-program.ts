import type { FlowPlan, StagePlan } from './flow-cells'
import { planFlows } from './flow-cells'
import { type CellSpread, compileEmissions, createBirth, createCellSpread, type OpsByMoment } from './flow-ops'
import type { Levels } from './levels'
import type { SlotTable } from './metric-slots'
import type { Flow, PlatformModel, Spread } from './platform-model'
import { hashText, mixKeys } from './random'
import { createRunningEvents, type RunningEvents } from './running-events'
import { type Bins, createBins, createSpreadDraws } from './spread-draws'

/** The ways that events of one cell go when an attribute is drawn. */
export interface SplitProgram {
  readonly to: Int32Array
  /** Level of each way's share. */
  readonly shares: Int32Array
  /** The way that takes what the others leave. */
  readonly rest: number
}

export interface StageProgram {
  readonly splits: readonly SplitProgram[]
  /** Events by cell after the draw; reused each tick. */
  readonly counts: Int32Array
}

/** The wait or the work of a flow. */
export interface TimeProgram {
  /** Most seconds. */
  readonly max: number
  readonly bins: Bins
  /** By cell. */
  readonly spreads: readonly CellSpread[]
}

/** A flow with all names resolved: levels and cells are indices, series are slots. */
export interface FlowProgram {
  readonly id: string
  /** Of the flow's stream of random numbers. */
  readonly key: number
  readonly diesWith: string | undefined
  /** Level of a root flow's rate, or -1. */
  readonly rate: number
  /** Level of a child's count by the cell in which it is born; undefined where there is exactly one. */
  readonly each: Int32Array | undefined
  /** What parents bore in this tick, by cell. */
  readonly born: Int32Array
  readonly stages: readonly StageProgram[]
  readonly ops: OpsByMoment
  readonly wait: TimeProgram | undefined
  readonly work: TimeProgram | undefined
  /** undefined where an event takes no time. */
  readonly running: RunningEvents | undefined
}

const LONGEST_SECONDS = 6 * 3600

/** What a time without `max` is capped at. */
const DEFAULT_MAX_SECONDS = 3600

/** Delays are drawn in bins of which each ends this much later than the one before, besides those of the histograms. */
const DELAY_RATIO = 1.6

export interface FlowContext {
  readonly model: PlatformModel
  readonly seed: number
  readonly levels: Levels
  readonly slots: SlotTable
  readonly tickSeconds: number
}

/** Compiles the flows of a model, parents before children. */
export function compileFlows(context: FlowContext): readonly FlowProgram[] {
  const { model, slots } = context
  const plans = planFlows(model, (metric) => [...(slots.find(metric).rows[0]?.keys() ?? [])])
  const born = new Map(plans.map((plan) => [plan, new Int32Array(plan.born.length)]))
  return plans.map((plan) => {
    const program = compileFlow(plan, born.get(plan) ?? new Int32Array(), context)
    for (const child of plans) {
      const { arrivals } = child.flow
      if (child.parent !== plan || !('parent' in arrivals)) continue
      // Without a wait, work begins at the start.
      const moment = arrivals.at === 'begin' && !program.wait ? 'start' : arrivals.at
      child.bornFrom.forEach((to, cell) => {
        const births = born.get(child)
        if (to !== undefined && births) program.ops[moment][cell]?.push(createBirth(births, to))
      })
    }
    return program
  })
}

function compileFlow(plan: FlowPlan, born: Int32Array, context: FlowContext): FlowProgram {
  const { model, levels, slots, seed, tickSeconds } = context
  const { flow, cells } = plan
  const { arrivals } = flow
  if (flow.diesWith !== undefined && !model.targets.some(({ job }) => job === flow.diesWith)) {
    throw new Error(`the model ${model.id} has no target ${flow.diesWith}, with which the flow ${flow.id} dies`)
  }
  const compileTime = (spread: Spread | undefined, observe: 'wait' | 'duration'): TimeProgram | undefined => {
    if (!spread) return undefined
    const max = spread.max ?? DEFAULT_MAX_SECONDS
    const capped = { ...spread, max }
    const bins = createBins(capped, delayBounds(flow, max, observe, context))
    const draws = createSpreadDraws(capped, bins)
    return { max, bins, spreads: cells.map((cell) => createCellSpread(capped, draws, cell, levels)) }
  }
  const wait = compileTime(flow.wait, 'wait')
  const work = compileTime(flow.work, 'duration')
  const each = 'parent' in arrivals ? arrivals.each : undefined
  const longest = (wait?.max ?? 0) + (work?.max ?? 0)
  if (longest > LONGEST_SECONDS)
    throw new Error(`the model ${model.id} has a flow ${flow.id} that can take over 6 hours`)
  const observes = (what: 'wait' | 'duration') => flow.emissions.some(({ observe }) => observe === what)
  const ops = compileEmissions({
    modelId: model.id,
    plan,
    slots,
    levels,
    waitBins: wait?.bins,
    workBins: work?.bins,
  })
  return {
    id: flow.id,
    key: mixKeys(seed, hashText(model.id), hashText(flow.id)),
    diesWith: flow.diesWith,
    rate: 'rate' in arrivals ? levels.resolve(arrivals.rate) : -1,
    each:
      each === undefined
        ? undefined
        : Int32Array.from(plan.born, (cell) => levels.resolve(each, (name) => cell.get(name))),
    born,
    stages: compileStages(plan, context),
    ops,
    wait,
    work,
    running:
      wait || work
        ? createRunningEvents({
            cells: cells.length,
            mostTicks: Math.ceil(longest / tickSeconds) + 1,
            tracksBegin: wait !== undefined && hasBegin(plan, context),
            waitBins: wait && observes('wait') ? wait.bins.uppers.length : 0,
            workBins: work && observes('duration') ? work.bins.uppers.length : 0,
          })
        : undefined,
  }
}

function hasBegin({ flow }: FlowPlan, { model }: FlowContext): boolean {
  return (
    flow.emissions.some(({ at }) => at === 'begin' || at === 'waiting' || at === 'working') ||
    model.flows.some(({ arrivals }) => 'parent' in arrivals && arrivals.parent === flow.id && arrivals.at === 'begin')
  )
}

/** Borders of all buckets that observe this time, and between them enough that delays in ticks are spread well. */
function delayBounds(
  flow: Flow,
  max: number,
  observe: 'wait' | 'duration',
  { slots, tickSeconds }: FlowContext,
): readonly number[] {
  const bounds = new Set<number>()
  for (const emission of flow.emissions) {
    if (emission.observe !== observe) continue
    for (const bound of slots.find(emission.metric).bounds) if (Number.isFinite(bound)) bounds.add(bound)
  }
  for (let bound = tickSeconds / 2; bound < max; bound *= DELAY_RATIO) bounds.add(bound)
  return [...bounds].sort((a, b) => a - b)
}

function compileStages(plan: FlowPlan, { levels }: FlowContext): readonly StageProgram[] {
  return plan.stages.map((stage: StagePlan) => ({
    counts: new Int32Array(stage.cells.length),
    splits: stage.splits.map((ways) => {
      const rest = ways.findIndex(({ share }) => share === undefined)
      return {
        to: Int32Array.from(ways, ({ to }) => to),
        shares: Int32Array.from(ways, ({ share }) => levels.resolve(share ?? 0)),
        rest: rest === -1 ? 0 : rest,
      }
    }),
  }))
}
