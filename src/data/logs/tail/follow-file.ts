import type { LogGap } from '~/domain/logs/log-ports'
import { detectEncoding, secondLineStart } from '~/domain/logs/read/encodings'
import { createLineSplitter, type LineSplitter, type TextLine } from '~/domain/logs/read/split-lines'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { createFileAccess, FilesMoved, ReadFailed } from './file-access'
import { findRotated, isKnown, type RotatedBytes, type Rotation } from './find-rotated'
import type { PartFetch } from './http-parts'
import { createOlderParts } from './older-parts'
import type { Part } from './part'
import {
  advanced,
  type Decision,
  even,
  type FileState,
  freshState,
  HEAD_BYTES,
  isDoubtful,
  isVague,
  planHead,
  planRead,
  planRequest,
  type Replaced,
  startsWith,
  tellingHead,
  wantsHead,
} from './plan-read'

export interface FollowOptions {
  /** Name for the screen, such as `app.log`. */
  readonly stream: string
  /** The file that is written to, then those it is rotated to, the newest first: `app.log`, `app.log.1`. */
  readonly addresses: readonly string[]
  readonly fetch: PartFetch
  /** On the server's clock where there is one. */
  readonly now: () => UnixMs
  /** So much of the end of the file is read at first, 4 MiB by default. */
  readonly startBytes?: number
  /** Of one request, 1 MiB by default; at least 1 KiB. */
  readonly chunkBytes?: number
  /** Of what came between two polls, 8 MiB by default. */
  readonly backlogBytes?: number
}

/** What a poll brought, in its order. */
export type Followed =
  | { readonly kind: 'lines'; readonly lines: readonly TextLine[] }
  | { readonly kind: 'gap'; readonly gap: LogGap }

export interface FollowResult {
  readonly pieces: readonly Followed[]
  /** Why reading stopped before it was done; what was read counts, the next poll goes on. */
  readonly error: ReadFailed | null
  /** There is more than one poll reads: poll again soon. */
  readonly more: boolean
}

export interface FileFollower {
  /** Reads what is new. One at a time. */
  poll(signal: AbortSignal): Promise<FollowResult>
  /**
   * Lines before the oldest that were given out, or the newest that were passed over: at most `bytes` of them, in the
   * order of the file. `more` where there are still older ones. Not while a poll runs.
   */
  older(bytes: number, signal: AbortSignal): Promise<FollowResult>
  /** Bytes of the file, and of those it is rotated to, that were not read. */
  readonly unreadBytes: number
  /** Of them those that were passed over, as more came at once than is read, and in how many parts: `older` reads them first. */
  readonly skippedBytes: number
  readonly skippedParts: number
  /** A server without Range is to be asked less often. */
  readonly warning: string | null
  readonly hasZeros: boolean
}

/** A line without a newline is given out after so long without a byte. */
const IDLE_MS: DurationMs = 5_000
const MAX_ROUNDS = 64
/** Files that were rotated and are no news; older ones have no name any more. */
const MAX_KNOWN = 256
const NO_BYTES = new Uint8Array(0)

