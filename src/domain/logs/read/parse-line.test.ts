import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogLevel, ReadLine } from '~/domain/logs/model'
import { parseLine } from './parse-line'

const READ_MS = Date.UTC(2026, 0, 28, 16)
const parse = (text: string): ReadLine => parseLine(text, { readMs: READ_MS, beforeMs: null })
const field = (line: ReadLine, path: string) => line.fields.find((one) => one.path === path)
const iso = (line: ReadLine) => (line.timeIs === 'own' ? new Date(line.timeMs).toISOString() : line.timeIs)

describe('the four dialects', () => {
  it('reads a line of shorts', () => {
    const line = parse(
      '{"timestamp": "2026-01-28T15:30:00Z", "level": "INFO", "logger": "app.api.main", "message": "Request processed successfully", "trace_id": "trace_abc123def456", "duration_ms": 450, "extra": {"endpoint": "/api/v1/videos", "method": "POST"}}',
    )
    expect(line).toMatchObject({
      timeIs: 'own',
      level: 'info',
      logger: 'app.api.main',
      message: 'Request processed successfully',
      format: 'json',
      exception: null,
      cutBytes: 0,
    })
    expect(iso(line)).toBe('2026-01-28T15:30:00.000Z')
    expect(line.fields.map(({ path }) => path)).toEqual(
      'timestamp level logger message trace_id duration_ms extra.endpoint extra.method'.split(' '),
    )
    expect(field(line, 'duration_ms')).toEqual({ path: 'duration_ms', value: '450', type: 'number' })
  })

  it('reads severities of the pipeline, its exception of transcode, its context of trends, its audit', () => {
    expect(parse('{"severity": "Critical", "message": "x", "correlation_id": "c"}').level).toBe('critical')
    const failed = parse(
      '{"timestamp": "2025-01-19T10:30:45.123456Z", "level": "ERROR", "logger": "app", "message": "failed", "module": "m", "exception": {"type": "ValueError", "message": "bad preset", "traceback": "..."}}',
    )
    expect(failed.exception).toEqual({ type: 'ValueError', message: 'bad preset', traceback: '...' })
    expect(failed.timeMs % 1000).toBeCloseTo(123.456, 3)
    expect(failed.logger).toBe('app')
    const trends = parse('{"logger": "trend_agent.api", "module": "main", "context": {"request_id": "abc-123"}}')
    expect([trends.logger, field(trends, 'context.request_id')?.value]).toEqual(['trend_agent.api', 'abc-123'])
    const audit = parse(
      '{"level": "INFO", "logger": "audit", "message": "API access", "user": "admin", "success": false}',
    )
    expect(field(audit, 'success')).toEqual({ path: 'success', value: 'false', type: 'boolean' })
  })
})

describe('times', () => {
  it.each([
    ['"timestamp": "2026-01-28 15:30:00,123"', '2026-01-28T15:30:00.123Z'],
    ['"timestamp": "2026-01-28T15:30:00"', '2026-01-28T15:30:00.000Z'],
    ['"@timestamp": "2026-01-28T17:30:00.5+02:00"', '2026-01-28T15:30:00.500Z'],
    ['"ts": 1769614200', '2026-01-28T15:30:00.000Z'],
    ['"ts": 1769614200.25', '2026-01-28T15:30:00.250Z'],
    ['"time": 1769614200123', '2026-01-28T15:30:00.123Z'],
    ['"t": "1769614200123456"', '2026-01-28T15:30:00.123Z'],
    ['"datetime": 1769614200123456789', '2026-01-28T15:30:00.123Z'],
    ['"ts": 1.7696142e9', '2026-01-28T15:30:00.000Z'],
    ['"time": "450ms", "ts": "2026-01-28T15:30-0100"', '2026-01-28T16:30:00.000Z'],
    ['"timestamp": "yesterday", "time": "2026-01-28T15:30:00Z"', '2026-01-28T15:30:00.000Z'],
    ['"timestamp": "2026-02-30T15:30:00Z"', 'read'],
    ['"time": 12.5', 'read'],
    ['"a": 1', 'read'],
  ])('%s', (json, expected) => {
    expect(iso(parse(`{${json}}`))).toBe(expected)
  })

  it('keeps microseconds and nanoseconds as a fraction', () => {
    expect(parse('{"ts": 1769614200123456789}').timeMs % 1000).toBeCloseTo(123.4568, 3)
  })

  it('falls back on the line before, then on when it was read', () => {
    expect(parseLine('x', { readMs: 5, beforeMs: 3 })).toMatchObject({ timeMs: 3, timeIs: 'neighbour' })
    expect(parseLine('x', { readMs: 5, beforeMs: null })).toMatchObject({ timeMs: 5, timeIs: 'read' })
  })
})

