import { createTransport, type Transport } from '~/data/transport/transport'
import type { LogQuestion } from '~/domain/logs/log-ports'
import { createRedactor, type Redactor } from '~/domain/logs/redact'
import { masksUsers, type UserIdPolicy } from '~/domain/logs/user-policy'
import type { DurationMs } from '~/domain/units-of-measure'
import { createLogBook, type LogBook } from './book'
import type { LogFeed } from './feeds/feed'
import { createFileFeed } from './feeds/file-feed'
import { createLokiFeed } from './feeds/loki-feed'
import { createSampleFeed, type SampleLog } from './feeds/sample-feed'
import { createVictoriaLogsFeed } from './feeds/victorialogs-feed'
import { type BookSession, createBookSession } from './session'
import { createHttpParts } from './tail/http-parts'
import type { FromLogWorker, LogCalls, LogFeedSpec, ToLogWorker } from './worker-protocol'

export interface LogServeOptions {
  readonly sampleLog: () => SampleLog
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly now: () => number
  /** Where the browser tells what its policy has blocked. */
  readonly policyEvents: EventTarget | undefined
  readonly post: (message: FromLogWorker) => void
}

interface OpenSession {
  readonly book: LogBook
  readonly session: BookSession
  /** The page has lines to show. */
  isShown: boolean
}

/** Overviews come at most so often while lines stream in: counting all of them is work. */
const OVERVIEW_MS: DurationMs = 150

/** Answers what the page asks about logs: the other end is `worker-source.ts`. */
export function serveLogs(options: LogServeOptions): (message: ToLogWorker) => void {
  const { sampleLog, fetch, now, policyEvents, post } = options
  let offsetMs: DurationMs = 0
  let isWall = true
  let userIds: UserIdPolicy = 'always'
  let redactor: Redactor = createRedactor({ patterns: [], common: true })
  const specs = new Map<string, LogFeedSpec>()
  let transport = createServerTransport()
  /** Of feeds that do not search, one book serves all questions. */
  const shared = new Map<string, LogBook>()
  const sessions = new Map<number, OpenSession>()
  const due = new Map<number, ReturnType<typeof setTimeout>>()
  const serverNow = () => now() + offsetMs

  function createServerTransport(pageUrl?: string): Transport {
    const page = pageUrl === undefined ? {} : { pageUrl }
    return createTransport({ fetch, now, ...page, ...(policyEvents !== undefined && { policyEvents }) })
  }

  function createFeed(spec: LogFeedSpec): LogFeed {
    if (spec.kind === 'sample') return createSampleFeed(sampleLog(), serverNow)
    if (spec.kind === 'jsonl') return createFileFeed(spec.files, createHttpParts(fetch), serverNow)
    const options = { server: spec.server, transport, now: serverNow }
    return spec.kind === 'loki'
      ? createLokiFeed({ ...options, selector: spec.selector })
      : createVictoriaLogsFeed(options)
  }

  function bookOf(source: string, spec: LogFeedSpec): LogBook {
    const known = shared.get(source)
    if (known !== undefined) return known
    const feed = createFeed(spec)
    const book: LogBook = createLogBook({ feed, now: serverNow, changed: () => tellOf(book) })
    if (!feed.perQuery) shared.set(source, book)
    return book
  }

  function tellOf(book: LogBook): void {
    for (const [id, open] of sessions) if (open.book === book) tellSoon(id)
  }

  function waitOf(known: OpenSession | undefined): DurationMs {
    // The first lines are waited for.
    return known?.isShown === true && known.book.loading ? OVERVIEW_MS : 0
  }

  /** Of a new question an answer is waited for, whatever else is being read. */
  function tellAtOnce(id: number): void {
    clearTimeout(due.get(id))
    due.delete(id)
    tellSoon(id, 0)
  }

  function tellSoon(id: number, wait = waitOf(sessions.get(id))): void {
    if (due.has(id)) return
    const tell = () => {
      due.delete(id)
      const open = sessions.get(id)
      if (open === undefined) return
      const overview = open.session.overview()
      open.isShown = overview.matched > 0
      post({ kind: 'overview', session: id, overview })
    }
    due.set(id, setTimeout(tell, wait))
  }

  const privacy = () => ({ redactor, masksUsers: () => masksUsers(userIds, isWall) })

  function cover({ book, session }: OpenSession): void {
    void book.cover(session.question)
  }

  function open(id: number, source: string, question: LogQuestion, afterVersion: number): void {
    const spec = specs.get(source)
    if (spec === undefined) return
    const book = bookOf(source, spec)
    const opened = { book, session: createBookSession(book, question, privacy(), afterVersion), isShown: false }
    sessions.set(id, opened)
    cover(opened)
    // What is known is shown while more is read, which may take long.
    tellSoon(id)
  }

  function close(id: number, { book }: OpenSession): void {
    sessions.delete(id)
    clearTimeout(due.get(id))
    due.delete(id)
    if (![...shared.values()].includes(book)) book.close()
  }

  async function answer(
    { session }: OpenSession,
    id: number,
    call: Extract<ToLogWorker, { kind: 'call' }>['call'],
  ): Promise<void> {
    const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0))
    const calls: { [Name in keyof LogCalls]: () => ReturnType<LogCalls[Name]> | Promise<ReturnType<LogCalls[Name]>> } =
      {
        lines: () => session.lines(...(call.args as Parameters<LogCalls['lines']>)),
        around: () => session.around(...(call.args as Parameters<LogCalls['around']>)),
        find: () => session.find(...(call.args as Parameters<LogCalls['find']>)),
        patterns: () => session.patterns(...(call.args as Parameters<LogCalls['patterns']>), pause),
        download: () => session.download(...(call.args as Parameters<LogCalls['download']>)),
      }
    post({ kind: 'answer', id, value: await calls[call.name]() })
  }

  return (message) => {
    offsetMs = message.clockOffsetMs
    isWall = message.isWall
    if (message.kind === 'start') {
      const { sources, redact, secrets, pageUrl } = message.spec
      transport = createServerTransport(pageUrl)
      userIds = message.spec.userIds
      for (const { id, feed } of sources) specs.set(id, feed)
      redactor = createRedactor({ patterns: redact, common: secrets })
      post({ kind: 'faults', faults: redactor.faults })
      return
    }
    if (message.kind === 'open') {
      open(message.session, message.source, message.question, message.afterVersion)
      return
    }
    const known = sessions.get(message.session)
    if (known === undefined) {
      if (message.kind === 'call') post({ kind: 'answer', id: message.id, value: null })
      return
    }
    if (message.kind === 'ask') {
      known.session.ask(message.question)
      tellAtOnce(message.session)
      cover(known)
    } else if (message.kind === 'poll') void known.book.poll(known.session.question)
    else if (message.kind === 'load') {
      void known.book.load(known.session.question, message.stream)
      tellSoon(message.session)
    } else if (message.kind === 'call') void answer(known, message.id, message.call)
    else close(message.session, known)
  }
}
