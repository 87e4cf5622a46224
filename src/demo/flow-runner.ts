import { type CellSpread, MOST_BUCKETS, OP, type Op } from './flow-ops'
import type { FlowProgram, SplitProgram, StageProgram } from './flow-program'
import { createRandomStream, drawBinomial, drawPoisson, mixKeys } from './random'
import { clearPlace, clearRunning, countPending, type Phase, type RunningEvents, schedule } from './running-events'
import { type Bins, type DrawTable, drawBin, drawBinCount, drawInto, drawSum, type Total } from './spread-draws'

/** Bins of a wait or a work: a histogram's buckets, and the few that delays need. */
const MOST_BINS = 2 * MOST_BUCKETS

/** From so many events of a cell on, each way's count is drawn instead of each event's way. */
const EVENTS_PER_WAY = 3

export interface FlowRunner {
  /** Runs one tick of a flow. Its draws depend on the flow's key, the tick, the levels and what runs already, and on nothing else. */
  run(flow: FlowProgram, tick: number): void
  /** Ends all running events of a flow without a trace, but for the gauges that count them. */
  kill(flow: FlowProgram): void
}

/** Creates what runs flows over one array of sample values. */
export function createFlowRunner(values: Float64Array, levels: Float64Array, tickSeconds: number): FlowRunner {
  const stream = createRandomStream()
  const random = stream.next
  const total: Total = { sum: 0, variance: 0, least: 0, most: 0 }
  const buckets = new Int32Array(MOST_BUCKETS)
  // The times of those events whose operations run; the sum in an array, because a number would be allocated.
  const timeBins = new Int32Array(MOST_BINS)
  const timeCounts = new Int32Array(MOST_BINS)
  const timeSum = new Float64Array(1)
  let times = 0

  function run(flow: FlowProgram, tick: number): void {
    stream.reset(mixKeys(flow.key, tick))
    const cells = drawAttributes(flow, drawArrivals(flow))
    const { running, ops } = flow
    for (let cell = 0; cell < cells.length; cell++) {
      const count = cells[cell] as number
      if (count === 0) continue
      runOps(ops.start[cell] as Op[], count)
      if (running) startEvents(flow, running, cell, count, tick)
      else runOps(ops.end[cell] as Op[], count)
    }
    flow.born.fill(0)
    if (!running) return
    if (running.begin) reach(running.begin, ops.begin, tick & running.mask, flow.wait?.bins)
    reach(running.end, ops.end, tick & running.mask, flow.work?.bins)
  }

  function drawArrivals({ born, rate, each }: FlowProgram): Int32Array {
    if (rate >= 0) born[0] = drawPoisson(random, (levels[rate] as number) * tickSeconds)
    else if (each) {
      for (let cell = 0; cell < born.length; cell++) {
        const parents = born[cell] as number
        if (parents > 0) born[cell] = drawPoisson(random, parents * (levels[each[cell] as number] as number))
      }
    }
    return born
  }

  function drawAttributes({ stages }: FlowProgram, born: Int32Array): Int32Array {
    let counts = born
    for (let stage = 0; stage < stages.length; stage++) {
      const { splits, counts: next } = stages[stage] as StageProgram
      next.fill(0)
      for (let cell = 0; cell < counts.length; cell++) {
        const count = counts[cell] as number
        if (count > 0) split(splits[cell] as SplitProgram, count, next)
      }
      counts = next
    }
    return counts
  }

  function split({ to, shares, rest }: SplitProgram, count: number, next: Int32Array): void {
    const ways = to.length
    if (ways === 1) {
      const only = to[0] as number
      next[only] = (next[only] as number) + count
    } else if (count <= EVENTS_PER_WAY * ways) {
      for (let i = 0; i < count; i++) {
        let pick = random()
        let way = 0
        while (way < ways && !(way !== rest && pick < (levels[shares[way] as number] as number))) {
          if (way !== rest) pick -= levels[shares[way] as number] as number
          way++
        }
        const cell = to[way < ways ? way : rest] as number
        next[cell] = (next[cell] as number) + 1
      }
    } else {
      let left = count
      let shareLeft = 1
      for (let way = 0; way < ways && left > 0; way++) {
        if (way === rest) continue
        const share = levels[shares[way] as number] as number
        const n = drawBinomial(random, left, share / shareLeft)
        const cell = to[way] as number
        next[cell] = (next[cell] as number) + n
        left -= n
        shareLeft -= share
      }
      const cell = to[rest] as number
      next[cell] = (next[cell] as number) + left
    }
  }

  /** How many of the events take the slow part of a spread. */
  function drawSlow({ draws, slowShare }: CellSpread, count: number): number {
    if (!draws.slow) return 0
    const share = levels[slowShare] as number
    return count === 1 ? (random() < share ? 1 : 0) : drawBinomial(random, count, share)
  }

  const mainTable = ({ draws, median }: CellSpread): DrawTable => draws.main(levels, median)
  const slowTable = ({ draws, slowMedian }: CellSpread): DrawTable => (draws.slow ?? draws.main)(levels, slowMedian)

  function startEvents(flow: FlowProgram, running: RunningEvents, cell: number, count: number, tick: number): void {
    if (!flow.wait) {
      startWork(flow, running, cell, count, tick, undefined, 0)
      return
    }
    const spread = flow.wait.spreads[cell] as CellSpread
    const slow = drawSlow(spread, count)
    if (count > slow) startWait(flow, running, cell, count - slow, tick, mainTable(spread))
    if (slow > 0) startWait(flow, running, cell, slow, tick, slowTable(spread))
  }

  function startWait(
    flow: FlowProgram,
    running: RunningEvents,
    cell: number,
    count: number,
    tick: number,
    table: DrawTable,
  ): void {
    const byCounts = count >= table.countsFrom
    for (let step = 0, rest = count; rest > 0; step++) {
      const bin = byCounts ? step : drawBin(table, random)
      const n = byCounts ? drawBinCount(table, bin, rest, random) : 1
      if (n === 0) continue
      rest -= n
      startWork(flow, running, cell, n, tick, table, bin)
    }
  }

  function startWork(
    flow: FlowProgram,
    running: RunningEvents,
    cell: number,
    count: number,
    tick: number,
    wait: DrawTable | undefined,
    waitBin: number,
  ): void {
    if (!flow.work) {
      place(running, cell, count, tick, wait, waitBin, undefined, 0)
      return
    }
    const spread = flow.work.spreads[cell] as CellSpread
    const slow = drawSlow(spread, count)
    for (let part = 0; part < 2; part++) {
      let rest = part === 0 ? count - slow : slow
      if (rest === 0) continue
      const table = part === 0 ? mainTable(spread) : slowTable(spread)
      const byCounts = rest >= table.countsFrom
      for (let step = 0; rest > 0; step++) {
        const bin = byCounts ? step : drawBin(table, random)
        const n = byCounts ? drawBinCount(table, bin, rest, random) : 1
        if (n === 0) continue
        rest -= n
        place(running, cell, n, tick, wait, waitBin, table, bin)
      }
    }
  }

  /**
   * Schedules events that start at even chances within the tick and take the same time: they end in one tick or in the next, as
   * their expected time says, so that Little's law holds for the gauges that count them.
   */
  function place(
    { begin, end, mask }: RunningEvents,
    cell: number,
    count: number,
    tick: number,
    wait: DrawTable | undefined,
    waitBin: number,
    work: DrawTable | undefined,
    workBin: number,
  ): void {
    const beginTicks = wait ? (wait.means[waitBin] as number) / tickSeconds : 0
    const endTicks = beginTicks + (work ? (work.means[workBin] as number) / tickSeconds : 0)
    const { cells } = end
    if (begin || count === 1) {
      for (let i = 0; i < count; i++) {
        const within = random()
        const beginTick = (tick + Math.floor(within + beginTicks)) & mask
        const endTick = (tick + Math.floor(within + endTicks)) & mask
        if (begin) schedule(begin, beginTick * cells + cell, wait, waitBin, 1)
        schedule(end, endTick * cells + cell, work, workBin, 1)
      }
      return
    }
    const whole = Math.floor(endTicks)
    const late = drawBinomial(random, count, endTicks - whole)
    const endTick = (tick + whole) & mask
    if (late < count) schedule(end, endTick * cells + cell, work, workBin, count - late)
    if (late > 0) schedule(end, ((endTick + 1) & mask) * cells + cell, work, workBin, late)
  }

  /** Lets all events of a place in the ring come to their moment. */
  function reach(phase: Phase, ops: readonly Op[][], place: number, bins: Bins | undefined): void {
    for (let cell = 0; cell < phase.cells; cell++) {
      const at = place * phase.cells + cell
      const count = phase.counts[at] as number
      if (count === 0) continue
      if (phase.bins > 0 && bins) readTimes(phase, at, bins)
      runOps(ops[cell] as Op[], count)
      clearPlace(phase, at)
    }
  }

  /** Reads the times of the events that come to their moment: their counts by bin, without the empty ones, and the sum. */
  function readTimes(phase: Phase, at: number, bins: Bins): void {
    total.sum = phase.sums[at] as number
    total.variance = phase.variances[at] as number
    total.least = 0
    total.most = 0
    times = 0
    for (let bin = 0; bin < phase.bins; bin++) {
      const n = phase.binCounts[at * phase.bins + bin] as number
      if (n === 0) continue
      timeBins[times] = bin
      timeCounts[times] = n
      times++
      total.least += n * (bins.lows[bin] as number)
      total.most += n * (bins.highs[bin] as number)
    }
    timeSum[0] = drawSum(total, false, random)
  }

  function runOps(ops: readonly Op[], count: number): void {
    for (let i = 0; i < ops.length; i++) {
      const op = ops[i] as Op
      switch (op.kind) {
        case OP.count:
          values[op.slot] = (values[op.slot] as number) + count
          break
        case OP.gauge:
          values[op.slot] = (values[op.slot] as number) + op.sign * count
          break
        case OP.birth:
          if (op.born) op.born[op.cell] = (op.born[op.cell] as number) + count
          break
        case OP.amount:
          values[op.slot] = (values[op.slot] as number) + drawAmount(op, count, undefined)
          break
        case OP.observe:
          buckets.fill(0, 0, op.buckets)
          observe(op, count, drawAmount(op, count, buckets))
          break
        case OP.time:
          if (op.bucketOf) {
            buckets.fill(0, 0, op.buckets)
            for (let i = 0; i < times; i++) {
              const bucket = op.bucketOf[timeBins[i] as number] as number
              buckets[bucket] = (buckets[bucket] as number) + (timeCounts[i] as number)
            }
            observe(op, count, timeSum[0] as number)
          }
      }
    }
  }

  /** Adds the counts in `buckets` to a histogram, whose slots are cumulative. */
  function observe(op: Op, count: number, sum: number): void {
    let below = 0
    let slot = op.slot
    for (let bucket = 0; bucket < op.buckets; bucket++, slot++) {
      below += buckets[bucket] as number
      if (below > 0) values[slot] = (values[slot] as number) + below
    }
    values[slot] = (values[slot] as number) + sum
    values[slot + 1] = (values[slot + 1] as number) + count
  }

  /** Draws a spread for so many events: their sum, and their counts by bin. */
  function drawAmount({ spread }: Op, count: number, counts: Int32Array | undefined): number {
    if (!spread) return 0
    const { draws } = spread
    const slow = drawSlow(spread, count)
    total.sum = 0
    total.variance = 0
    total.least = 0
    total.most = 0
    drawInto(mainTable(spread), count - slow, counts, total, random)
    if (slow > 0) drawInto(slowTable(spread), slow, counts, total, random)
    return drawSum(total, draws.whole, random)
  }

  function kill({ running, ops }: FlowProgram): void {
    if (!running) return
    for (let cell = 0; cell < running.end.cells; cell++) {
      const alive = countPending(running.end, cell)
      // Without a phase of its own, work began at the start.
      const waiting = running.begin ? countPending(running.begin, cell) : 0
      // What a gauge counts down at the end it counts of all who are alive, and at the beginning of work of those who wait. One that
      // counts those at work has counted up when they began: those who wait come in twice with opposite signs.
      undoGauges(ops.end[cell], alive)
      undoGauges(ops.begin[cell], waiting)
    }
    clearRunning(running)
  }

  /** Does the countings of a moment that is still to come: +1 at `begin` and -1 at `end` cancel out. */
  function undoGauges(ops: readonly Op[] | undefined, count: number): void {
    for (const op of ops ?? []) {
      if (op.kind === OP.gauge) values[op.slot] = (values[op.slot] as number) + op.sign * count
    }
  }

  return { run, kill }
}