it.each<[string, LogLevel]>([
  ['"level": 30', 'info'],
  ['"level": 60', 'critical'],
  ['"level": 3', 'error'],
  ['"levelno": 40', 'error'],
  ['"severity_number": 13', 'warning'],
  ['"level": "warn"', 'warning'],
  ['"lvl": "eror"', 'error'],
  ['"log": {"level": "FATAL"}', 'critical'],
  ['"log.level": "notice"', 'info'],
  ['"LEVEL": "Debug"', 'debug'],
  ['"level": "7up", "severity": "err"', 'error'],
  ['"level": null', 'unknown'],
  ['"x": "ERROR"', 'unknown'],
])('the level of {%s} is %s', (json, level) => {
  expect(parse(`{${json}}`).level).toBe(level)
})

describe('objects', () => {
  it('keeps hostile names as plain names', () => {
    const line = parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}},"<img onerror=a>":"x"}')
    expect(line.fields.map(({ path }) => path)).toEqual([
      '__proto__.isAdmin',
      'constructor.prototype.x',
      '<img onerror=a>',
    ])
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined()
  })

  it("keeps every digit, lists by place, Python's NaN, and the last of equal names", () => {
    const line = parse(
      '{"n": 12345678901234567890.10, "tags": ["a", {"b": null}], "x": NaN, "d": {"a": 1, "b": 2}, "e": [], "\\u0064": {"c": 3}, "level": "INFO", "level": "ERROR"}',
    )
    expect(line.fields.map(({ path, value }) => `${path}=${value}`)).toEqual(
      'n=12345678901234567890.10 tags.0=a tags.1.b=null x=NaN d.c=3 level=ERROR'.split(' '),
    )
    expect(line.level).toBe('error')
  })

  it('does not overflow, and keeps a value that is too deep as text', () => {
    const deep = parse(`{"a":${'['.repeat(50_000)}1${']'.repeat(50_000)},"level":"ERROR"}`)
    expect([deep.format, deep.level, deep.fields.length]).toEqual(['json', 'error', 2])
    expect(parse('{"a":'.repeat(100_000)).format).toBe('broken')
    expect(parse(`${'['.repeat(100_000)}`).format).toBe('text')
  })

  it('has 500 fields at most and still finds what comes behind them', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `"k${i}":${i}`).join()
    const line = parse(`{${many},"level":"ERROR"}`)
    expect([line.format, line.fields.length, line.level]).toEqual(['json', 500, 'error'])
  })

  it.each(['{', '{"a"', '{"a":1', '{"a":1,}', '{"a":01}', '{"a":1} x', '{"a":"\\x"}', '{a:1}', "{'a':1}", '{"a":[}]}'])(
    'shows %s as it is',
    (text) => {
      expect(parse(text)).toMatchObject({ format: 'broken', raw: text, message: text, fields: [] })
    },
  )

  it('uses what could be read of a line that was cut', () => {
    const line = parseLine('{"timestamp": "2026-01-28T15:30:00Z", "level": "ERROR", "message": "xxxx', {
      readMs: 1,
      beforeMs: null,
      cutBytes: 9,
    })
    expect(line).toMatchObject({ format: 'broken', level: 'error', timeIs: 'own', cutBytes: 9 })
  })

  it('finds the leaves that JSON.parse finds', () => {
    const leavesOf = (value: unknown, path: string): string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`))
        : [`${path}=${String(value)}`]
    const object = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 8 })
    fc.assert(
      fc.property(object, fc.boolean(), (value, indented) => {
        const text = JSON.stringify(value, null, indented ? '\t' : '').replaceAll('\n', ' ')
        const line = parse(text)
        expect(line.format).toBe('json')
        // Numbers keep their text: 1e+21 and -0 are the printer's.
        const found = line.fields.map(
          (one) => `${one.path}=${one.type === 'number' ? String(Number(one.value)) : one.value}`,
        )
        expect(found.sort()).toEqual(leavesOf(JSON.parse(text), '').sort())
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('never throws, and calls an object what JSON.parse calls one', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      'a',
      '"a"',
      '1',
      '-',
      '.5',
      'true',
      'null',
      ' ',
      'e9',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = `{${pieces.join('')}`
        let valid = true
        try {
          JSON.parse(text)
        } catch {
          valid = false
        }
        expect(parse(text).format).toBe(valid ? 'json' : 'broken')
      }),
      { numRuns: 3000 },
    )
  }, 60_000)
})

describe('plain lines', () => {
  it.each<[string, string, LogLevel, string]>([
    ['2026-01-28 15:30:00,123 - app.core - ERROR - it failed', '2026-01-28T15:30:00.123Z', 'error', 'app.core'],
    ['2026-01-28 15:30:00,123 ERROR app.core: it failed', '2026-01-28T15:30:00.123Z', 'error', 'app.core'],
    ['2026-01-28 15:30:00.123 | WARNING | app.core | slow', '2026-01-28T15:30:00.123Z', 'warning', 'app.core'],
    ['[2026-01-28 15:30:00,123: ERROR/MainProcess] Task failed', '2026-01-28T15:30:00.123Z', 'error', ''],
    ['WARNING:root.x:low disk', 'read', 'warning', 'root.x'],
    ['INFO:     127.0.0.1:5000 - "GET /health HTTP/1.1" 200 OK', 'read', 'info', ''],
    ['\u001b[32mINFO\u001b[0m:     Started server process [1]', 'read', 'info', ''],
    ['2026/01/28 15:30:00 [error] 12#0: *5 open() failed', '2026-01-28T15:30:00.000Z', 'error', ''],
    [
      '10.0.0.1 - - [28/Jan/2026:16:30:00 +0100] "GET /a?b HTTP/1.1" 502 61 "-" "curl"',
      '2026-01-28T15:30:00.000Z',
      'unknown',
      '',
    ],
    ['<11>Jan 28 15:30:00 host app[123]: it failed', '2026-01-28T15:30:00.000Z', 'error', 'app'],
    ['Dec  3 15:30:00 host cron: ERROR no', '2025-12-03T15:30:00.000Z', 'error', 'cron'],
    ['<34>1 2026-01-28T15:30:00.003Z host su - ID47 - failed', '2026-01-28T15:30:00.003Z', 'critical', ''],
    ['ts=2026-01-28T15:30:00Z level=warn logger=a msg="so \\"slow\\"" n=5', '2026-01-28T15:30:00.000Z', 'warning', 'a'],
    ['Error in the sentence is no level', 'read', 'unknown', ''],
    ['a=b is no logfmt', 'read', 'unknown', ''],
    [
      '2026-01-28T15:30:00Z all is well with the error budget, it was said after a while and it is no error at all, ERROR',
      '2026-01-28T15:30:00.000Z',
      'unknown',
      '',
    ],
    ['[1, 2]', 'read', 'unknown', ''],
  ])('%s', (text, time, level, logger) => {
    const line = parse(text)
    expect([iso(line), line.level, line.logger, line.format, line.raw]).toEqual([time, level, logger, 'text', text])
  })

  it('reads pairs and requests as fields', () => {
    const pairs = parse('ts=2026-01-28T15:30:00Z level=warn msg="so \\"slow\\"" n=5')
    expect([pairs.message, field(pairs, 'n')?.type]).toEqual(['so "slow"', 'number'])
    const access = parse('::1 - bob [28/Jan/2026:16:30:00 +0100] "GET /a HTTP/1.1" 502 61')
    expect(access.fields.map(({ path, value }) => `${path}=${value}`)).toEqual(
      'remote_addr=::1 remote_user=bob method=GET path=/a status_code=502 bytes=61'.split(' '),
    )
  })

  it('is quick with hostile text', () => {
    const started = process.cpuUsage().user
    for (const piece of ['a.', 'a=', ' ', '[', '2026-01-28 15:30:00 ', '"', 'a=" \\', '1']) parse(piece.repeat(130_000))
    // Two seconds of work for two megabytes would be a regular expression that runs wild.
    expect(process.cpuUsage().user - started).toBeLessThan(2_000_000)
  })
})

describe('exceptions', () => {
  const traceback = 'Traceback (most recent call last):\n  File "a.py", line 1\napp.errors.BadPreset: no such preset'
  it.each<[string, object, object]>([
    ['exc_info', { exc_info: traceback }, { type: 'app.errors.BadPreset', message: 'no such preset', traceback }],
    ['exc_info: true', { exc_info: true }, {}],
    [
      'pino',
      { err: { type: 'TypeError', message: 'x', stack: 'TypeError: x\n    at f (a.js:1)' } },
      { type: 'TypeError', message: 'x' },
    ],
    ['error.stack', { error: { stack: 'RangeError: y\n    at f' } }, { type: 'RangeError', message: 'y' }],
    ['exception as text', { exception: traceback }, { type: 'app.errors.BadPreset' }],
    ['an error that is a sentence', { error: 'connection refused' }, {}],
  ])('%s', (_, json, expected) => {
    const { exception } = parse(JSON.stringify(json))
    if (Object.keys(expected).length === 0) expect(exception).toBeNull()
    else expect(exception).toMatchObject(expected)
  })
})
