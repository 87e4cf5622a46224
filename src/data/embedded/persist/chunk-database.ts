import { StoreError } from './store-error'

/** Blocks by number, oldest number first. */
export const BLOCKS = 'blocks'
/** What is known of each block without reading it, by the same number. */
export const ENTRIES = 'entries'
/** The snapshot of the head under `HEAD_KEY`. */
export const HEAD = 'head'
/** The token of whoever may write under `WRITER_KEY`. */
export const META = 'meta'
export const HEAD_KEY = 'head'
export const WRITER_KEY = 'writer'

const ALL_STORES = [BLOCKS, ENTRIES, HEAD, META]

/** Step `i` brings a database of version `i` to version `i + 1`; the last one is what the code reads. */
const UPGRADES: readonly ((db: IDBDatabase) => void)[] = [
  (db) => {
    db.createObjectStore(BLOCKS, { autoIncrement: true })
    for (const name of [ENTRIES, HEAD, META]) db.createObjectStore(name)
  },
]

/** Opens the database, made or upgraded where that is needed; one whose stores are missing is made anew. */
export async function openChunkDatabase(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  const db = await open(factory, name)
  if (ALL_STORES.every((store) => db.objectStoreNames.contains(store))) return db
  db.close()
  await settle(factory.deleteDatabase(name))
  return open(factory, name)
}

function open(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  const request = factory.open(name, UPGRADES.length)
  request.onupgradeneeded = ({ oldVersion }) => {
    for (const upgrade of UPGRADES.slice(oldVersion)) upgrade(request.result)
  }
  return settle(request)
}

/** As `resultOf`, but does not wait until other pages close their connections of an older version. */
function settle<T>(request: IDBOpenDBRequest & IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let isWaitedFor = true
    request.onblocked = () => {
      isWaitedFor = false
      reject(new StoreError('unavailable', 'another page of this app still uses the database of an older version'))
    }
    request.onerror = (event) => {
      event.preventDefault()
      reject(request.error ?? new Error('the database could not be opened'))
    }
    request.onsuccess = () => {
      const { result } = request
      // Nobody wants it any more, and an open connection would stand in the way of others.
      if (!isWaitedFor && result instanceof IDBDatabase) result.close()
      resolve(result)
    }
  })
}
