import type { PersistedBlock } from '~/domain/tsdb/tsdb'
import type { UnixMs } from '~/domain/units-of-measure'
import { type BlockEntry, bytesOf, entryOf } from './block-entry'
import { BLOCKS, ENTRIES, HEAD, HEAD_KEY, META, openChunkDatabase, WRITER_KEY } from './chunk-database'
import {
  blockBytes,
  byAge,
  copyDirectory,
  type Directory,
  dropBlock,
  emptyDirectory,
  putHeadBytes,
  readDirectory,
} from './directory'
import { inTransaction, resultOf } from './idb-promises'
import { StoreError, type StoreFailure, storeErrorOf } from './store-error'
import { claimWriter, type WriterClaim } from './writer-claim'

export interface ChunkStoreOptions {
  /** Of the database, one for each source. */
  readonly name: string
  /** Beyond this the oldest blocks go. */
  readonly maxBytes: number
  /** The browser's, unless told. */
  readonly indexedDB?: IDBFactory | undefined
  /** The browser's, unless told; it has none where the page came over plain HTTP from another machine. */
  readonly locks?: LockManager | undefined
}

/** What became of a write; `dropped` is how many old blocks went for it. */
export type StoreResult =
  | { readonly ok: true; readonly dropped: number }
  | { readonly ok: false; readonly reason: StoreFailure; readonly message: string }

export interface LoadReport {
  readonly blocks: number
  /** Blocks that could not be read. */
  readonly skipped: number
  /** Why nothing was loaded at all; undefined where it was. */
  readonly failure: { readonly reason: StoreFailure; readonly message: string } | undefined
}

/** Keeps blocks of a time series store over reloads. No call rejects or throws. */
export interface ChunkStore {
  /**
   * Whether this store is the one that writes: one page of the app at a time does. Ask before taking blocks out of the time series
   * store, where they would stay until it can be.
   */
  canWrite(): boolean
  /** Adds sealed blocks, all or none. */
  save(blocks: readonly PersistedBlock[]): Promise<StoreResult>
  /** Puts the head's blocks in the place of those before. */
  saveHead(blocks: readonly PersistedBlock[]): Promise<StoreResult>
  /** Hands out all blocks, oldest first and the head last; nothing of them is checked. `take` must not throw. */
  loadAll(take: (block: unknown) => void): Promise<LoadReport>
  /** Deletes blocks that end before a time. */
  deleteBefore(timeMs: UnixMs): Promise<StoreResult>
  /** Estimated bytes, as of the last write or load. */
  size(): { readonly blocks: number; readonly bytes: number }
  /** Ends writing, and lets another page begin. */
  close(): void
}

export function createChunkStore(options: ChunkStoreOptions): ChunkStore {
  return new IndexedChunkStore(options)
}

const CLOSED = 'the store was closed'

