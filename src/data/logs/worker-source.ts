import type { LogOverview, LogQuestion, LogSession, LogSource } from '~/domain/logs/log-ports'
import { type ServerClock, SourceError, type SourceErrorDetail } from '~/domain/sources'
import type { FromLogWorker, LogCallName, LogCalls, LogWorkerSpec, ToLogWorker } from './worker-protocol'

/** A worker as it is started; `died` is called when its script cannot be loaded and when it fails. */
export interface LogWorker {
  post(message: ToLogWorker): void
  stop(): void
}
export type StartLogWorker = (events: { said(message: FromLogWorker): void; died(): void }) => LogWorker

export interface LogWorkerOptions {
  readonly spec: LogWorkerSpec
  readonly sources: readonly { readonly id: string; readonly title: string; readonly kind: string }[]
  readonly start: StartLogWorker
  readonly clock: Pick<ServerClock, 'offsetMs'>
  /** Whether the page hangs on a wall at this moment, where anybody reads along. */
  readonly isWall: () => boolean
  /** Says whether a source is there. */
  readonly probe: (id: string, signal: AbortSignal) => ReturnType<LogSource['probe']>
}

type Message = ToLogWorker extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'clockOffsetMs' | 'isWall'>
    : never
  : never

interface Open {
  readonly source: string
  question: LogQuestion
  readonly heard: (overview: LogOverview) => void
  /** The last overview that was told: a worker that begins anew goes on after its version. */
  last: LogOverview | null
}

/** A worker that dies more often than that in a row is not started again. */
const MOST_DEATHS = 3

/** The log sources of the page, whose lines are read and kept in one worker. A worker that dies is replaced, and asked again. */
export function createWorkerLogSources(options: LogWorkerOptions): readonly LogSource[] {
  const { spec, sources, start, clock, isWall, probe } = options
  const sessions = new Map<number, Open>()
  const waiting = new Map<number, (value: unknown) => void>()
  let worker: LogWorker | null = null
  let lastId = 0
  let deaths = 0
  let faults: readonly string[] = []

  function post(message: Message): void {
    worker?.post({ ...message, clockOffsetMs: clock.offsetMs(), isWall: isWall() } as ToLogWorker)
  }

  function ensure(): void {
    if (worker !== null || deaths > MOST_DEATHS) return
    try {
      worker = start({ said: hear, died: replace })
    } catch {
      fail()
      return
    }
    post({ kind: 'start', spec })
    for (const [session, open] of sessions) openInWorker(session, open)
  }

  function openInWorker(session: number, { source, question, last }: Open): void {
    post({ kind: 'open', session, source, question, afterVersion: last?.version ?? 0 })
  }

  function replace(): void {
    worker?.stop()
    worker = null
    deaths += 1
    for (const settle of waiting.values()) settle(null)
    waiting.clear()
    if (deaths > MOST_DEATHS) fail()
    else ensure()
  }

  function fail(): void {
    const error: SourceErrorDetail = {
      kind: 'client',
      message: 'What reads logs in this page could not be started.',
      nextStep: 'Reload the page. If it stays so, this browser or a policy of the server lets the page have no worker.',
    }
    for (const open of sessions.values()) open.heard({ ...(open.last ?? NOTHING), loading: false, error })
  }

  function hear(message: FromLogWorker): void {
    if (message.kind === 'faults') faults = message.faults
    else if (message.kind === 'answer') {
      waiting.get(message.id)?.(message.value)
      waiting.delete(message.id)
    } else {
      deaths = 0
      const open = sessions.get(message.session)
      if (open === undefined) return
      open.last = faults.length === 0 ? message.overview : withFaults(message.overview, faults)
      open.heard(open.last)
    }
  }

  function openSession(source: string, first: LogQuestion, heard: Open['heard']): LogSession {
    lastId += 1
    const session = lastId
    const open: Open = { source, question: first, heard, last: null }
    sessions.set(session, open)
    if (worker === null) ensure()
    else openInWorker(session, open)

    function call<Name extends LogCallName>(
      name: Name,
      nothing: ReturnType<LogCalls[Name]>,
      ...args: Parameters<LogCalls[Name]>
    ): Promise<ReturnType<LogCalls[Name]>> {
      if (worker === null) return Promise.resolve(nothing)
      lastId += 1
      const id = lastId
      return new Promise((resolve) => {
        waiting.set(id, (value) => resolve((value ?? nothing) as ReturnType<LogCalls[Name]>))
        post({ kind: 'call', session, id, call: { name, args } } as Message)
      })
    }

    return {
      ask(question) {
        open.question = question
        post({ kind: 'ask', session, question })
      },
      poll: () => post({ kind: 'poll', session }),
      load: (stream) => post({ kind: 'load', session, stream }),
      lines: (version, from, count) => call('lines', null, version, from, count),
      around: (id, before, after) => call('around', null, id, before, after),
      find: (version, id) => call('find', -1, version, id),
      patterns: (version) => call('patterns', null, version),
      async download(version, as, columns) {
        const chunks = await call('download', null, version, as, columns)
        const type = as === 'csv' ? 'text/csv' : 'application/x-ndjson'
        return chunks === null ? null : new Blob([...chunks], { type: `${type};charset=utf-8` })
      },
      close() {
        sessions.delete(session)
        post({ kind: 'close', session })
      },
    }
  }

  return sources.map(({ id, title, kind }) => ({
    ...{ id, title, kind },
    probe: (signal) => probe(id, signal),
    open: (question, heard) => openSession(id, question, heard),
  }))
}

/** A pattern that cannot be used masks nothing: that is an error of the configuration, told with every answer. */
function withFaults(overview: LogOverview, faults: readonly string[]): LogOverview {
  if (overview.error !== null) return overview
  const { detail } = new SourceError({
    kind: 'badRequest',
    message: faults.join(' '),
    nextStep: 'Mend the pattern under "privacy" in config.json: it masks nothing as it is.',
  })
  return { ...overview, error: detail }
}

const NOTHING: LogOverview = {
  ...{ version: 0, matched: 0, scanned: 0, broken: 0, newestMs: null, readMs: null },
  ...{ volume: [], volumeStepMs: 1, facets: [], fields: [], gaps: [], wholeFromMs: null, loading: false, error: null },
}
