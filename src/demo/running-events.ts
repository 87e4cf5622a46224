import type { DrawTable } from './spread-draws'

/**
 * Events that have started, by the tick at which their work begins or ends: a ring of ticks with counts by cell and by bin of the
 * time that they take.
 */
export interface Phase {
  readonly cells: number
  readonly bins: number
  /** By tick of the ring and cell. */
  readonly counts: Int32Array
  /** By tick of the ring, cell and bin; empty where nobody observes the time. */
  readonly binCounts: Uint16Array
  /** Expected sum of the times and its variance, by tick of the ring and cell. */
  readonly sums: Float64Array
  readonly variances: Float64Array
}

export interface RunningEvents {
  /** One less than the ticks of the ring, which are a power of two. */
  readonly mask: number
  /** undefined where nothing happens when work begins. */
  readonly begin: Phase | undefined
  readonly end: Phase
}

export interface RunningShape {
  readonly cells: number
  /** Most ticks between start and end. */
  readonly mostTicks: number
  readonly tracksBegin: boolean
  /** Bins of the wait where it is observed, else 0. */
  readonly waitBins: number
  /** Bins of the work where it is observed, else 0. */
  readonly workBins: number
}

/** Creates the ring of a flow, with nothing running. */
export function createRunningEvents(shape: RunningShape): RunningEvents {
  const ticks = 2 ** Math.ceil(Math.log2(shape.mostTicks + 2))
  const phase = (bins: number): Phase => ({
    cells: shape.cells,
    bins,
    counts: new Int32Array(ticks * shape.cells),
    binCounts: new Uint16Array(ticks * shape.cells * bins),
    sums: new Float64Array(ticks * shape.cells),
    variances: new Float64Array(ticks * shape.cells),
  })
  return { mask: ticks - 1, begin: shape.tracksBegin ? phase(shape.waitBins) : undefined, end: phase(shape.workBins) }
}

/** Lets `count` events of a cell come to this phase at a place in the ring, after a time in a bin of the table. */
export function schedule(phase: Phase, at: number, table: DrawTable | undefined, bin: number, count: number): void {
  phase.counts[at] = (phase.counts[at] as number) + count
  if (phase.bins === 0 || !table) return
  const binAt = at * phase.bins + bin
  const together = (phase.binCounts[binAt] as number) + count
  // Small numbers, because a ring of hours with bins is large.
  if (together > 0xffff) throw new Error('more than 65,535 events end in a tick')
  phase.binCounts[binAt] = together
  phase.sums[at] = (phase.sums[at] as number) + count * (table.means[bin] as number)
  phase.variances[at] = (phase.variances[at] as number) + count * (table.variances[bin] as number)
}

/** Forgets what a phase had at a place, once it has happened. */
export function clearPlace(phase: Phase, at: number): void {
  phase.counts[at] = 0
  if (phase.bins === 0) return
  phase.binCounts.fill(0, at * phase.bins, (at + 1) * phase.bins)
  phase.sums[at] = 0
  phase.variances[at] = 0
}

/** How many events of a cell have not come to this phase. */
export function countPending(phase: Phase, cell: number): number {
  let count = 0
  for (let at = cell; at < phase.counts.length; at += phase.cells) count += phase.counts[at] as number
  return count
}

/** Forgets all that is running. */
export function clearRunning({ begin, end }: RunningEvents): void {
  for (const phase of begin ? [begin, end] : [end]) {
    for (const array of [phase.counts, phase.binCounts, phase.sums, phase.variances]) array.fill(0)
  }
}
