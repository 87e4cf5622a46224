import { createLogIndex, type LogIndex } from '~/domain/logs/index/log-index'
import { createLineIds } from '~/domain/logs/line-id'
import type { LogGap } from '~/domain/logs/log-ports'
import type { LogLine, ReadLine } from '~/domain/logs/model'
import { parseLine } from '~/domain/logs/read/parse-line'
import { SourceError, type SourceErrorDetail } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'
import { cap } from '~/lib/soak'
import type { FeedRange, LogFeed, LogSink } from './feeds/feed'

export interface BookOptions {
  readonly feed: LogFeed
  readonly now: () => UnixMs
  readonly maxLines?: number
  readonly maxBytes?: number
  /** Something is other than before. */
  readonly changed: () => void
}

/** The lines of one feed, as far as they were read. */
export interface LogBook {
  readonly index: LogIndex
  readonly gaps: readonly LogGap[]
  /** Before it lines are missing: they had to make room, were not given, or are about to be read for the first time. Null for none. */
  readonly wholeFromMs: UnixMs | null
  readonly readMs: UnixMs | null
  readonly error: SourceErrorDetail | null
  readonly loading: boolean
  /** Reads what a range needs; a range asked for later comes after it. */
  cover(range: FeedRange): Promise<void>
  /** Reads what is new, unless something is being read. */
  poll(range: FeedRange): Promise<void>
  /** Reads what was passed over of a stream. */
  load(range: FeedRange, stream: string): Promise<void>
  /** A line with those before and after it in its stream, whatever the query; null where it is not kept or cannot be read. */
  around(id: string, before: number, after: number): Promise<readonly LogLine[] | null>
  close(): void
}

const MAX_LINES = cap(120_000, 2_000)
const MAX_BYTES = 64 * 1_048_576
const MOST_GAPS = 50
/** Gaps before whose moment lines are missing. */
const BEFORE_GAPS: readonly LogGap['kind'][] = ['older', 'dropped', 'limit']

/** Keeps what a feed reads. */
export function createLogBook(options: BookOptions): LogBook {
  const { feed, now, changed, maxLines = MAX_LINES, maxBytes = MAX_BYTES } = options
  const closed = new AbortController()
  /** Of what is being read. */
  let abort = new AbortController()
  let reading: string | null = null
  let index = newIndex()
  let ids = createLineIds()
  let gaps: LogGap[] = []
  let oldest = new Map<string, UnixMs>()
  let readMs: UnixMs | null = null
  let error: SourceErrorDetail | null = null
  let running = 0
  let last: Promise<void> = Promise.resolve()
  let wanted: FeedRange | null = null

  function newIndex(): LogIndex {
    if (import.meta.env.MODE === 'soak') globalThis.lookoutSoak?.gauge('log lines', () => index.lineCount)
    const reread = (raw: string) => parseLine(raw, { readMs: 0, beforeMs: null })
    const isLeaking = import.meta.env.MODE === 'soak' && globalThis.lookoutSoak?.forgets('M6') === true
    return createLogIndex({ maxLines: isLeaking ? Number.POSITIVE_INFINITY : maxLines, maxBytes, reread })
  }

  function named(stream: string, lines: readonly ReadLine[]) {
    const first = lines[0]
    if (first !== undefined) oldest.set(stream, Math.min(oldest.get(stream) ?? first.timeMs, first.timeMs))
    return lines.map((line) => ({ ...line, id: ids({ ...line, stream }) }))
  }

  const sink: LogSink = {
    append: (stream, lines) => index.append(stream, named(stream, lines)),
    prepend: (stream, lines) => index.prepend(stream, named(stream, lines)),
    seam: (stream) => index.seam(stream),
    closeSeams: (stream, left) => index.closeSeams(stream, left),
    clear() {
      index = newIndex()
      ids = createLineIds()
      gaps = []
      oldest = new Map()
    },
    gap(gap) {
      gaps = [...gaps, gap].slice(-MOST_GAPS)
    },
    closeGaps(kind, stream) {
      gaps = gaps.filter((gap) => gap.kind !== kind || (stream !== undefined && gap.stream !== stream))
    },
    get hasRoom() {
      return index.dropped.length === 0 && index.lineCount < maxLines && index.bytes < maxBytes
    },
    oldestMs: (stream) => oldest.get(stream) ?? null,
    async pause() {
      changed()
      await new Promise((resolve) => setTimeout(resolve, 0))
    },
  }

  async function run({ query }: FeedRange, read: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (closed.signal.aborted) return
    abort = new AbortController()
    const { signal } = abort
    reading = query
    running += 1
    try {
      await read(signal)
      error = null
      readMs = now()
    } catch (thrown) {
      if (signal.aborted) return
      error = thrown instanceof SourceError ? thrown.detail : clientFault()
    } finally {
      running -= 1
    }
    changed()
  }

  function allGaps(): readonly LogGap[] {
    const dropped = index.dropped.map(({ stream, count, untilMs }): LogGap => {
      const message = `${count.toLocaleString('en-GB')} older lines of ${stream} had to make room.`
      return { kind: 'dropped', stream, atMs: untilMs, count, bytes: null, message }
    })
    return [...gaps, ...dropped]
  }

  return {
    get index() {
      return index
    },
    get gaps() {
      return allGaps()
    },
    get wholeFromMs() {
      const told = allGaps().flatMap(({ kind, atMs }) => (BEFORE_GAPS.includes(kind) && atMs !== null ? [atMs] : []))
      const begun = readMs === null ? oldest.values() : []
      const latest = Math.max(...told, ...begun)
      return Number.isFinite(latest) ? latest : null
    },
    get readMs() {
      return readMs
    },
    get error() {
      return error
    },
    get loading() {
      return running > 0
    },
    cover(range) {
      // Nobody waits for the lines of another query any more.
      if (feed.perQuery && running > 0 && range.query !== reading) abort.abort()
      wanted = range
      last = last.then(() => {
        // One that was asked for later covers it, or covers what is wanted instead.
        if (feed.perQuery && range !== wanted) return
        return run(range, (signal) => feed.cover(range, sink, signal))
      })
      return last
    },
    poll(range) {
      if (running > 0) return last
      last = last.then(() => run(range, (signal) => feed.poll(range, sink, signal)))
      return last
    },
    load(range, stream) {
      last = last.then(() => run(range, async (signal) => feed.load?.(stream, sink, signal)))
      return last
    },
    async around(id, before, after) {
      const ref = index.refOf(id)
      const line = ref === null ? null : index.line(ref)
      if (line === null) return null
      if (feed.around === undefined) return index.around(id, before, after)
      try {
        const { stream } = line
        const nameOf = createLineIds()
        const lines = (await feed.around(line, before, after, closed.signal)).map(
          ({ beside = [], fields, ...read }): LogLine => ({
            ...{ ...read, stream, fields: [...fields, ...beside] },
            id: nameOf({ ...read, stream }),
          }),
        )
        const at = lines.findIndex((other) => other.id === id)
        return at === -1 ? null : lines.slice(Math.max(0, at - before), at + 1 + after)
      } catch {
        return null
      }
    },
    close() {
      closed.abort()
      abort.abort()
    },
  }
}

function clientFault(): SourceErrorDetail {
  return {
    kind: 'client',
    message: 'Reading the log failed by a fault of this page.',
    nextStep: 'The next refresh reads on. Reload the page if it stays so.',
  }
}
