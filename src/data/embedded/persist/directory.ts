import type { BlockEntry } from './block-entry'
import { readEntry } from './block-entry'
import { BLOCKS, ENTRIES, META } from './chunk-database'
import { resultOf } from './idb-promises'

/** Of the head, under this key of META. */
const HEAD_BYTES_KEY = 'headBytes'

/** What is in the database, known without reading it. */
export interface Directory {
  readonly entries: Map<number, BlockEntry>
  headBytes: number
}

export const emptyDirectory = (): Directory => ({ entries: new Map(), headBytes: 0 })

export function copyDirectory({ entries, headBytes }: Directory): Directory {
  return { entries: new Map(entries), headBytes }
}

/** The sound entries, and the numbers of what has a block or an entry alone or an entry that makes no sense. */
export async function readDirectory(
  transaction: IDBTransaction,
): Promise<{ readonly directory: Directory; readonly lost: readonly number[] }> {
  const [blocks, keys, inputs, headBytes] = await Promise.all([
    resultOf(transaction.objectStore(BLOCKS).getAllKeys()),
    resultOf(transaction.objectStore(ENTRIES).getAllKeys()),
    resultOf<unknown[]>(transaction.objectStore(ENTRIES).getAll()),
    resultOf<unknown>(transaction.objectStore(META).get(HEAD_BYTES_KEY)),
  ])
  const known = new Map(keys.map((key, i) => [Number(key), readEntry(inputs[i])]))
  const entries = new Map<number, BlockEntry>()
  const lost = new Set(known.keys())
  for (const block of blocks) {
    const key = Number(block)
    const entry = known.get(key)
    if (entry === undefined) lost.add(key)
    else {
      entries.set(key, entry)
      lost.delete(key)
    }
  }
  return { directory: { entries, headBytes: Number(headBytes) || 0 }, lost: [...lost] }
}

export function putHeadBytes(transaction: IDBTransaction, directory: Directory, bytes: number): void {
  transaction.objectStore(META).put(bytes, HEAD_BYTES_KEY)
  directory.headBytes = bytes
}

/** Takes a block out, of the database and of the directory. */
export function dropBlock(transaction: IDBTransaction, { entries }: Directory, key: number): void {
  transaction.objectStore(BLOCKS).delete(key)
  transaction.objectStore(ENTRIES).delete(key)
  entries.delete(key)
}

/** Blocks by their end, oldest first. */
export function byAge({ entries }: Directory): [number, BlockEntry][] {
  return [...entries].sort(([, a], [, b]) => a.endMs - b.endMs)
}

/** Estimated bytes of the blocks, without the head. */
export function blockBytes({ entries }: Directory): number {
  let sum = 0
  for (const { bytes } of entries.values()) sum += bytes
  return sum
}
