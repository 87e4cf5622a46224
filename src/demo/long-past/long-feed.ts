import type { Tsdb } from '~/domain/tsdb/tsdb-api'
import type { UnixMs } from '~/domain/units-of-measure'
import type { PlatformModel } from '../platform-model'
import { createLongPast, type LongPastSlice, longLabelsOf } from './long-past'

export interface LongFeedOptions {
  readonly tsdb: Pick<Tsdb, 'series' | 'backfillColumns'>
  readonly seed: number
  readonly models: readonly PlatformModel[]
}

/** Puts the long pasts of platforms into the store, behind their fine pasts, slice by slice. */
export interface LongFeed {
  /**
   * A platform has its fine past: its long past can be made, up to `endMs`, and `warmUp` follows. Of a platform that has one already,
   * which slept for longer than its fine past is, `warmUp` alone is put in: the sleep stays a gap, or counters would mix.
   */
  offer(platformId: string, endMs: UnixMs, warmUp: LongPastSlice): void
  /** Whether a slice can be made, of a platform that somebody waits for or of any. */
  hasWork(which: 'awaited' | 'any'): boolean
  /** Makes one slice, of what somebody waits for first. */
  runSlice(): void
  /** Resolves when all that was offered of a platform is in the store; at once for one of which there is nothing. */
  whenReady(platformId: string): Promise<void>
  /** Whoever waits is told. */
  stop(): void
}

interface Job {
  readonly model: PlatformModel
  slices: Iterator<LongPastSlice, void, undefined> | undefined
  isMade: boolean
  waiting: (() => void)[]
}

/** Creates it with nothing to do. */
export function createLongFeed({ tsdb, seed, models }: LongFeedOptions): LongFeed {
  const jobs = new Map(
    models.map((model): [string, Job] => [model.id, { model, slices: undefined, isMade: false, waiting: [] }]),
  )
  const isOpen = ({ slices }: Job) => slices !== undefined
  const isAwaited = (job: Job) => isOpen(job) && job.waiting.length > 0

  function release(job: Job): void {
    const { waiting } = job
    job.waiting = []
    for (const resolve of waiting) resolve()
  }

  return {
    offer(platformId, endMs, warmUp) {
      const job = jobs.get(platformId)
      if (job === undefined || longLabelsOf(job.model).length === 0) return
      const { slices: before, model, isMade } = job
      job.isMade = true
      job.slices = (function* () {
        if (before !== undefined) yield* { [Symbol.iterator]: () => before }
        if (!isMade) yield* createLongPast({ model, seed, endMs }).generate()
        yield warmUp
      })()
    },
    hasWork: (which) => [...jobs.values()].some(which === 'any' ? isOpen : isAwaited),
    runSlice() {
      const all = [...jobs.values()]
      const job = all.find(isAwaited) ?? all.find(isOpen)
      if (job?.slices === undefined) return
      const { done, value } = job.slices.next()
      if (done === true) {
        job.slices = undefined
        release(job)
        return
      }
      const refs = longLabelsOf(job.model).map((labels) => tsdb.series(labels))
      tsdb.backfillColumns({
        timesMs: value.timesMs,
        columns: refs.map((ref, i) => ({ ref, values: value.columns[i] as Float64Array })),
      })
    },
    async whenReady(platformId) {
      const job = jobs.get(platformId)
      if (job?.slices === undefined) return
      await new Promise<void>((resolve) => job.waiting.push(resolve))
    },
    stop() {
      for (const job of jobs.values()) release(job)
    },
  }
}
