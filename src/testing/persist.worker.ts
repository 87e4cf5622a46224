import { type ChunkStore, createChunkStore } from '~/data/embedded/persist/chunk-store'
import { createTsdb, type PersistedBlock } from '~/domain/tsdb/tsdb'

const HOUR_MS = 3_600_000
const START_MS = 1_699_999_200_000

/** A worker as the embedded source has one: stores by number, each of them over a database of this origin. */
const stores: ChunkStore[] = []

export interface OpenOptions {
  readonly name: string
  readonly maxBytes?: number
  readonly withoutLocks?: boolean
  readonly withoutDatabase?: boolean
}

/** Blocks of these hours of three series at 15 s; the values tell the time, and can be checked when they come back. */
function blocksOf(
  fromHour: number,
  hours: number,
): { sealed: readonly PersistedBlock[]; head: readonly PersistedBlock[] } {
  const tsdb = createTsdb()
  for (const s of ['a', 'b', 'c']) {
    const ref = tsdb.series([
      ['__name__', 'm'],
      ['s', s],
    ])
    for (let t = 0; t < hours * HOUR_MS; t += 15_000) {
      const timeMs = START_MS + fromHour * HOUR_MS + t
      tsdb.append(ref, timeMs, Math.sin(timeMs))
    }
  }
  return { sealed: tsdb.drainSealed(), head: tsdb.snapshotHead() }
}

function storeAt(id: number): ChunkStore {
  const store = stores[id]
  if (store === undefined) throw new Error(`there is no store ${id}`)
  return store
}

async function eventually(holds: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 500 && !holds(); tries++) await new Promise((resolve) => setTimeout(resolve, 10))
  return holds()
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('failed'))
  })
}

const calls = {
  open({ name, maxBytes = 1e9, withoutLocks = false, withoutDatabase = false }: OpenOptions): number {
    const common = { name, maxBytes, ...(withoutLocks ? { locks: undefined } : {}) }
    return stores.push(createChunkStore(withoutDatabase ? { ...common, indexedDB: undefined } : common)) - 1
  },
  canWrite: (id: number) => storeAt(id).canWrite(),
  becomesWriter: (id: number) => eventually(() => storeAt(id).canWrite()),
  losesWriter: (id: number) => eventually(() => !storeAt(id).canWrite()),
  save: (id: number, fromHour: number, hours: number) => storeAt(id).save(blocksOf(fromHour, hours + 1 / 60).sealed),
  saveAtOnce: async (id: number, hours: readonly number[]) => {
    const results = await Promise.all(hours.map((hour) => storeAt(id).save(blocksOf(hour, 1 + 1 / 60).sealed)))
    return results.every(({ ok }) => ok)
  },
  saveHead: (id: number, fromHour: number, minutes: number) =>
    storeAt(id).saveHead(blocksOf(fromHour, minutes / 60).head),
  saveLarge: (id: number, bytes: number) => {
    const [block] = blocksOf(0, 1.1).sealed
    // What does not compress, so that the browser counts it whole.
    const random = new Uint8Array(bytes)
    for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(random.subarray(at, at + 65_536))
    return storeAt(id).save(block === undefined ? [] : [{ ...block, bytes: random }])
  },
  saveAndClose: (id: number, fromHour: number, hours: number) => {
    const saved = calls.save(id, fromHour, hours)
    storeAt(id).close()
    return saved
  },
  deleteBefore: (id: number, hour: number) => storeAt(id).deleteBefore(START_MS + hour * HOUR_MS),
  size: (id: number) => storeAt(id).size(),
  close: (id: number) => storeAt(id).close(),
  /** Loads into a fresh time series store: what the store says, and which hours came back, each with its count of samples. */
  async load(id: number) {
    const tsdb = createTsdb()
    const faults: string[] = []
    const report = await storeAt(id).loadAll((block) => faults.push(...tsdb.restore([block]).faults))
    const hours = new Map<number, number>()
    let wrong = 0
    for (const { timesMs, values } of tsdb.select([], 0, 2 ** 52)) {
      timesMs.forEach((timeMs, i) => {
        const hour = Math.floor((timeMs - START_MS) / HOUR_MS)
        hours.set(hour, (hours.get(hour) ?? 0) + 1)
        if (values[i] !== Math.sin(timeMs)) wrong += 1
      })
    }
    return { ...report, faults, wrong, samples: Object.fromEntries(hours) }
  },
  /** Puts a value into the database behind the store's back. */
  async spoil(name: string, objectStore: string, key: number | string, value: unknown) {
    const db = await done(indexedDB.open(name))
    const transaction = db.transaction(objectStore, 'readwrite')
    await done(transaction.objectStore(objectStore).put(value, key))
    db.close()
  },
  async keysOf(name: string, objectStore: string) {
    const db = await done(indexedDB.open(name))
    const keys = await done(db.transaction(objectStore).objectStore(objectStore).getAllKeys())
    db.close()
    return keys
  },
  /** A database of this version that the store did not make. */
  async makeForeign(name: string, version: number) {
    const request = indexedDB.open(name, version)
    request.onupgradeneeded = () => request.result.createObjectStore('something')
    const db = await done(request)
    db.close()
  },
  async deleteDatabase(name: string) {
    await done(indexedDB.deleteDatabase(name))
  },
}

export type PersistCalls = typeof calls

interface Call {
  readonly id: number
  readonly method: keyof PersistCalls
  readonly args: readonly unknown[]
}

addEventListener('message', async ({ data }: MessageEvent<Call>) => {
  try {
    const method = calls[data.method] as (...args: readonly unknown[]) => unknown
    postMessage({ id: data.id, result: await method(...data.args) })
  } catch (error) {
    postMessage({ id: data.id, error: String(error) })
  }
})
