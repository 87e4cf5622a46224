import type { Schedule } from '~/data/transport/schedule'
import type { PersistedBlock } from '~/domain/tsdb/persisted-block'
import type { Tsdb } from '~/domain/tsdb/tsdb-api'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { ChunkStore, LoadReport, StoreResult } from './persist/chunk-store'

/** How the history of a source is kept over reloads. */
export interface KeepState {
  readonly restored: LoadReport | undefined
  /** Why the last write failed: samples are then in memory alone. */
  readonly failure: string | undefined
  readonly bytes: number
}

export interface Keeper {
  /** Brings back what was kept. Never rejects. */
  restore(): Promise<void>
  /** Writes what is new, now and from time to time. */
  start(): void
  /** Writes at once, because the page may go. */
  keep(): void
  stop(): void
  readonly state: KeepState
}

/** About 100 MB: beyond this the oldest are in memory alone. */
const MAX_UNSAVED = 50

export interface KeeperOptions {
  readonly store: ChunkStore
  readonly tsdb: Pick<Tsdb, 'drainSealed' | 'snapshotHead' | 'restore'>
  readonly schedule: Schedule
  readonly nowMs: () => UnixMs
  readonly retentionMs: DurationMs
  /** Between two writes: what a reload may lose. */
  readonly everyMs: DurationMs
}

/** Keeps a store in the browser's database: sealed blocks once, the head again and again. */
export function createKeeper({ store, tsdb, schedule, nowMs, retentionMs, everyMs }: KeeperOptions): Keeper {
  let restored: LoadReport | undefined
  let failure: string | undefined
  /** Taken out of the store and not on disk yet. */
  let unsaved: readonly PersistedBlock[] = []
  let cancel = () => {}
  let isStopped = false
  let restoring = Promise.resolve()
  let writing: Promise<void> | undefined

  async function load(): Promise<void> {
    restored = await store.loadAll((block) => void tsdb.restore([block]))
  }

  async function write(): Promise<void> {
    // A head that is still empty must not take the place of the one that was kept.
    await restoring
    // Nor may a young one take the place of one that could not be read: it is read late, which does no harm.
    if (restored?.failure !== undefined) await load()
    if (restored?.failure !== undefined) {
      failure = restored.failure.message
      return
    }
    // What is drained and not written would be lost, so it stays in memory until this page may write.
    if (!store.canWrite()) {
      failure = 'another page of this app keeps the history'
      return
    }
    unsaved = [...unsaved, ...tsdb.drainSealed()].slice(-MAX_UNSAVED)
    const results: StoreResult[] = []
    if (unsaved.length > 0) {
      const saved = await store.save(unsaved)
      if (saved.ok) unsaved = []
      results.push(saved, await store.deleteBefore(nowMs() - retentionMs))
    }
    results.push(await store.saveHead(tsdb.snapshotHead()))
    const failed = results.find((result) => !result.ok)
    failure = failed?.ok === false ? failed.message : undefined
  }

  /** One write at a time; who asks meanwhile gets the one under way. */
  function writeOnce(): Promise<void> {
    writing ??= write().finally(() => {
      writing = undefined
    })
    return writing
  }

  function writeAgain(): void {
    void writeOnce().finally(() => {
      if (!isStopped) cancel = schedule(writeAgain, everyMs)
    })
  }

  return {
    restore() {
      restoring = load()
      return restoring
    },
    start: () => {
      cancel = schedule(writeAgain, everyMs)
    },
    keep: () => void writeOnce(),
    stop() {
      isStopped = true
      cancel()
      store.close()
    },
    get state() {
      return { restored, failure, bytes: store.size().bytes }
    },
  }
}
