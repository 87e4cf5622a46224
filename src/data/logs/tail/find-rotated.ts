import type { FileAccess } from './file-access'
import { FilesMoved, ReadFailed } from './file-access'
import { type FileState, isDoubtful, isVague, startsWith } from './plan-read'

/** Bytes of a rotated file, and how many it has; null where that was not told. */
export interface RotatedBytes {
  readonly parts: readonly Uint8Array[]
  readonly size: number | null
}

/** What lies between the bytes that were read last and the file as it is now. */
export interface Rotation {
  /** The rest of the file that was followed; null where it is in none of the rotated files. */
  readonly rest: RotatedBytes | null
  /** Files that came and went meanwhile, the oldest first: all their bytes. */
  readonly between: readonly RotatedBytes[]
  /** First bytes of the file as it is now; undefined where there is none. */
  readonly head: Uint8Array | undefined
  readonly size: number | null
}

/** Files may be renamed while they are looked at; so often it is tried again. */
const MAX_TRIES = 5
const NO_BYTES = new Uint8Array(0)

/**
 * Looks for the rest of a file that was replaced in the files it is rotated to (`app.log.1`, then `.2`). Files are known by
 * their first bytes; `known` are those of rotated files that were read already.
 */
export async function findRotated(
  access: FileAccess,
  addresses: readonly string[],
  old: FileState,
  known: readonly Uint8Array[],
  capBytes: number,
  signal: AbortSignal,
): Promise<Rotation> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      return await look(access, addresses, old, known, capBytes, signal)
    } catch (error) {
      if (!(error instanceof FilesMoved)) throw error
    }
  }
  throw new ReadFailed('The files were renamed while they were read.', null)
}

async function look(
  access: FileAccess,
  [current = '', ...rotated]: readonly string[],
  old: FileState,
  known: readonly Uint8Array[],
  capBytes: number,
  signal: AbortSignal,
): Promise<Rotation> {
  const headOf = async (address: string) => (await access.head(address, signal)) ?? { bytes: NO_BYTES, size: null }
  /** Whether its bytes before the offset are those of the file that was read, and could be of no other. */
  const hasTail = async (address: string) => {
    if (old.offset <= old.head.length || isDoubtful(old)) return false
    const part = await access.part(address, old.offset - old.tail.length, old.tail.length, signal)
    return part.kind === 'bytes' && startsWith(part.bytes, old.tail)
  }
  const [newest] = rotated
  const before = newest === undefined ? { bytes: NO_BYTES, size: null } : await headOf(newest)
  const now = await access.head(current, signal)
  let news: { readonly address: string; readonly head: Uint8Array; readonly size: number | null }[] = []
  let found: (typeof news)[number] | undefined
  /** So many are news for sure: the next is vague, and like one that is known. */
  let sure = rotated.length
  for (const address of rotated) {
    const { bytes: head, size } = address === newest ? before : await headOf(address)
    // While files are shifted there is a hole among their names.
    if (head.length === 0) continue
    if (startsWith(head, old.head) && (!isVague(old.head) || (await hasTail(address)))) {
      found = { address, head, size }
      break
    }
    if (isKnown(known, head)) {
      if (!isVague(head)) break
      sure = Math.min(sure, news.length)
    }
    news.push({ address, head, size })
  }
  const isOld = (one: (typeof news)[number] | undefined) =>
    found === undefined && one !== undefined && old.head.length > 0 && startsWith(one.head, old.head)
  // One that was read as a rotated file already, and is looked at again, is known itself.
  const alike = known.includes(old.head) ? news[sure] : undefined
  // All that is newer than the file that was read is news, whatever it is like.
  if (found === undefined) news = news.slice(0, sure)
  // One that was vague when it was read last may begin as others do: of those that are news it is the oldest.
  if (isOld(alike)) found = alike
  else if (isOld(news.at(-1))) found = news.pop()
  let rest: RotatedBytes | null = null
  if (found !== undefined) {
    const parts = await access.rest(found.address, old.offset, old.tail, capBytes, signal)
    // From its start there are no bytes before that would prove it.
    if (old.offset === 0 && !startsWith(firstOf(parts), old.head)) throw new FilesMoved()
    rest = { parts, size: found.size }
  }
  const between: RotatedBytes[] = []
  for (const { address, head, size } of news.toReversed()) {
    const parts = await access.rest(address, 0, NO_BYTES, capBytes, signal)
    if (!startsWith(firstOf(parts), head)) throw new FilesMoved()
    between.push({ parts, size })
  }
  // Whatever is renamed or copied meanwhile moves what has the newest name; the current file may then be none of these, or one of these.
  if (newest !== undefined && !isSame(before.bytes, (await headOf(newest)).bytes)) throw new FilesMoved()
  return { rest, between, head: now?.bytes, size: now?.size ?? null }
}

/** Whether a file is the one that it was, which may have grown meanwhile. */
function isSame(before: Uint8Array, after: Uint8Array): boolean {
  return startsWith(after, before) && (before.length > 0 || after.length === 0)
}

/** Whether a rotated file begins as one that is no news; of a vague one as much is the same. */
export function isKnown(known: readonly Uint8Array[], head: Uint8Array): boolean {
  return known.some(
    (other) => other.length > 0 && startsWith(head, other) && (!isVague(other) || head.length === other.length),
  )
}

function firstOf([first]: readonly Uint8Array[]): Uint8Array {
  return first ?? NO_BYTES
}
