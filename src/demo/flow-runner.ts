import type { CellSpread, Op } from './flow-ops'
import type { FlowProgram, SplitProgram, StageProgram } from './flow-program'
import { OpRunner } from './op-runner'
import { drawBinomial, drawPoisson, mixKeys, RandomStream } from './random'
import { clearPlace, clearRunning, countPending, type Phase, type RunningEvents, schedule } from './running-events'
import { type Bins, type DrawTable, drawBin, drawBinCount } from './spread-draws'

/** From so many events of a cell on, each way's count is drawn instead of each event's way. */
const EVENTS_PER_WAY = 3

/** Runs flows over one array of sample values. A class for speed, as `RandomStream` is. */
export class FlowRunner {
  private readonly random = new RandomStream()
  private readonly ops: OpRunner

  constructor(
    values: Float64Array,
    private readonly levels: Float64Array,
    private readonly tickSeconds: number,
  ) {
    this.ops = new OpRunner(values, levels, this.random)
  }

  /** Runs one tick of a flow. Its draws depend on the flow's key, the tick, the levels and what runs already, and on nothing else. */
  run(flow: FlowProgram, tick: number): void {
    this.random.reset(mixKeys(flow.key, tick))
    const cells = this.drawAttributes(flow, this.drawArrivals(flow))
    const { running, ops } = flow
    for (let cell = 0; cell < cells.length; cell++) {
      const count = cells[cell] as number
      if (count === 0) continue
      this.ops.run(ops.start[cell] as Op[], count)
      if (running) this.startEvents(flow, running, cell, count, tick)
      else this.ops.run(ops.end[cell] as Op[], count)
    }
    flow.born.fill(0)
    if (!running) return
    if (running.begin) this.reach(running.begin, ops.begin, tick & running.mask, flow.wait?.bins)
    this.reach(running.end, ops.end, tick & running.mask, flow.work?.bins)
  }

  /** Ends all running events of a flow without a trace, but for the gauges that count them. */
  kill({ running, ops }: FlowProgram): void {
    if (!running) return
    for (let cell = 0; cell < running.end.cells; cell++) {
      // The countings that were still to come: where +1 at the beginning of work and -1 at the end are both left, they cancel out.
      this.ops.countGauges(ops.end[cell], countPending(running.end, cell))
      if (running.begin) this.ops.countGauges(ops.begin[cell], countPending(running.begin, cell))
    }
    clearRunning(running)
  }

  private drawArrivals({ born, rate, each }: FlowProgram): Int32Array {
    if (rate >= 0) born[0] = drawPoisson(this.random, (this.levels[rate] as number) * this.tickSeconds)
    else if (each) {
      for (let cell = 0; cell < born.length; cell++) {
        const parents = born[cell] as number
        if (parents > 0) born[cell] = drawPoisson(this.random, parents * (this.levels[each[cell] as number] as number))
      }
    }
    return born
  }

  private drawAttributes({ stages }: FlowProgram, born: Int32Array): Int32Array {
    let counts = born
    for (let stage = 0; stage < stages.length; stage++) {
      const { splits, counts: next } = stages[stage] as StageProgram
      next.fill(0)
      for (let cell = 0; cell < counts.length; cell++) {
        const count = counts[cell] as number
        if (count > 0) this.split(splits[cell] as SplitProgram, count, next)
      }
      counts = next
    }
    return counts
  }