class IndexedChunkStore implements ChunkStore {
  readonly #options: ChunkStoreOptions
  /** Nobody else has it, so whose token is in the database may write. */
  readonly #token = crypto.getRandomValues(new Uint32Array(4)).join('-')
  readonly #locks: LockManager | undefined
  readonly #claim: WriterClaim
  #db: IDBDatabase | undefined
  #directory = emptyDirectory()
  #isWriter = false
  #isClosed = false
  /** The connection is another one since the database was signed, and who knows what happened between. */
  #isUnsigned = true
  #droppedInVain = false
  /** Spoiled blocks that were tidied away and not reported yet. */
  #lost = 0
  /** One after the other: each call sees what the one before left. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: ChunkStoreOptions) {
    this.#options = options
    this.#locks = 'locks' in options ? options.locks : globalThis.navigator?.locks
    this.#claim = claimWriter(`lookout:${options.name}`, this.#locks, () => {
      if (!this.#isClosed) void this.#inTurn(() => this.#sign(true)).catch(() => {})
    })
  }

  canWrite(): boolean {
    return this.#isWriter && !this.#isClosed
  }

  save(blocks: readonly PersistedBlock[]): Promise<StoreResult> {
    return this.#write(async (transaction, directory) => {
      const added = blocks.map(entryOf)
      const bytes = added.reduce((sum, entry) => sum + entry.bytes, 0)
      const dropped = this.#makeRoom(transaction, directory, bytes + directory.headBytes)
      for (const [i, block] of blocks.entries()) {
        const key = await resultOf(transaction.objectStore(BLOCKS).add(block))
        transaction.objectStore(ENTRIES).put(added[i], key)
        directory.entries.set(Number(key), added[i] as BlockEntry)
      }
      return dropped
    })
  }

  saveHead(blocks: readonly PersistedBlock[]): Promise<StoreResult> {
    return this.#write(async (transaction, directory) => {
      const bytes = blocks.reduce((sum, block) => sum + bytesOf(block), 0)
      const dropped = this.#makeRoom(transaction, directory, bytes)
      await resultOf(transaction.objectStore(HEAD).put({ blocks }, HEAD_KEY))
      putHeadBytes(transaction, directory, bytes)
      return dropped
    })
  }

  deleteBefore(timeMs: UnixMs): Promise<StoreResult> {
    return this.#write(async (transaction, directory) => {
      const old = byAge(directory).filter(([, { endMs }]) => endMs < timeMs)
      for (const [key] of old) dropBlock(transaction, directory, key)
      return old.length
    })
  }

  async loadAll(take: (block: unknown) => void): Promise<LoadReport> {
    let [blocks, skipped] = [0, 0]
    const offer = (block: unknown) => {
      take(block)
      blocks += 1
    }
    try {
      if (this.#isClosed) throw new StoreError('closed', CLOSED)
      await this.#inTurn(async () => {
        const db = await this.#open()
        const { directory, lost } = await inTransaction(db, [BLOCKS, ENTRIES, META], 'readonly', readDirectory)
        this.#directory = directory
        skipped += lost.length + this.#lost
        this.#lost = 0
        const inOrder = [...directory.entries].sort(([, a], [, b]) => a.startMs - b.startMs)
        for (const [key] of inOrder) {
          const block = await readOne(db, BLOCKS, key)
          if (block === UNREADABLE) skipped += 1
          else offer(block)
        }
        const head = await readOne(db, HEAD, HEAD_KEY)
        if (head === UNREADABLE) skipped += 1
        else for (const block of headBlocks(head)) offer(block)
      })
      return { blocks, skipped, failure: undefined }
    } catch (error) {
      const { reason, message } = storeErrorOf(error)
      return { blocks, skipped, failure: { reason, message } }
    }
  }

  size(): { readonly blocks: number; readonly bytes: number } {
    const { entries, headBytes } = this.#directory
    return { blocks: entries.size, bytes: blockBytes(this.#directory) + headBytes }
  }

  close(): void {
    this.#isClosed = true
    // What was begun ends before the connection does, and both before another page writes.
    this.#claim.release(this.#inTurn(async () => this.#forget()))
  }

  /** Runs a write; where the browser has no room the oldest quarter goes, and it is tried once more. */
  #write(work: (transaction: IDBTransaction, directory: Directory) => Promise<number>): Promise<StoreResult> {
    const isClosed = this.#isClosed
    const written = this.#inTurn(async () => {
      if (isClosed) throw new StoreError('closed', CLOSED)
      try {
        return await this.#attempt(work)
      } catch (error) {
        const few = Math.ceil(this.#directory.entries.size / 4)
        if (storeErrorOf(error).reason !== 'quota' || few === 0 || this.#droppedInVain) throw error
        // A full disk is not for us to empty: unless the retry succeeds, nothing more goes.
        this.#droppedInVain = true
        const dropped = await this.#attempt(async (transaction, directory) => {
          const oldest = byAge(directory).slice(0, few)
          for (const [key] of oldest) dropBlock(transaction, directory, key)
          return oldest.length
        })
        return dropped + (await this.#attempt(work))
      }
    })
    return written.then(
      (dropped) => {
        this.#droppedInVain = false
        return { ok: true, dropped }
      },
      (error) => {
        const { reason, message } = storeErrorOf(error)
        return { ok: false, reason, message }
      },
    )
  }

  /** Runs a write on a copy of the directory, which counts once the write is on disk. */
  async #attempt(work: (transaction: IDBTransaction, directory: Directory) => Promise<number>): Promise<number> {
    const db = await this.#open()
    if (this.#isWriter && this.#isUnsigned) await this.#sign(this.#locks !== undefined)
    const directory = copyDirectory(this.#directory)
    const dropped = await inTransaction(db, [BLOCKS, ENTRIES, HEAD, META], 'readwrite', async (transaction) => {
      if (!this.#isWriter || (await tokenIn(transaction)) !== this.#token) throw this.#otherWriter()
      return work(transaction, directory)
    })
    this.#directory = directory
    return dropped
  }

  #otherWriter(): StoreError {
    this.#isWriter = false
    return new StoreError('otherWriter', 'another page of this app keeps the history')
  }

  /** Drops the oldest blocks until so many bytes fit beside the others. */
  #makeRoom(transaction: IDBTransaction, directory: Directory, wanted: number): number {
    const { maxBytes } = this.#options
    if (wanted > maxBytes) throw new StoreError('cap', `${wanted} bytes are more than the ${maxBytes} that may be kept`)
    let total = blockBytes(directory) + wanted
    let dropped = 0
    for (const [key, { bytes }] of byAge(directory)) {
      if (total <= maxBytes) break
      dropBlock(transaction, directory, key)
      total -= bytes
      dropped += 1
    }
    return dropped
  }

  /** Signs the database, tidies it and takes stock; where another page signed it meanwhile, only if `isSure`. */
  async #sign(isSure: boolean): Promise<void> {
    const db = await this.#open()
    await inTransaction(db, [BLOCKS, ENTRIES, HEAD, META], 'readwrite', async (transaction) => {
      const token = await tokenIn(transaction)
      if (!isSure && token !== undefined && token !== this.#token) throw this.#otherWriter()
      transaction.objectStore(META).put(this.#token, WRITER_KEY)
      const { directory, lost } = await readDirectory(transaction)
      for (const key of lost) dropBlock(transaction, directory, key)
      this.#directory = directory
      this.#lost += lost.length
    })
    this.#isWriter = true
    this.#isUnsigned = false
  }

  async #open(): Promise<IDBDatabase> {
    if (this.#db !== undefined) return this.#db
    const factory = 'indexedDB' in this.#options ? this.#options.indexedDB : globalThis.indexedDB
    if (!factory) throw new StoreError('unavailable', 'the browser has no database for this page')
    const db = await openChunkDatabase(factory, this.#options.name)
    // Another page upgrades it, or the browser took it away: the next call opens it again, or says why not.
    db.onversionchange = () => this.#forget()
    db.onclose = () => this.#forget()
    this.#db = db
    return db
  }

  #forget(): void {
    this.#db?.close()
    this.#db = undefined
    this.#isUnsigned = true
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => {})
    return result
  }
}

function tokenIn(transaction: IDBTransaction): Promise<unknown> {
  return resultOf<unknown>(transaction.objectStore(META).get(WRITER_KEY))
}

const UNREADABLE = Symbol('unreadable')

/** One value, or that the browser cannot read it. */
async function readOne(db: IDBDatabase, store: string, key: IDBValidKey): Promise<unknown> {
  try {
    return await inTransaction(db, [store], 'readonly', (transaction) =>
      resultOf(transaction.objectStore(store).get(key)),
    )
  } catch {
    return UNREADABLE
  }
}

function headBlocks(head: unknown): readonly unknown[] {
  if (typeof head !== 'object' || head === null || !('blocks' in head)) return []
  return Array.isArray(head.blocks) ? head.blocks : []
}
