import type { ReadLine } from '~/domain/logs/model'
import type { LogQuery } from '~/domain/logs/query/log-query'
import { parseLogQuery } from '~/domain/logs/query/parse-log-query'
import { SourceError } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'
import type { FeedRange, LogFeed, LogSink } from './feed'
import type { FoundLine, LineServer } from './line-server'
import { compareNs, msOfNs, NS_A_MS, NS_A_SECOND, nsOfMs, type UnixNs } from './nanoseconds'
import { type Page, pagesBack } from './page-lines'

/** Lines of a range that are read at most; the newest ones. */
const MOST_LINES = 50_000
/** Lines that come between two polls and are read at most; the newest ones. */
const MOST_NEW = 20_000
/** The first page is small, so that something is seen soon. */
const FIRST_PAGE = 1_000
/** Lines may arrive so late, or in another order than that of their times. */
const LATE_NS = 10n * NS_A_SECOND
/** Where nothing new was seen for long, a poll looks back no further. */
const LOOK_BACK_NS = 120n * NS_A_SECOND
/** How far around a line its neighbours are looked for. */
const AROUND_NS = 3_600n * NS_A_SECOND

/** What was read of one query. */
interface Known {
  readonly query: string
  asks: readonly string[]
  fromNs: UnixNs
  /** Lines before it were asked for; never beyond the present. */
  toNs: UnixNs
  newestNs: UnixNs | null
  /** How often each of the newest lines is there, by its key. */
  recent: Map<string, { readonly ns: UnixNs; count: number }>
  count: number
}

/** Reads lines of a server that searches, newest first in pages, and polls for new ones. */
export function createPagedFeed(server: LineServer, now: () => UnixMs): LogFeed {
  let known: Known | null = null
  /** A server that asked to be left alone for a while. */
  let refusal: { readonly error: SourceError; readonly untilMs: UnixMs } | null = null

  /** Asks unless the server wants to be left alone. */
  async function ask<Answer>(run: () => Promise<Answer>): Promise<Answer> {
    if (refusal !== null && now() < refusal.untilMs) throw refusal.error
    refusal = null
    try {
      return await run()
    } catch (error) {
      const waitMs = error instanceof SourceError ? error.detail.retryAfterMs : undefined
      if (error instanceof SourceError && waitMs !== undefined) refusal = { error, untilMs: now() + waitMs }
      throw error
    }
  }

  /** Reads pages before `toNs` and puts each before what is there. */
  async function readBack(of: Known, fromNs: UnixNs, sink: LogSink, signal: AbortSignal): Promise<void> {
    const range = { fromNs, toNs: of.fromNs }
    for await (const page of pagesBack(server, of.asks, range, of.count === 0 ? FIRST_PAGE : undefined, signal)) {
      tellOdd(page, sink)
      for (const [stream, lines] of byStream(page.lines)) sink.prepend(stream, lines)
      remember(of, page.lines)
      of.fromNs = page.fromNs
      of.count += page.lines.length
      await sink.pause()
      if (of.count >= MOST_LINES || !sink.hasRoom || signal.aborted) return
    }
  }

  /** Reads what came after, and what came late. */
  async function readOn(of: Known, toNs: UnixNs, sink: LogSink, signal: AbortSignal): Promise<void> {
    const newestNs = of.newestNs === null || of.newestNs > of.toNs ? of.toNs : of.newestNs
    const fromNs = latest(newestNs - LATE_NS, of.toNs - LOOK_BACK_NS, of.fromNs)
    if (toNs <= fromNs) return
    const found: FoundLine[] = []
    let reachedNs = toNs
    for await (const page of pagesBack(server, of.asks, { fromNs, toNs }, undefined, signal)) {
      tellOdd(page, sink)
      found.unshift(...page.lines)
      reachedNs = page.fromNs
      if (found.length >= MOST_NEW) break
    }
    const left = new Map([...of.recent].map(([key, { count }]) => [key, count]))
    const fresh = found.filter(({ key }) => {
      const seen = left.get(key) ?? 0
      if (seen > 0) left.set(key, seen - 1)
      return seen === 0
    })
    if (reachedNs > fromNs) {
      const message = `More lines came at once than are read: older ones of ${server.title} are missing here.`
      sink.gap({ kind: 'skipped', stream: '', atMs: msOfNs(reachedNs), count: null, bytes: null, message })
    }
    for (const [stream, lines] of byStream(fresh)) sink.append(stream, lines)
    remember(of, fresh)
    of.count += fresh.length
    of.toNs = latest(of.toNs, earliest(toNs, nsOfMs(now())))
  }

  function tellLimit(of: Known, fromNs: UnixNs, sink: LogSink): void {
    sink.closeGaps('limit')
    if (of.fromNs <= fromNs) return
    const message = `Of ${server.title} the newest ${of.count.toLocaleString('en-GB')} lines were read: there may be more before them. Ask for less, or for a shorter range.`
    sink.gap({ kind: 'limit', stream: '', atMs: msOfNs(of.fromNs), count: null, bytes: null, message })
  }

  return {
    perQuery: true,
    cover: (range, sink, signal) =>
      ask(async () => {
        const { fromNs, toNs } = nsRange(range)
        if (fromNs >= toNs) return
        const asks = await server.narrow(queryOf(range.query), { fromNs, toNs }, signal)
        const isOther = known === null || known.query !== range.query || isBeside(known, fromNs, toNs)
        if (known === null || isOther) {
          sink.clear()
          const endNs = earliest(toNs, nsOfMs(now()))
          const recent: Known['recent'] = new Map()
          known = { query: range.query, asks, fromNs: toNs, toNs: endNs, newestNs: null, recent, count: 0 }
        }
        const of = known
        of.asks = asks
        if (fromNs < of.fromNs && of.count < MOST_LINES && sink.hasRoom) await readBack(of, fromNs, sink, signal)
        tellLimit(of, fromNs, sink)
        if (!isOther && toNs > of.toNs) await readOn(of, toNs, sink, signal)
      }),
    poll: (range, sink, signal) =>
      ask(async () => {
        if (known?.query === range.query) await readOn(known, nsRange(range).toNs, sink, signal)
      }),
    around: ({ stream, timeMs }, before, after, signal) =>
      ask(async () => {
        const text = server.ofStream(stream)
        const atNs = nsOfMs(timeMs)
        const nextNs = atNs + NS_A_MS
        const find = async (end: 'newest' | 'oldest', fromNs: UnixNs, toNs: UnixNs, limit: number) => {
          const { lines } = await server.find(text, end, { fromNs, toNs, limit }, signal)
          return lines.filter((found) => found.stream === stream).toSorted(byTime)
        }
        const parts = await Promise.all([
          before === 0 ? [] : find('newest', atNs - AROUND_NS, atNs, before),
          find('newest', atNs, nextNs, FIRST_PAGE),
          after === 0 ? [] : find('oldest', nextNs, nextNs + AROUND_NS, after),
        ])
        return parts.flat().map(({ line }) => line)
      }),
  }
}