  private split({ to, shares, rest }: SplitProgram, count: number, next: Int32Array): void {
    const { levels, random } = this
    const ways = to.length
    let left = count
    if (ways > 1 && count <= EVENTS_PER_WAY * ways) {
      for (; left > 0; left--) {
        let pick = random.next()
        let way = 0
        for (; way < ways; way++) {
          if (way === rest) continue
          const share = levels[shares[way] as number] as number
          if (pick < share) break
          pick -= share
        }
        const cell = to[way < ways ? way : rest] as number
        next[cell] = (next[cell] as number) + 1
      }
      return
    }
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

  private startEvents(flow: FlowProgram, running: RunningEvents, cell: number, count: number, tick: number): void {
    if (!flow.wait) {
      this.startWork(flow, running, cell, count, tick, undefined, 0)
      return
    }
    const spread = flow.wait.spreads[cell] as CellSpread
    const slow = this.ops.drawSlow(spread, count)
    if (count > slow) this.startWait(flow, running, cell, count - slow, tick, this.ops.mainTable(spread))
    if (slow > 0) this.startWait(flow, running, cell, slow, tick, this.ops.slowTable(spread))
  }

  private startWait(
    flow: FlowProgram,
    running: RunningEvents,
    cell: number,
    count: number,
    tick: number,
    table: DrawTable,
  ): void {
    const byCounts = count >= table.countsFrom
    for (let step = 0, rest = count; rest > 0; step++) {
      const bin = byCounts ? step : drawBin(table, this.random)
      const n = byCounts ? drawBinCount(table, bin, rest, this.random) : 1
      if (n === 0) continue
      rest -= n
      this.startWork(flow, running, cell, n, tick, table, bin)
    }
  }

  private startWork(
    flow: FlowProgram,
    running: RunningEvents,
    cell: number,
    count: number,
    tick: number,
    wait: DrawTable | undefined,
    waitBin: number,
  ): void {
    if (!flow.work) {
      this.place(running, cell, count, tick, wait, waitBin, undefined, 0)
      return
    }
    const spread = flow.work.spreads[cell] as CellSpread
    const slow = this.ops.drawSlow(spread, count)
    for (let part = 0; part < 2; part++) {
      let rest = part === 0 ? count - slow : slow
      if (rest === 0) continue
      const table = part === 0 ? this.ops.mainTable(spread) : this.ops.slowTable(spread)
      const byCounts = rest >= table.countsFrom
      for (let step = 0; rest > 0; step++) {
        const bin = byCounts ? step : drawBin(table, this.random)
        const n = byCounts ? drawBinCount(table, bin, rest, this.random) : 1
        if (n === 0) continue
        rest -= n
        this.place(running, cell, n, tick, wait, waitBin, table, bin)
      }
    }
  }

  /**
   * Schedules events that start at even chances within the tick and take the same time: they end in one tick or in the next, as
   * their expected time says, so that Little's law holds for the gauges that count them.
   */
  private place(
    { begin, end, mask }: RunningEvents,
    cell: number,
    count: number,
    tick: number,
    wait: DrawTable | undefined,
    waitBin: number,
    work: DrawTable | undefined,
    workBin: number,
  ): void {
    const beginTicks = wait ? (wait.means[waitBin] as number) / this.tickSeconds : 0
    const endTicks = beginTicks + (work ? (work.means[workBin] as number) / this.tickSeconds : 0)
    const { cells } = end
    if (begin || count === 1) {
      for (let i = 0; i < count; i++) {
        const within = this.random.next()
        const beginTick = (tick + Math.floor(within + beginTicks)) & mask
        const endTick = (tick + Math.floor(within + endTicks)) & mask
        if (begin) schedule(begin, beginTick * cells + cell, wait, waitBin, 1)
        schedule(end, endTick * cells + cell, work, workBin, 1)
      }
      return
    }
    const whole = Math.floor(endTicks)
    const late = drawBinomial(this.random, count, endTicks - whole)
    const endTick = (tick + whole) & mask
    if (late < count) schedule(end, endTick * cells + cell, work, workBin, count - late)
    if (late > 0) schedule(end, ((endTick + 1) & mask) * cells + cell, work, workBin, late)
  }

  /** Lets all events of a place in the ring come to their moment. */
  private reach(phase: Phase, ops: readonly Op[][], place: number, bins: Bins | undefined): void {
    for (let cell = 0; cell < phase.cells; cell++) {
      const at = place * phase.cells + cell
      const count = phase.counts[at] as number
      if (count === 0) continue
      if (phase.bins > 0 && bins) this.ops.readTimes(phase, at, bins)
      this.ops.run(ops[cell] as Op[], count)
      clearPlace(phase, at)
    }
  }
}
