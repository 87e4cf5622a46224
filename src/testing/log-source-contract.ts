import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SampleLog } from '~/data/logs/feeds/sample-feed'
import type { LogFeedSpec } from '~/data/logs/worker-protocol'
import { createWorkerLogSources } from '~/data/logs/worker-source'
import type { LogOverview, LogQuestion, LogSession, LogSource } from '~/domain/logs/log-ports'
import type { LogLine } from '~/domain/logs/model'
import { inThreadLogWorker } from './in-thread-log-worker'

/** A line of the contract. Lines of one stream come in the order of their times. */
export interface ContractLine {
  readonly stream: 'api' | 'jobs'
  readonly timeMs: number
  readonly raw: string
}

/** A place where lines are, which the contract fills. */
export interface LogSourceSubject {
  readonly feed: LogFeedSpec
  readonly sampleLog?: SampleLog
  /** Makes lines be there as if they had just been written. */
  write(lines: readonly ContractLine[]): void
  /** How the server answers from now on; undefined for a source without one. */
  readonly faults: { status?: number; retryAfter?: string } | undefined
  /** Breaks the connection off, and takes new ones again. */
  readonly unplug?: () => Promise<void>
  readonly plug?: () => Promise<void>
  stop(): Promise<void> | void
}

const START_MS = 1_769_600_000_000
const COUNT = 2_600
const END_MS = START_MS + COUNT * 100

/** Dialects mixed; some lines of each stream share a time, and 300 do so where a page may end. */
export function contractLines(): readonly ContractLine[] {
  return Array.from({ length: COUNT }, (_, place): ContractLine => {
    const stream = place % 3 === 0 ? 'jobs' : 'api'
    const isBurst = place >= 1_500 && place < 1_800
    const timeMs = START_MS + (isBurst ? 150_000 : (place - (place % 4)) * 100)
    const timestamp = new Date(timeMs).toISOString()
    const level = ['INFO', 'INFO', 'WARNING', 'ERROR', 'DEBUG'][place % 5] ?? ''
    if (place % 50 === 0) return { stream, timeMs, raw: `${timestamp} ${level} app.old: plain line ${place} timeout` }
    const message = place % 7 === 0 ? `Worker out of Memory at ${place}` : `Request ${place} done`
    const extra = { endpoint: place % 2 === 0 ? '/health' : '/api/v1/videos' }
    const fields = { trace_id: `trace_${place % 40}`, duration_ms: place % 900, extra }
    return { stream, timeMs, raw: JSON.stringify({ timestamp, level, logger: 'app.api', message, ...fields }) }
  })
}

type Question = readonly [query: string, matches: (line: Facts, raw: string) => boolean]
interface Facts {
  readonly level: string
  readonly message: string
  readonly trace: string
  readonly ms: number
  readonly endpoint: string
}

/** What a query means, said again without any code of the reader. */
const QUESTIONS: readonly Question[] = [
  ['', () => true],
  ['level=ERROR', ({ level }) => level === 'ERROR'],
  ['level>=WARNING', ({ level }) => level === 'ERROR' || level === 'WARNING'],
  ['"out of memory"', (_, raw) => raw.toLowerCase().includes('out of memory')],
  ['"out of Memory"', (_, raw) => raw.includes('out of Memory')],
  ['"out of MEMORY"', () => false],
  ['-health', (_, raw) => !raw.includes('health')],
  ['-Memory -videos', (_, raw) => !raw.includes('Memory') && !raw.includes('videos')],
  ['trace_id=trace_7', ({ trace }) => trace === 'trace_7'],
  ['trace_id=trace_7,trace_9 memory', ({ trace, message }) => /^trace_[79]$/.test(trace) && /memory/i.test(message)],
  ['trace_id!=trace_7', ({ trace }) => trace !== 'trace_7'],
  ['trace_id=trace_3*', ({ trace }) => trace.startsWith('trace_3')],
  ['endpoint=/health', ({ endpoint }) => endpoint === '/health'],
  ['duration_ms>890', ({ ms }) => ms > 890],
  ['message~"^Request 1\\\\d+1 done$"', ({ message }) => /^Request 1\d+1 done$/.test(message)],
  ['"a.b [c]"', () => false],
]

