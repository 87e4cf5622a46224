import { describe, expect, it } from 'vitest'
import type { LogField, LogLevel, LogLine } from '~/domain/logs/model'
import { compileLogQuery } from '~/domain/logs/query/compile-log-query'
import { parseLogQuery } from '~/domain/logs/query/parse-log-query'
import { printLogQuery } from '~/domain/logs/query/print-log-query'
import { flowLanes, flowQuery, linesOfSpan, platformsOfLines, relatedIds, tracesOfLines } from './flow'
import { traceOfLines } from './from-log-lines'

function line(timeMs: number, fields: Record<string, string | number>, level: LogLevel = 'info'): LogLine {
  const list = Object.entries(fields).map(([path, value]): LogField => {
    return { path, value: String(value), type: typeof value === 'number' ? 'number' : 'text' }
  })
  const said = `said at ${timeMs}`
  return {
    ...{ id: `${timeMs}`, stream: 'shorts', timeMs, timeIs: 'own', level, logger: 'app', message: said },
    ...{ format: 'json', fields: list, exception: null, raw: said, cutBytes: 0 },
  }
}

it.each(['trace_1', 'a b', 'a"b', 'a,b', '*', '<img src=x>', '-x', 'a\nb', '\\'])(
  'asks for the id %j literally',
  (id) => {
    const text = printLogQuery(flowQuery('trace_id', id))
    const parsed = parseLogQuery(text)
    expect(parsed.ok && parsed.query).toEqual(flowQuery('trace_id', id))
    const compiled = parsed.ok ? compileLogQuery(parsed.query) : null
    const test = compiled?.ok === true ? compiled.tests[0] : undefined
    expect(test?.kind === 'value' && test.passes(id)).toBe(true)
    expect(test?.kind === 'value' && test.passes(`${id}x`)).toBe(false)
  },
)

describe('tracesOfLines', () => {
  it('tells each trace by its root, its whole extent and whether anything failed', () => {
    const lines = [
      line(150, { trace_id: 'a', span_id: '2', parent_span_id: '1', duration_ms: 40, service: 'db' }, 'error'),
      line(200, { trace_id: 'a', span_id: '1', duration_ms: 100, service: 'api', endpoint: '/x', method: 'POST' }),
      line(90, { 'context.trace_id': 'b', 'context.duration_ms': 20, service: 'web' }),
      line(300, { service: 'api' }),
    ]
    expect(tracesOfLines(lines)).toEqual([
      {
        id: 'b',
        service: 'web',
        name: 'said at 90',
        startMs: 70,
        durationMs: 20,
        spans: 1,
        failed: false,
        end: 'told',
      },
      {
        id: 'a',
        service: 'api',
        name: 'POST /x',
        startMs: 100,
        durationMs: 100,
        spans: 2,
        failed: true,
        end: 'told',
      },
    ])
  })

  it('says that a trace whose beginning is not there is longer', () => {
    const child = line(
      150,
      { trace_id: 'a', span_id: '2', parent_span_id: '1', duration_ms: 40, service: 'db' },
      'error',
    )
    expect(tracesOfLines([child])).toMatchObject([{ service: 'db', durationMs: 40, end: 'untold' }])
  })

  it('is nothing for lines without a trace', () => {
    expect(tracesOfLines([line(1, {})])).toEqual([])
  })
})

it('relatedIds counts what else lines belong to, the most frequent first', () => {
  const lines = [1, 2, 3, 4, 5, 6, 6].map((n) => line(n, { trace_id: 't', job_id: `j${n}`, 'context.user_id': 'u' }))
  expect(relatedIds(lines, 'trace_id')).toEqual([
    { field: 'user_id', ids: ['u'], others: 0 },
    { field: 'job_id', ids: ['j6', 'j1', 'j2', 'j3', 'j4'], others: 1 },
  ])
})

it('flowLanes puts lines that are close together into one mark of the worst level', () => {
  const { startMs, durationMs, lanes } = flowLanes(
    [
      line(0, { service: 'api' }),
      line(1, { service: 'api' }, 'error'),
      line(50, { service: 'db' }),
      line(100, { service: 'api' }),
    ],
    10,
  )
  expect([startMs, durationMs]).toEqual([0, 100])
  expect(lanes).toEqual([
    {
      service: 'api',
      lines: 3,
      marks: [
        { at: 0, count: 2, level: 'error', firstMs: 0 },
        { at: 1, count: 1, level: 'info', firstMs: 100 },
      ],
    },
    { service: 'db', lines: 1, marks: [{ at: 0.5, count: 1, level: 'info', firstMs: 50 }] },
  ])
  expect(flowLanes([line(7, {})], 10).lanes[0]?.marks).toEqual([{ at: 0, count: 1, level: 'info', firstMs: 7 }])
  expect(flowLanes([], 10)).toEqual({ startMs: 0, durationMs: 0, lanes: [] })
})

it('linesOfSpan takes the lines that a span is made of', () => {
  const lines = [
    line(10, { trace_id: 'a', span_id: '1', service: 'api' }),
    line(20, { trace_id: 'a', span_id: '2', parent_span_id: '1', service: 'db', duration_ms: 5 }),
    line(30, { trace_id: 'a', span_id: '1', service: 'api', duration_ms: 25 }),
  ]
  const span = traceOfLines('a', lines)?.spans.find(({ id }) => id === '1')
  if (span === undefined) throw new Error('no span')
  expect(
    linesOfSpan(
      span,
      lines.map((one) => ({ line: one })),
    ).map(({ line: { timeMs } }) => timeMs),
  ).toEqual([10, 30])
})

it('platformsOfLines goes by the beginnings of streams and services', () => {
  const platforms = ['shorts', 'trends', 'trans', 'api']
  expect(
    platformsOfLines([line(1, { service: 'trends-worker' }), line(2, { service: 'transcode' })], platforms),
  ).toEqual(['shorts', 'trends'])
})
