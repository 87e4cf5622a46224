import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTransport } from '~/data/transport/transport'
import { parseLogQuery } from '~/domain/logs/query/parse-log-query'
import { SourceError } from '~/domain/sources'
import { type FakeLoki, startFakeLoki } from '~/testing/fake-loki'
import { type FakeVictoriaLogs, startFakeVictoriaLogs, toVictoriaEntry } from '~/testing/fake-victorialogs'
import { createLogBook, type LogBook } from '../book'
import type { FeedRange, LogFeed } from './feed'
import { createLokiFeed } from './loki-feed'
import { narrowForLoki } from './loki-query'
import { parseRfc3339, printRfc3339 } from './nanoseconds'
import { createVictoriaLogsFeed } from './victorialogs-feed'
import { narrowForVictoriaLogs } from './victorialogs-query'

const RANGE: FeedRange = { query: '', fromMs: 0, toMs: 1_000_000 }
const never = new AbortController().signal
let loki: FakeLoki
let victoria: FakeVictoriaLogs
let nowMs = 1_000_000

beforeAll(async () => {
  loki = await startFakeLoki()
  victoria = await startFakeVictoriaLogs()
})
beforeEach(() => {
  loki.entries.length = 0
  loki.maxEntries = 5_000
  victoria.entries.length = 0
  for (const faults of [loki.faults, victoria.faults]) {
    for (const key of Object.keys(faults)) delete faults[key as keyof typeof faults]
  }
})
afterAll(async () => {
  await loki.close()
  await victoria.close()
})

