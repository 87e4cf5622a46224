import type { Cell, FlowPlan } from './flow-cells'
import { isWhen } from './flow-cells'
import type { Levels } from './levels'
import type { MetricSlots, SlotTable } from './metric-slots'
import type { Emission, Spread } from './platform-model'
import { type Bins, createBins, createSpreadDraws, type SpreadDraws } from './spread-draws'

/** A spread for the events of one cell: its tables, and where the levels are that say which. */
export interface CellSpread {
  readonly draws: SpreadDraws
  readonly median: number
  readonly slowShare: number
  readonly slowMedian: number
}

/** Kinds of operations, as numbers: they are told apart in the hottest loop. */
export const OP = { count: 0, gauge: 1, amount: 2, observe: 3, time: 4, birth: 5 } as const

/** What so many events of one cell do at a moment of their life. All have one shape, because they are read in the hottest loop. */
export interface Op {
  readonly kind: (typeof OP)[keyof typeof OP]
  /** First slot of the series. */
  readonly slot: number
  /** Of `gauge`: 1 where it counts up, -1 where it counts down. */
  readonly sign: number
  /** Of `amount` and `observe`. */
  readonly spread: CellSpread | undefined
  /** Of `time`: the bucket of each bin of the flow's wait or work. */
  readonly bucketOf: Uint8Array | undefined
  readonly buckets: number
  /** Of `birth`: the child's counts of births by cell, and the cell. */
  readonly born: Int32Array | undefined
  readonly cell: number
}

/** A bucket's number has to fit in a byte. */
export const MOST_BUCKETS = 255

export type Moment = 'start' | 'begin' | 'end'

/** Operations by cell, for each moment. */
export type OpsByMoment = Readonly<Record<Moment, readonly Op[][]>>

/** Resolves a spread for the events of a cell. */
export function createCellSpread(spread: Spread, draws: SpreadDraws, cell: Cell, levels: Levels): CellSpread {
  const lookUp = (name: string) => cell.get(name)
  return {
    draws,
    median: levels.resolve(spread.median, lookUp),
    slowShare: levels.resolve(spread.slow?.share ?? 0, lookUp),
    slowMedian: levels.resolve(spread.slow?.median ?? 0, lookUp),
  }
}

export interface OpsContext {
  readonly modelId: string
  readonly plan: FlowPlan
  readonly slots: SlotTable
  readonly levels: Levels
  readonly waitBins: Bins | undefined
  readonly workBins: Bins | undefined
}

/** Compiles what a flow's emissions do. Throws for an emission that its metric or its flow cannot do. */
export function compileEmissions(context: OpsContext): OpsByMoment {
  const { plan, modelId } = context
  const ops: OpsByMoment = { start: emptyOps(plan), begin: emptyOps(plan), end: emptyOps(plan) }
  for (const emission of plan.flow.emissions) {
    const metric = context.slots.find(emission.metric)
    const fault = faultOf(emission, metric, context)
    if (fault) throw new Error(`the model ${modelId} has in its flow ${plan.flow.id} ${emission.metric}, ${fault}`)
    const compile = createCompiler(emission, metric, context)
    plan.cells.forEach((cell, index) => {
      if (!isWhen(emission.when, cell)) return
      for (const { moment, op } of compile(cell)) ops[moment][index]?.push(op)
    })
  }
  return ops
}

function emptyOps(plan: FlowPlan): Op[][] {
  return plan.cells.map(() => [])
}

function faultOf(
  { at, observe, amount }: Emission,
  { spec, bounds }: MetricSlots,
  context: OpsContext,
): string | undefined {
  const isGauge = at === 'during' || at === 'waiting' || at === 'working'
  if (isGauge !== (spec.type === 'gauge')) return `which is a ${spec.type} and cannot count ${at}`
  if ((observe !== undefined) !== (spec.type === 'histogram')) return `which is a ${spec.type}: see its observe`
  if (amount && spec.type !== 'counter') return 'which is no counter and has an amount'
  if (bounds.length > MOST_BUCKETS) return `which has more than ${MOST_BUCKETS} buckets`
  if (isGauge && !context.waitBins && !context.workBins) return 'but takes no time'
  if ((at === 'waiting' || observe === 'wait') && !context.waitBins) return 'but does not wait'
  if (observe === 'wait' && at !== 'begin') return 'whose wait is known when the work begins'
  if (observe === 'duration' && (at !== 'end' || !context.workBins)) return 'whose duration is known when work ends'
  return undefined
}

function createCompiler(emission: Emission, metric: MetricSlots, context: OpsContext) {
  const { slots, levels, waitBins, workBins } = context
  const { at, observe, amount } = emission
  const timedBins = observe === 'wait' ? waitBins : observe === 'duration' ? workBins : undefined
  const bucketOf = timedBins ? bucketsOfBins(timedBins, metric.bounds) : undefined
  const drawn = typeof observe === 'object' ? observe : amount
  const draws = drawn && createSpreadDraws(drawn, observe ? createBins(drawn, metric.bounds) : undefined)
  // Without a wait, work begins at the start.
  const begin: Moment = waitBins ? 'begin' : 'start'
  const moments: readonly (readonly [Moment, number])[] =
    at === 'during'
      ? [
          ['start', 1],
          ['end', -1],
        ]
      : at === 'waiting'
        ? [
            ['start', 1],
            ['begin', -1],
          ]
        : at === 'working'
          ? [
              [begin, 1],
              ['end', -1],
            ]
          : [[at === 'begin' ? begin : at, 1]]
  const kind = kindOf(emission, metric)

  return (cell: Cell): readonly { moment: Moment; op: Op }[] => {
    const slot = slots.slotOf(metric, (label) => {
      const source = new Map(Object.entries(emission.labels ?? {})).get(label)
      return typeof source === 'string' ? source : cell.get(source?.attribute ?? label)
    })
    const spread = drawn && draws ? createCellSpread(drawn, draws, cell, levels) : undefined
    return moments.map(([moment, sign]) => ({
      moment,
      op: { ...NO_OP, kind, slot, sign, spread, bucketOf, buckets: metric.bounds.length },
    }))
  }
}

function kindOf({ observe, amount }: Emission, { spec }: MetricSlots): Op['kind'] {
  if (observe) return typeof observe === 'string' ? OP.time : OP.observe
  if (amount) return OP.amount
  return spec.type === 'gauge' ? OP.gauge : OP.count
}

const NO_OP: Op = {
  kind: OP.count,
  slot: 0,
  sign: 1,
  spread: undefined,
  bucketOf: undefined,
  buckets: 0,
  born: undefined,
  cell: 0,
}

/** The operation that bears children in a cell of theirs. */
export function createBirth(born: Int32Array, cell: number): Op {
  return { ...NO_OP, kind: OP.birth, born, cell }
}

/** Bins are at least as fine as the buckets, so that each bin lies in one bucket. */
function bucketsOfBins(bins: Bins, bounds: readonly number[]): Uint8Array {
  return Uint8Array.from(bins.uppers, (upper) => bounds.findIndex((bound) => upper <= bound))
}