/** Follows one file on a web server that grows, is cut, is rotated or goes away. */
export function createFileFollower(options: FollowOptions): FileFollower {
  const { stream, addresses, now } = options
  const [current = '', ...rotated] = addresses
  const startBytes = options.startBytes ?? 4 * 1024 * 1024
  const limits = {
    chunkBytes: Math.max(1024, options.chunkBytes ?? 1024 * 1024),
    backlogBytes: options.backlogBytes ?? 8 * 1024 * 1024,
  }
  const access = createFileAccess(options.fetch, limits.chunkBytes)
  const older = createOlderParts(access, addresses)
  /** Heads of rotated files that are no news. */
  const known: Uint8Array[] = []
  let state: FileState | undefined
  /**
   * The file that was read before the current one, as long as that has no bytes: whoever writes may have the old one open still, and go on in it.
   */
  let previous: FileState | undefined
  let splitter: LineSplitter = createLineSplitter()
  /** Bytes are passed over up to the next newline: reading began within a line. */
  let isAligning = false
  /** Bytes of a current file without a line, and since when it has so many. */
  let begun = { bytes: 0, sinceMs: Number.POSITIVE_INFINITY }
  let isGone = false
  let lastByteMs = now()
  let pieces: Followed[] = []
  let hasZeros = false

  function gap(kind: LogGap['kind'], message: string, count: number | null = null, bytes: number | null = null): void {
    pieces.push({ kind: 'gap', gap: { kind, stream, atMs: now(), count, bytes, message } })
  }

  function give(lines: readonly TextLine[]): void {
    if (lines.length > 0) pieces.push({ kind: 'lines', lines })
  }

  /** `at` is where in the file the bytes begin. */
  function take(bytes: Uint8Array, at: number): void {
    if (bytes.length === 0) return
    lastByteMs = now()
    if (!isAligning) {
      give(splitter.push(bytes))
      return
    }
    const start = secondLineStart(bytes, splitter.encoding ?? 'utf-8')
    older.current.grow(at + (start === -1 ? bytes.length : start))
    if (start === -1) return
    isAligning = false
    give(splitter.push(bytes.subarray(start)))
  }

  function tellSkipped(bytes: number): void {
    gap('skipped', `${bytes} bytes came at once to ${stream} and were passed over.`, null, bytes)
  }

  function startSplitter(head: Uint8Array | undefined): void {
    hasZeros ||= splitter.hasZeros
    const encoding = head === undefined ? undefined : (detectEncoding(head) ?? 'utf-8')
    splitter = createLineSplitter(encoding === undefined ? {} : { encoding })
  }

  /** Begins within the file: what lies before is unread. */
  function jump(file: FileState, from: number, to: number, isSkipped: boolean): FileState {
    older.current.add(from, to, isSkipped)
    startSplitter(file.head)
    isAligning = true
    return { ...file, offset: to, tail: NO_BYTES }
  }

  async function begin(signal: AbortSignal): Promise<void> {
    const found = await access.head(current, signal)
    if (found === undefined) return gone()
    for (const address of rotated) {
      const head = await access.head(address, signal)
      if (head === undefined) continue
      remember(head.bytes)
      if (head.size !== null) older.addOldest(head.bytes, head.size)
    }
    isGone = false
    const fresh = freshState(tellingHead(found.bytes), found.size)
    const start = found.size === null ? 0 : even(Math.max(0, found.size - startBytes))
    if (start === 0) {
      state = fresh
      return
    }
    state = jump(fresh, 0, start, false)
    gap('older', `${start} older bytes of ${stream} were not read.`, null, start)
  }

  function gone(): void {
    if (!isGone) gap('gone', `${stream} is not there.`)
    isGone = true
    if (state !== undefined) state = { ...state, isSuspicious: true }
  }

  function remember(head: Uint8Array): void {
    if (head === known.at(-1)) return
    known.push(head)
    if (known.length > MAX_KNOWN) known.shift()
  }

  /** Takes the bytes of a file that was put away, from its offset on; undefined where it had more than is read at once. */
  function takeParts(file: FileState, { parts, size }: RotatedBytes, isCurrent = false): FileState | undefined {
    let at = file
    for (const part of parts) {
      take(part, at.offset)
      at = advanced(at, part)
    }
    remember(at.head)
    if (size === null || size <= at.offset) return at
    const from = at.offset - splitter.pendingBytes
    // Older bytes of the same file are read after it.
    if (isCurrent && older.current.bytes > 0) older.current.add(from, size, true)
    else older.skip(at.head, from, size)
    startSplitter(undefined)
    tellSkipped(size - from)
    return undefined
  }

  function tellReplaced(why: Replaced, found: Rotation): void {
    if (found.rest !== null) gap('rotated', `${stream} was rotated; its rest was read from where it is now.`, 0, 0)
    else {
      give(splitter.flush())
      const lost = 'what was written between the last read and that moment may be missing.'
      const isCut = why === 'smaller' && rotated.length > 0
      gap(isCut ? 'truncated' : 'rotated', `${stream} was ${isCut ? 'cut' : 'replaced'}; ${lost}`)
    }
  }

  /** The current file is another than the one that was read, or that one is `previous`: reads the rest of it, and what came and went since. */
  async function replace(old: FileState, why: Replaced | 'still empty', signal: AbortSignal): Promise<void> {
    const found = await findRotated(access, addresses, old, known, limits.backlogBytes, signal)
    let last = found.rest === null ? undefined : takeParts(old, found.rest, why !== 'still empty')
    if (why !== 'still empty') {
      older.rotate(old.head)
      tellReplaced(why, found)
    } else if (found.rest === null && old.head.length > 0) {
      gap('rotated', `The file before ${stream} is not there any more; what was written to it at last may be missing.`)
    }
    for (const bytes of found.between) {
      startFile(undefined)
      last = takeParts(freshState(NO_BYTES, null), bytes)
    }
    state = freshState(believed(found.head ?? NO_BYTES), found.size)
    if (state.head.length > 0) startFile(undefined)
    else if (last === undefined) startFile(undefined)
    else previous = last
    if (found.head === undefined) gone()
  }

  /** What is read next is another file: a line that has no newline yet has come to its end. */
  function startFile(head: Uint8Array | undefined): void {
    give(splitter.flush())
    startSplitter(head)
    isAligning = false
    previous = undefined
  }

  /** One request and what comes of it; answers whether there is more. */
  async function step(signal: AbortSignal): Promise<boolean> {
    if (state === undefined) {
      await begin(signal)
      return state !== undefined
    }
    const file = state
    if (wantsHead(file)) {
      const part = await access.part(current, 0, HEAD_BYTES, signal)
      if (part.kind === 'missing') {
        gone()
        return false
      }
      const checked = planHead(file, part)
      if (typeof checked === 'string') {
        await replace(file, checked, signal)
        return true
      }
      state = checked
      return true
    }
    const request = planRequest(file, limits, true)
    const part = await access.part(current, request.from, request.length, signal)
    if (part.kind === 'missing' || part.kind === 'distrusted') {
      gone()
      return false
    }
    if (isGone) {
      isGone = false
      if (part.kind === 'bytes' || file.offset > 0) gap('rotated', `${stream} is there again.`)
    }
    // A file that was seen empty has no head to be known by: others may have come and gone since.
    if (file.offset === 0 && file.head.length === 0) return stepEmpty(file, part, signal)
    const decision = await holds(file, planRead(file, part, limits), signal)
    if (decision === 'missing') {
      gone()
      return false
    }
    if (decision.kind === 'replaced') {
      await replace(file, decision.why, signal)
      return true
    }
    if (decision.kind === 'skip') {
      const from = decision.from - splitter.pendingBytes
      state = jump(decision.state, from, decision.to, true)
      const bytes = decision.to - from
      tellSkipped(bytes)
      return true
    }
    take(decision.bytes, file.offset)
    state = decision.state
    return decision.more
  }

  /** What is read of a file whose bytes do not tell it from others counts if it is the same one afterwards. */
  async function holds(file: FileState, decision: Decision, signal: AbortSignal): Promise<Decision | 'missing'> {
    if (decision.kind === 'replaced') return decision
    if (isDoubtful(file)) {
      const part = await access.part(current, 0, HEAD_BYTES, signal)
      if (part.kind === 'missing') return 'missing'
      const checked = planHead(file, part)
      if (typeof checked === 'string') return { kind: 'replaced', why: checked }
    }
    const [newest] = rotated
    if (newest === undefined || !isVague(file.head) || file.head.length === 0) return decision
    // It begins as the current file does, and is news: that may be another by now.
    const head = (await access.head(newest, signal))?.bytes ?? NO_BYTES
    const isOther = startsWith(head, file.head) && !isKnown(known, head)
    return isOther ? { kind: 'replaced', why: 'other head' } : decision
  }

  /** The current file had no line yet when it was looked at last; answers whether it has one now. */
  async function stepEmpty(file: FileState, part: Part & { kind: 'bytes' | 'beyond' }, signal: AbortSignal) {
    const bytes = part.kind === 'bytes' ? part.bytes : NO_BYTES
    if (bytes.length !== begun.bytes) begun = { bytes: bytes.length, sinceMs: now() }
    if (believed(bytes).length > 0) await replace(previous ?? file, 'still empty', signal)
    else if (previous === undefined) await lookForNews(file, signal)
    else await followPrevious(signal)
    return state !== undefined && state.head.length > 0
  }

  /** By what a file is known that has these first bytes; of a line that was begun long ago it is what there is of it. */
  function believed(bytes: Uint8Array): Uint8Array {
    const isIdle = bytes.length === begun.bytes && now() - begun.sinceMs >= IDLE_MS
    return isIdle ? bytes.slice(0, HEAD_BYTES) : tellingHead(bytes)
  }

  /** A file that was empty may have been put away with its first lines. */
  async function lookForNews(file: FileState, signal: AbortSignal): Promise<void> {
    const [newest] = rotated
    if (newest === undefined) return
    const head = (await access.head(newest, signal))?.bytes ?? NO_BYTES
    if (head.length > 0 && !isKnown(known, head)) await replace(file, 'still empty', signal)
  }

  async function followPrevious(signal: AbortSignal): Promise<void> {
    const [newest] = rotated
    if (previous === undefined || newest === undefined) return
    const { offset, tail } = previous
    try {
      if (isDoubtful(previous)) throw new FilesMoved()
      const parts = await access.rest(newest, offset, tail, limits.backlogBytes, signal)
      previous = takeParts(previous, { parts, size: null }) ?? previous
    } catch (error) {
      if (!(error instanceof FilesMoved)) throw error
      await replace(previous, 'still empty', signal)
    }
  }

  function finish(error: unknown, more: boolean): FollowResult {
    const result = { pieces, error: error === null ? null : asReadFailed(error), more }
    pieces = []
    return result
  }

  return {
    async poll(signal) {
      if (state !== undefined) state = { ...state, pollsSinceHead: state.pollsSinceHead + 1 }
      try {
        for (let round = 0; round < MAX_ROUNDS; round++) {
          if (await step(signal)) continue
          if (now() - lastByteMs >= IDLE_MS) give(splitter.flush())
          return finish(null, false)
        }
        return finish(null, true)
      } catch (error) {
        return finish(error, false)
      }
    },
    async older(bytes, signal) {
      try {
        const part = await older.read(bytes, state?.head ?? NO_BYTES, signal)
        if (part?.kind === 'lines') give(part.lines)
        else if (part !== null) {
          const what = part.why === 'removed' ? 'are not there any more' : 'are one line, which was passed over'
          gap('unread', `${part.bytes} older bytes of ${stream} ${what}.`, null, part.bytes)
        }
        return finish(null, older.bytes > 0)
      } catch (error) {
        return finish(error, older.bytes > 0)
      }
    },
    get unreadBytes() {
      return older.bytes
    },
    get skippedBytes() {
      return older.skippedBytes
    },
    get skippedParts() {
      return older.skippedParts
    },
    get warning() {
      return access.warning
    },
    get hasZeros() {
      return hasZeros || splitter.hasZeros
    },
  }
}

function asReadFailed(error: unknown): ReadFailed {
  return error instanceof ReadFailed
    ? error
    : new ReadFailed(error instanceof Error ? error.message : String(error), null)
}
