import { detectEncoding, secondLineStart } from '~/domain/logs/read/encodings'
import { createLineSplitter, type TextLine } from '~/domain/logs/read/split-lines'
import { type FileAccess, ReadFailed } from './file-access'
import { even, isVague, startsWith } from './plan-read'
import { createUnread, type Unread } from './unread'

/** What was read of older bytes: lines in the order of the file, or how many bytes of them are in no line. */
export type OlderPart =
  | { readonly kind: 'lines'; readonly lines: readonly TextLine[] }
  | { readonly kind: 'lost'; readonly bytes: number; readonly why: 'one line' | 'removed' }

/** Bytes of a file and of those it is rotated to that were not read, and may be asked for. */
export interface OlderParts {
  /** Ranges of the file that is written to. */
  readonly current: Unread
  /** The file that was written to has this head and is a rotated one now. */
  rotate(head: Uint8Array): void
  /** Bytes that were passed over, of a rotated file that is newer than all others. */
  skip(head: Uint8Array, from: number, to: number): void
  /** A rotated file that is older than all others, of which nothing was read. */
  addOldest(head: Uint8Array, size: number): void
  /** Reads at most so many bytes, the newest that were not read; `head` is that of the file that is written to. Null where there are none. Throws ReadFailed. */
  read(bytes: number, head: Uint8Array, signal: AbortSignal): Promise<OlderPart | null>
  readonly bytes: number
  /** Of them those that were passed over, as more came at once than is read, and in how many parts. */
  readonly skippedBytes: number
  readonly skippedParts: number
}

interface Rotated {
  readonly head: Uint8Array
  readonly unread: Unread
}

const NO_BYTES = new Uint8Array(0)

export function createOlderParts(access: FileAccess, addresses: readonly string[]): OlderParts {
  const [currentAddress = '', ...rotatedAddresses] = addresses
  let current = createUnread()
  /** The newest last. */
  let rotated: Rotated[] = []

  function isOf(found: Uint8Array, head: Uint8Array): boolean {
    return startsWith(found, head) && (!isVague(head) || found.length === head.length)
  }

  async function headAt(address: string, signal: AbortSignal): Promise<Uint8Array> {
    return (await access.head(address, signal))?.bytes ?? NO_BYTES
  }

  /** Files are known by their heads: their names change. */
  async function find(head: Uint8Array, signal: AbortSignal): Promise<string | undefined> {
    for (const address of rotatedAddresses) if (isOf(await headAt(address, signal), head)) return address
    return undefined
  }

  /** The newest range of a file, or the end of it, that is at most so long; null where it is one line that goes on before. */
  async function readEnd(address: string, unread: Unread, bytes: number, head: Uint8Array, signal: AbortSignal) {
    const range = unread.newest() ?? { from: 0, to: 0 }
    const from = even(Math.max(range.from, range.to - bytes))
    const whole = joined(await access.rest(address, from, NO_BYTES, range.to - from, signal))
    // It may have been renamed while it was read.
    const after = await headAt(address, signal)
    if (!startsWith(after, head)) throw new ReadFailed('The files were renamed while they were read.', null)
    if (whole.length < range.to - from) throw new ReadFailed('The file is shorter than it was.', null)
    const encoding = detectEncoding(head) ?? 'utf-8'
    const start = from === range.from ? 0 : secondLineStart(whole, encoding)
    if (start === -1 || start === whole.length) {
      unread.takeFrom(from)
      return { kind: 'lost', bytes: whole.length, why: 'one line' } as const
    }
    const splitter = createLineSplitter(from === 0 ? {} : { encoding })
    const lines = [...splitter.push(whole.subarray(start)), ...splitter.flush()]
    unread.takeFrom(from + start)
    return { kind: 'lines', lines } as const
  }

  return {
    get current() {
      return current
    },
    rotate(head) {
      if (current.bytes > 0) rotated.push({ head, unread: current })
      current = createUnread()
    },
    skip(head, from, to) {
      const last = rotated.at(-1)
      if (last !== undefined && startsWith(head, last.head) && !isVague(last.head)) {
        last.unread.add(from, to, true)
        return
      }
      const unread = createUnread()
      unread.add(from, to, true)
      if (unread.bytes > 0) rotated.push({ head, unread })
    },
    addOldest(head, size) {
      const unread = createUnread()
      unread.add(0, size, false)
      if (unread.bytes > 0) rotated = [{ head, unread }, ...rotated]
    },
    async read(bytes, head, signal) {
      if (current.bytes > 0) {
        if (!startsWith(await headAt(currentAddress, signal), head))
          throw new ReadFailed('The file was replaced: the next look finds where its older lines are.', null)
        return readEnd(currentAddress, current, bytes, head, signal)
      }
      const newest = rotated.at(-1)
      if (newest === undefined) return null
      const address = await find(newest.head, signal)
      const part: OlderPart =
        address === undefined
          ? { kind: 'lost', bytes: newest.unread.bytes, why: 'removed' }
          : await readEnd(address, newest.unread, bytes, newest.head, signal)
      if (address === undefined || newest.unread.bytes === 0) rotated = rotated.filter((file) => file !== newest)
      return part
    },
    get bytes() {
      return rotated.reduce((sum, { unread }) => sum + unread.bytes, current.bytes)
    },
    get skippedBytes() {
      return rotated.reduce((sum, { unread }) => sum + unread.skippedBytes, current.skippedBytes)
    },
    get skippedParts() {
      return rotated.reduce((sum, { unread }) => sum + unread.skippedParts, current.skippedParts)
    },
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
