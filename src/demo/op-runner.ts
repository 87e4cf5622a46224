import { type CellSpread, MOST_BUCKETS, OP, type Op } from './flow-ops'
import { drawBinomial, type RandomStream } from './random'
import type { Phase } from './running-events'
import { type Bins, type DrawTable, drawInto, drawSum, type Total } from './spread-draws'

/** Bins of a wait or a work: a histogram's buckets, and the few that delays need. */
const MOST_BINS = 2 * MOST_BUCKETS

/** Does what events do to samples. A class for speed, as `RandomStream` is. */
export class OpRunner {
  private readonly total: Total = { sum: 0, variance: 0, least: 0, most: 0 }
  private readonly buckets = new Int32Array(MOST_BUCKETS)
  /** The times of those events whose operations run; the sum in an array, because a number would be allocated. */
  private readonly timeBins = new Int32Array(MOST_BINS)
  private readonly timeCounts = new Int32Array(MOST_BINS)
  private readonly timeSum = new Float64Array(1)
  private times = 0

  constructor(
    private readonly values: Float64Array,
    private readonly levels: Float64Array,
    private readonly random: RandomStream,
  ) {}

  /** Runs the operations of one cell for so many events. */
  run(ops: readonly Op[], count: number): void {
    const { values } = this
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
          values[op.slot] = (values[op.slot] as number) + this.drawAmount(op, count, undefined)
          break
        case OP.observe:
          this.buckets.fill(0, 0, op.buckets)
          this.observe(op, count, this.drawAmount(op, count, this.buckets))
          break
        case OP.time:
          this.fillBuckets(op)
          this.observe(op, count, this.timeSum[0] as number)
      }
    }
  }

  /** Reads the times of the events that come to their moment now: their counts by bin, without the empty ones, and the sum. */
  readTimes(phase: Phase, at: number, bins: Bins): void {
    const { total } = this
    total.sum = phase.sums[at] as number
    total.variance = phase.variances[at] as number
    total.least = 0
    total.most = 0
    this.times = 0
    for (let bin = 0; bin < phase.bins; bin++) {
      const n = phase.binCounts[at * phase.bins + bin] as number
      if (n === 0) continue
      this.timeBins[this.times] = bin
      this.timeCounts[this.times] = n
      this.times++
      total.least += n * (bins.lows[bin] as number)
      total.most += n * (bins.highs[bin] as number)
    }
    this.timeSum[0] = drawSum(total, false, this.random)
  }

  /** Counts gauges as if so many events came to the moment of these operations, and does nothing else. */
  countGauges(ops: readonly Op[] | undefined, count: number): void {
    for (const op of ops ?? []) {
      if (op.kind === OP.gauge) this.values[op.slot] = (this.values[op.slot] as number) + op.sign * count
    }
  }

  /** How many of the events take the slow part of a spread. */
  drawSlow({ draws, slowShare }: CellSpread, count: number): number {
    if (!draws.slow) return 0
    const share = this.levels[slowShare] as number
    return count === 1 ? (this.random.next() < share ? 1 : 0) : drawBinomial(this.random, count, share)
  }

  mainTable({ draws, median }: CellSpread): DrawTable {
    return draws.main.of(this.levels, median)
  }

  slowTable({ draws, slowMedian }: CellSpread): DrawTable {
    return (draws.slow ?? draws.main).of(this.levels, slowMedian)
  }

  private fillBuckets({ bucketOf, buckets }: Op): void {
    this.buckets.fill(0, 0, buckets)
    if (!bucketOf) return
    for (let i = 0; i < this.times; i++) {
      const bucket = bucketOf[this.timeBins[i] as number] as number
      this.buckets[bucket] = (this.buckets[bucket] as number) + (this.timeCounts[i] as number)
    }
  }

  /** Adds the counts in `buckets` to a histogram, whose slots are cumulative. */
  private observe(op: Op, count: number, sum: number): void {
    const { values, buckets } = this
    let below = 0
    let slot = op.slot
    for (let bucket = 0; bucket < op.buckets; bucket++, slot++) {
      below += buckets[bucket] as number
      if (below > 0) values[slot] = (values[slot] as number) + below
    }
    values[slot] = (values[slot] as number) + sum
    values[slot + 1] = (values[slot + 1] as number) + count
  }

  /** Draws a spread for so many events: their sum, and where wanted their counts by bin. */
  private drawAmount({ spread }: Op, count: number, counts: Int32Array | undefined): number {
    if (!spread) return 0
    const { total, random } = this
    const slow = this.drawSlow(spread, count)
    total.sum = 0
    total.variance = 0
    total.least = 0
    total.most = 0
    drawInto(this.mainTable(spread), count - slow, counts, total, random)
    if (slow > 0) drawInto(this.slowTable(spread), slow, counts, total, random)
    return drawSum(total, spread.draws.whole, random)
  }
}