function factsOf({ raw }: ContractLine): Facts {
  if (!raw.startsWith('{')) {
    return { level: raw.split(' ')[1] ?? '', message: '', trace: '', ms: Number.NaN, endpoint: '' }
  }
  const { level, message, trace_id, duration_ms, extra } = JSON.parse(raw)
  return { level, message, trace: trace_id, ms: duration_ms, endpoint: extra.endpoint }
}

/** What tells a line of the contract from others, in whatever source it lies. */
function markOf({ timeMs, message, format, raw }: Pick<LogLine, 'timeMs' | 'message' | 'format' | 'raw'>): string {
  return `${timeMs} ${format === 'json' ? message : (/plain line \d+/.exec(raw)?.[0] ?? raw)}`
}
function markOfContract({ timeMs, raw }: ContractLine): string {
  const isJson = raw.startsWith('{')
  return `${timeMs} ${isJson ? JSON.parse(raw).message : /plain line \d+/.exec(raw)?.[0]}`
}

/** What every LogSource must do, asked of one that `makeSubject` brings up, through the worker's own code. */
export function logSourceContract(name: string, makeSubject: () => Promise<LogSourceSubject>): void {
  describe(`${name} is a LogSource`, { timeout: 30_000 }, () => {
    const lines = contractLines()
    const question: LogQuestion = { query: '', fromMs: START_MS, toMs: END_MS, order: 'newest' }
    let subject: LogSourceSubject
    let nowMs = END_MS
    let source: LogSource
    const open: LogSession[] = []

    beforeAll(async () => {
      subject = await makeSubject()
      subject.write(lines)
    }, 30_000)
    beforeEach(() => {
      for (const session of open.splice(0)) session.close()
      source = sourceOf(subject)
    })
    afterAll(() => subject?.stop())

    function sourceOf({ feed, sampleLog }: LogSourceSubject): LogSource {
      const worker = inThreadLogWorker({
        sampleLog: () => sampleLog ?? { lines: () => [] },
        fetch: (url, init) => fetch(url, init),
        now: () => nowMs,
        policyEvents: undefined,
      })
      const [made] = createWorkerLogSources({
        spec: {
          pageUrl: 'http://127.0.0.1/',
          sources: [{ id: 'logs', feed }],
          redact: [],
          secrets: true,
          userIds: 'never',
        },
        sources: [{ id: 'logs', title: 'Logs', kind: feed.kind }],
        start: worker.start,
        clock: { offsetMs: () => 0 },
        isWall: () => false,
        probe: async () => ({ latencyMs: 0 }),
      })
      if (made === undefined) throw new Error('no source')
      return made
    }

    function ask(asked: Partial<LogQuestion>, of: LogSource = source) {
      const heard: LogOverview[] = []
      const session = of.open({ ...question, ...asked }, (overview) => heard.push(overview))
      open.push(session)
      return {
        session,
        heard,
        last: () => heard.at(-1),
        /** The overview when nothing is read any more and it is as expected. */
        async settled(isDone: (overview: LogOverview) => boolean = () => true): Promise<LogOverview> {
          const settled = () => {
            const last = heard.at(-1)
            return last !== undefined && !last.loading && (last.readMs ?? last.error) !== null && isDone(last)
          }
          await expect.poll(settled, { timeout: 15_000, interval: 5 }).toBe(true)
          return heard.at(-1) as LogOverview
        },
      }
    }

    const all = async (session: LogSession, { version, matched }: LogOverview) =>
      (await session.lines(version, 0, matched)) ?? []

    test.each(QUESTIONS)('finds the lines of %j, and no other', async (query, matches) => {
      const wanted = lines.filter((line) => matches(factsOf(line), line.raw))
      const { session, settled } = ask({ query })
      const overview = await settled(({ matched }) => matched === wanted.length)
      const found = await all(session, overview)
      expect(found.map(markOf).toSorted()).toEqual(wanted.map(markOfContract).toSorted())
      const times = found.map(({ timeMs }) => timeMs)
      expect(times).toEqual(times.toSorted((a, b) => b - a))
      expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
      const counts = overview.volume.flatMap((bar) => Object.values(bar.counts))
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(wanted.length)
      expect(overview.gaps).toEqual([])
      expect(overview.error).toBeNull()
    })

    test('counts levels and fields as they are', async () => {
      const { settled } = ask({})
      const { facets, fields, newestMs } = await settled()
      const counted = (path: string) =>
        Object.fromEntries(
          facets.find((facet) => facet.path === path)?.values.map((one) => [one.value, one.count]) ?? [],
        )
      const levels: Record<string, number> = {}
      for (const line of lines) {
        const level = factsOf(line).level.toLowerCase()
        levels[level] = (levels[level] ?? 0) + 1
      }
      expect(counted('level')).toEqual(levels)
      const health = lines.filter((line) => factsOf(line).endpoint === '/health').length
      expect(counted('endpoint')['/health']).toBe(health)
      const streams = facets.find(({ path }) => path === 'stream')?.values.map(({ count }) => count)
      const wanted = (['api', 'jobs'] as const).map((stream) => lines.filter((line) => line.stream === stream).length)
      expect(streams).toEqual(wanted)
      expect(fields).toEqual(expect.arrayContaining(['trace_id', 'duration_ms', 'extra.endpoint', 'message']))
      expect(newestMs).toBe(lines.at(-1)?.timeMs)
    })

    test('the oldest come first when asked so, and a part of a range is that part', async () => {
      const [fromMs, toMs] = [START_MS + 20_000, START_MS + 60_000]
      const { session, settled } = ask({ order: 'oldest', fromMs, toMs })
      const found = await all(session, await settled())
      const wanted = lines.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs)
      expect(found.map(markOf).toSorted()).toEqual(wanted.map(markOfContract).toSorted())
      expect(found.map(({ timeMs }) => timeMs)).toEqual(found.map(({ timeMs }) => timeMs).toSorted((a, b) => a - b))
    })

    test('finds a line again, with those around it in its stream, whatever the query', async () => {
      const { session, settled } = ask({ query: 'trace_id=trace_7' })
      const overview = await settled()
      const [line] = (await session.lines(overview.version, 3, 1)) ?? []
      expect(await session.find(overview.version, line?.id ?? '')).toBe(3)
      expect(await session.find(overview.version, 'no.such.id')).toBe(-1)
      const around = await session.around(line?.id ?? '', 5, 6)
      expect(around).toHaveLength(12)
      expect(around?.[5]?.id).toBe(line?.id)
      expect(new Set(around?.map(({ stream }) => stream))).toEqual(new Set([line?.stream]))
      expect(new Set(around?.map(({ message }) => message)).size).toBe(12)
      const times = around?.map(({ timeMs }) => timeMs)
      expect(times).toEqual(times?.toSorted((a, b) => a - b))
      expect(await session.around('no.such.id', 1, 1)).toBeNull()
    })

    test('ids are the same for all who read', async () => {
      const one = ask({ query: 'level=ERROR' })
      const other = ask({ fromMs: START_MS + 50_000 }, sourceOf(subject))
      const ids = async ({ session, settled }: typeof one) =>
        new Map((await all(session, await settled())).map((line) => [markOf(line), line.id]))
      const [a, b] = [await ids(one), await ids(other)]
      const shared = [...a].filter(([mark]) => b.has(mark))
      expect(shared.length).toBeGreaterThan(100)
      for (const [mark, id] of shared) expect(b.get(mark)).toBe(id)
    })

    test('gives its lines as a file, and groups them', async () => {
      const { session, settled } = ask({ query: 'level=ERROR' })
      const overview = await settled()
      const text = await (await session.download(overview.version, 'jsonl', []))?.text()
      const rows =
        text
          ?.trimEnd()
          .split('\n')
          .map((row) => JSON.parse(row)) ?? []
      expect(rows).toHaveLength(overview.matched)
      expect(rows.every(({ message }) => typeof message === 'string')).toBe(true)
      const table = await (await session.download(overview.version, 'csv', ['trace_id']))?.text()
      expect(table?.split(/\r?\n/)[0]).toContain('trace_id')
      const patterns = await session.patterns(overview.version)
      expect(patterns?.reduce((sum, { count }) => sum + count, 0)).toBe(overview.matched)
    })

    test('a version that is past is not answered; what is asked next is', async () => {
      const { session, settled } = ask({ query: 'level=ERROR' })
      const before = await settled()
      let after = before
      for (const query of ['level=DEBUG', 'level=INFO', 'memory', 'level=WARNING']) {
        const { version } = after
        session.ask({ ...question, query })
        after = await settled((overview) => overview.version > version && overview.matched > 0)
      }
      expect(after.version).toBeGreaterThan(before.version)
      expect(await session.lines(before.version, 0, 1)).toBeNull()
      expect(await session.patterns(before.version)).toBeNull()
      expect(await session.download(before.version, 'csv', [])).toBeNull()
      expect(await session.lines(after.version, 0, 1)).toHaveLength(1)
    })

    test('what is written later comes once, as the range moves on', async () => {
      const { session, settled } = ask({ query: 'fresh', toMs: END_MS })
      expect((await settled()).matched).toBe(0)
      let written = 0
      for (let round = 1; round <= 4; round++) {
        nowMs += 5_000
        const toMs = nowMs
        const fresh = Array.from({ length: 5 }, (_, place): ContractLine => {
          const timeMs = toMs - 1_000 + place
          const message = `fresh ${round} ${place}`
          return { stream: 'api', timeMs, raw: JSON.stringify({ timestamp: new Date(timeMs).toISOString(), message }) }
        })
        subject.write(fresh)
        written += fresh.length
        session.ask({ ...question, query: 'fresh', toMs })
        session.poll()
        const overview = await settled(({ matched }) => matched === written)
        session.poll()
        session.poll()
        const found = await all(session, overview)
        expect(new Set(found.map(({ message }) => message)).size).toBe(written)
      }
      session.poll()
      expect((await settled()).matched).toBe(written)
    })

    test('a session that is closed hears nothing more, others do', async () => {
      const closed = ask({})
      const stays = ask({ query: 'level=ERROR' })
      await closed.settled()
      const count = closed.heard.length
      closed.session.close()
      closed.session.ask({ ...question, query: 'level=DEBUG' })
      stays.session.ask({ ...question, query: 'level=INFO' })
      const infos = lines.filter((line) => factsOf(line).level === 'INFO').length
      await stays.settled(({ matched }) => matched === infos)
      expect(closed.heard).toHaveLength(count)
      expect(await closed.session.lines(1, 0, 1)).toBeNull()
    })

    test.each([
      [401, 'auth'],
      [429, 'throttled'],
      [500, 'unavailable'],
    ] as const)(
      'status %i is an error that the screen can tell, and is over when the server is well',
      async (status, kind) => {
        const { faults } = subject
        if (faults === undefined) return
        faults.status = status
        faults.retryAfter = '7'
        const { session, settled } = ask({})
        const { error, matched, readMs } = await settled()
        expect(error?.kind).toBe(kind)
        expect(error?.httpStatus).toBe(status)
        expect({ matched, readMs }).toEqual({ matched: 0, readMs: null })
        delete faults.status
        delete faults.retryAfter
        nowMs += 8_000
        session.ask({ ...question })
        const well = await settled((overview) => overview.error === null)
        expect(well.matched).toBe(lines.length)
        faults.status = status
        session.poll()
        const ill = await settled((overview) => overview.error !== null)
        expect(ill.matched).toBe(lines.length)
        delete faults.status
        nowMs += 20_000
      },
    )

    test('a server that is gone is told, and what is known stays', async () => {
      const { unplug, plug } = subject
      if (unplug === undefined) return
      const { session, settled } = ask({})
      await settled()
      await unplug()
      session.poll()
      const { error, matched } = await settled((overview) => overview.error !== null)
      expect(error?.kind).toBe('unreachable')
      expect(error?.nextStep).not.toBeUndefined()
      expect(matched).toBe(lines.length)
      await plug?.()
      session.poll()
      expect((await settled((overview) => overview.error === null)).matched).toBe(lines.length)
    })
  })
}