/** Nothing of what is known is of use: it lies elsewhere, or ends within the range at its limit. */
function isBeside(known: Known, fromNs: UnixNs, toNs: UnixNs): boolean {
  if (fromNs > known.toNs || toNs < known.fromNs) return true
  const isCapped = known.count >= MOST_LINES && fromNs < known.fromNs
  return isCapped && toNs < known.toNs
}

function remember(of: Known, lines: readonly FoundLine[]): void {
  for (const { ns, key } of lines) {
    if (of.newestNs === null || ns > of.newestNs) of.newestNs = ns
    if (ns < of.newestNs - LATE_NS) continue
    const seen = of.recent.get(key)
    if (seen === undefined) of.recent.set(key, { ns, count: 1 })
    else seen.count += 1
  }
  for (const [key, { ns }] of of.recent) if (of.newestNs !== null && ns < of.newestNs - LATE_NS) of.recent.delete(key)
}

function tellOdd({ unreadable, crowdedNs }: Page, sink: LogSink): void {
  const common = { stream: '', bytes: null }
  if (unreadable > 0) {
    const message = `${unreadable.toLocaleString('en-GB')} entries of the answer are no log lines.`
    sink.gap({ ...common, kind: 'unread', atMs: null, count: unreadable, message })
  }
  for (const ns of crowdedNs) {
    const message = 'More lines have this very time than the server gives at once: some are missing here.'
    sink.gap({ ...common, kind: 'skipped', atMs: msOfNs(ns), count: null, message })
  }
}

function byStream(lines: readonly FoundLine[]): ReadonlyMap<string, readonly ReadLine[]> {
  const streams = new Map<string, ReadLine[]>()
  for (const { stream, line } of lines) {
    const own = streams.get(stream)
    if (own === undefined) streams.set(stream, [line])
    else own.push(line)
  }
  return streams
}

function nsRange({ fromMs, toMs }: FeedRange): { readonly fromNs: UnixNs; readonly toNs: UnixNs } {
  return { fromNs: nsOfMs(fromMs), toNs: nsOfMs(Math.ceil(toMs)) }
}

/** Whoever asks has parsed it; all lines for one that cannot be read. */
function queryOf(text: string): LogQuery {
  const parsed = parseLogQuery(text)
  return parsed.ok ? parsed.query : { terms: [] }
}

function byTime(a: FoundLine, b: FoundLine): number {
  return compareNs(a.ns, b.ns)
}

function latest(...times: [UnixNs, ...UnixNs[]]): UnixNs {
  return times.toSorted(compareNs).at(-1) ?? times[0]
}

function earliest(...times: [UnixNs, ...UnixNs[]]): UnixNs {
  return times.toSorted(compareNs)[0] ?? times[0]
}