function bookOf(feed: LogFeed): LogBook {
  return createLogBook({ feed, now: () => nowMs, changed: () => {} })
}
function options(url: string) {
  return { server: { title: 'Logs', url, headers: {} }, transport: createTransport(), now: () => nowMs }
}
const lokiBook = () => bookOf(createLokiFeed({ ...options(loki.url), selector: '{job=~".+"}' }))
const victoriaBook = () => bookOf(createVictoriaLogsFeed(options(victoria.url)))
function linesOf({ index }: LogBook) {
  const hits = index.search({ key: '', tests: [] }, 0, Number.MAX_SAFE_INTEGER, 'oldest')
  return [...hits.refs.subarray(0, hits.count)].flatMap((ref) => index.line(ref) ?? [])
}
const queryOf = (text: string) => {
  const parsed = parseLogQuery(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.query
}

describe('what is asked of Loki', () => {
  it.each([
    ['', '{a="b"}'],
    ['"out of memory"', '{a="b"} |~ "(?i)out of memory"'],
    ['Memory', '{a="b"} |= "Memory"'],
    ['-health level=ERROR', '{a="b"} !~ "(?i)health"'],
    ['"say \\"Hi\\" (1) \\\\ x"', '{a="b"} |= "say \\"Hi\\" (1) \\\\ x"'],
    ['"a.b(c)"', '{a="b"} |~ "(?i)a\\\\.b\\\\(c\\\\)"'],
    ['404', '{a="b"} |= "404"'],
    // What folds case otherwise than we do, or stands for odd bytes, is left to whoever reads the lines.
    ['-debugs', '{a="b"}'],
    ['größe', '{a="b"}'],
    ['"x\ufffd"', '{a="b"}'],
    ['duration_ms>5 trace_id!=x user~"a" x=a*', '{a="b"}'],
  ])('%s', (query, wanted) => {
    expect(narrowForLoki('{a="b"}', queryOf(query))).toEqual([wanted])
  })

  it('one value of a field, in the line or beside it', () => {
    expect(narrowForLoki('{a="b"}', queryOf('trace_id=t-1'))).toEqual(['{a="b"} |= "t-1"', '{a="b"} | trace_id="t-1"'])
    expect(narrowForLoki('{a="b"}', queryOf('x.id=1,2'))).toEqual(['{a="b"} |~ "1|2"'])
  })
})

it('VictoriaLogs is asked for text in every field, and not where a name or a time may have it', () => {
  const names = ['_msg', '_time', 'user.id', 'level']
  const ask = (text: string) => narrowForVictoriaLogs(queryOf(text), names)
  expect(ask('memory')).toBe('(_msg:~"(?i)memory" or "user.id":~"(?i)memory" or "level":~"(?i)memory")')
  expect(ask('id=7')).toBe('("user.id":="7" or _msg:~"7")')
  for (const text of ['user', '10:00', '"a\\"b"', 'größe', '-memory', 'level=ERROR']) expect(ask(text)).toBe('*')
  expect(narrowForVictoriaLogs(queryOf('memory'), null)).toBe('*')
})

it('times have nine decimals both ways', () => {
  expect(parseRfc3339('2026-01-28T11:37:39.123456789Z')).toBe(1_769_600_259_123_456_789n)
  expect(parseRfc3339('2026-01-28T12:37:39+01:00')).toBe(1_769_600_259_000_000_000n)
  expect(printRfc3339(1_769_600_259_000_000_007n)).toBe('2026-01-28T11:37:39.000000007Z')
  for (const text of ['', '2026', 7, null, '2026-99-28T11:37:39Z']) expect(parseRfc3339(text)).toBeNull()
})

it('labels and structured metadata are fields beside the line; a level there counts where the line has none', async () => {
  const metadata = { trace_id: 'abc', severity_text: 'ERROR', __proto__x: '<img src=x>' }
  loki.entries.push({ labels: { job: 'a', app: 'x"y' }, ns: 5_000_000_123n, line: 'plain', metadata })
  loki.entries.push({
    labels: { job: 'a', app: 'x"y' },
    ns: 6_000_000_000n,
    line: '{"level":"info","trace_id":"other"}',
  })
  const book = lokiBook()
  await book.cover({ ...RANGE, query: 'trace_id=abc' })
  const [line, ...others] = linesOf(book)
  expect(others).toEqual([])
  expect(line).toMatchObject({
    stream: '{app="x\\"y", job="a"}',
    timeMs: 5_000,
    level: 'error',
    message: 'plain',
    raw: 'plain',
  })
  expect(line?.fields.map(({ path }) => path)).toEqual(['app', 'job', 'trace_id', 'severity_text', '__proto__x'])
  expect(await book.around(line?.id ?? '', 1, 1)).toHaveLength(2)
})

it('more lines of one time than come at once are told, and the rest is read', async () => {
  loki.maxEntries = 50
  for (let i = 0; i < 200; i++) {
    const ns = i < 40 || i >= 160 ? BigInt(i) * 1_000_000_000n : 100_000_000_000n
    loki.entries.push({ labels: { job: 'a' }, ns, line: `line ${i}` })
  }
  const book = lokiBook()
  await book.cover(RANGE)
  const lines = linesOf(book)
  expect(new Set(lines.map(({ raw }) => raw)).size).toBe(lines.length)
  expect(lines.filter(({ timeMs }) => timeMs !== 100_000)).toHaveLength(80)
  expect(lines.filter(({ timeMs }) => timeMs === 100_000)).toHaveLength(50)
  expect(book.gaps).toMatchObject([{ kind: 'skipped', atMs: 100_000 }])
})

it.each([
  ['Loki', lokiBook],
  ['VictoriaLogs', victoriaBook],
] as const)(
  'of %s the newest 50,000 lines are read, and it says so',
  async (_, makeBook) => {
    for (let i = 0; i < 52_000; i++) {
      const timeMs = i * 10
      const entry = toVictoriaEntry(`line ${i}`, timeMs, { job: 'a' })
      victoria.entries.push(entry)
      loki.entries.push({ labels: { job: 'a' }, ns: BigInt(timeMs) * 1_000_000n, line: `line ${i}` })
    }
    const book = makeBook()
    await book.cover(RANGE)
    expect(book.index.lineCount).toBeGreaterThanOrEqual(50_000)
    expect(book.index.lineCount).toBeLessThan(52_000)
    expect(book.gaps).toMatchObject([{ kind: 'limit' }])
    book.close()
  },
  60_000,
)

it('a server that asks to wait is left alone for so long', async () => {
  loki.faults.status = 429
  loki.faults.retryAfter = '20'
  const book = lokiBook()
  await book.cover(RANGE)
  expect(book.error).toMatchObject({ kind: 'throttled', retryAfterMs: 20_000 })
  delete loki.faults.status
  const count = loki.asked.length
  await book.cover(RANGE)
  expect(book.error?.kind).toBe('throttled')
  expect(loki.asked).toHaveLength(count)
  nowMs += 21_000
  await book.cover(RANGE)
  expect(book.error).toBeNull()
})

it.each([
  ['<html>sign in</html>', 'badPayload'],
  ['', 'badPayload'],
  ['null', 'badPayload'],
  ['{"status":"success","data":{"resultType":"matrix","result":[]}}', 'badPayload'],
])('Loki that answers %j is no Loki', async (body, kind) => {
  Object.assign(loki.faults, { status: 200, body })
  const book = lokiBook()
  await book.cover(RANGE)
  expect(book.error?.kind).toBe(kind)
})

it('entries that are no lines are counted and left out', async () => {
  const stream = { job: 'a', number: 7 }
  const values = [['5000000000', 'good'], ['x', 'bad time'], [5, 'number'], ['6000000000'], null, 'text']
  const result = [{ stream, values }, null, { stream: [], values: 3 }]
  loki.faults.body = JSON.stringify({ status: 'success', data: { resultType: 'streams', result } })
  loki.faults.status = 200
  const book = lokiBook()
  await book.cover(RANGE)
  expect(linesOf(book).map(({ raw }) => raw)).toEqual(['good'])
  expect(book.gaps).toMatchObject([{ kind: 'unread', count: 7 }])
  const long = { _time: '1970-01-01T00:00:05Z', _msg: 'x'.repeat(300_000) }
  victoria.faults.status = 200
  victoria.faults.body = `${JSON.stringify(long)}\n{"_time":"1970-01-01T00:00:06Z","_msg":"ok"}\nnull\n{"a":1}\n`
  const other = victoriaBook()
  await other.cover(RANGE)
  expect(linesOf(other).map(({ message }) => message)).toEqual(['ok'])
  expect(other.gaps).toMatchObject([{ kind: 'unread', count: 3 }])
})

it('a line of Loki that is too long is cut', async () => {
  loki.entries.push({ labels: { job: 'a' }, ns: 1n, line: 'é'.repeat(200_000) })
  const book = lokiBook()
  await book.cover(RANGE)
  expect(linesOf(book)[0]?.cutBytes).toBe(400_000 - 256 * 1024)
})

it('a query that asks for too much is told apart from a wrong one', async () => {
  for (const [body, kind] of [
    ['the query would read too many bytes (query: 12GB, limit: 10GB)', 'tooMuch'],
    ['parse error at line 1, col 4: syntax error', 'badRequest'],
  ]) {
    Object.assign(loki.faults, { status: 400, body })
    const feed = createLokiFeed({ ...options(loki.url), selector: '{job="a"}' })
    const book = bookOf(feed)
    await book.cover(RANGE)
    expect(book.error).toMatchObject({ kind, httpStatus: 400 })
    await expect(feed.around?.({ stream: '{job="a"}', timeMs: 5 }, 1, 1, never)).rejects.toBeInstanceOf(SourceError)
  }
})
