import { describe, expect, it } from 'vitest'
import type { LogField, LogLevel, LogLine } from '~/domain/logs/model'
import { traceOfLines } from './from-log-lines'

/** A line of the tests: what is not told is nothing. */
function line(timeMs: number, message: string, fields: Record<string, string | number> = {}, level: LogLevel = 'info') {
  const list = Object.entries(fields).map(([path, value]): LogField => {
    return { path, value: String(value), type: typeof value === 'number' ? 'number' : 'text' }
  })
  return {
    id: `${timeMs}-${message}`,
    stream: 'api.log',
    timeMs,
    timeIs: 'own',
    level,
    logger: 'app',
    message,
    format: 'json',
    fields: list,
    exception: null,
    raw: message,
    cutBytes: 0,
  } satisfies LogLine
}

function shape(lines: readonly LogLine[]) {
  const trace = traceOfLines('t', lines)
  return trace?.spans.map(({ service, name, startMs, durationMs, durationIs, parentId, failed }) => {
    return [service, name, startMs, durationMs, durationIs, parentId, failed]
  })
}

describe('traceOfLines', () => {
  it('is nothing without lines', () => {
    expect(traceOfLines('t', [])).toBeNull()
  })

  it('makes spans of span ids: a line with a duration is the end of its span, others are its events', () => {
    const lines = [
      line(100, 'accepted', { service: 'api', span_id: 'a' }),
      line(150, 'rendering', { service: 'worker', span_id: 'b', parent_span_id: 'a' }),
      line(400, 'rendered', { service: 'worker', span_id: 'b', duration_ms: 260.5 }),
      line(450, 'done', { service: 'api', span_id: 'a', duration_ms: 350, endpoint: '/api/v1/videos', method: 'POST' }),
    ]
    expect(traceOfLines('t', lines)?.madeOf).toBe('log-spans')
    expect(shape(lines)).toEqual([
      ['api', 'POST /api/v1/videos', 100, 350, 'measured', null, false],
      ['worker', 'rendered', 139.5, 260.5, 'measured', 'a', false],
    ])
    expect(traceOfLines('t', lines)?.spans[1]?.events.map(({ name }) => name)).toEqual(['rendering', 'rendered'])
  })

  it('a span that never says how long it took took at least until its last line', () => {
    const lines = [line(100, 'begin', { span_id: 'a' }), line(180, 'crash', { span_id: 'a' }, 'error')]
    expect(shape(lines)).toEqual([['api.log', 'begin', 100, 80, 'open', null, true]])
  })

  it('a line without a span goes to the shortest of its service that was running', () => {
    const lines = [
      line(120, 'loose', { service: 'api' }),
      line(150, 'inner', { service: 'api', span_id: 'b', parent_span_id: 'a', duration_ms: 50 }),
      line(200, 'outer', { service: 'api', span_id: 'a', duration_ms: 100 }),
      line(500, 'late', { service: 'api' }),
    ]
    const spans = traceOfLines('t', lines)?.spans ?? []
    expect(spans.map(({ id, events }) => [id, events.map(({ name }) => name)])).toEqual([
      ['a', ['outer']],
      ['b', ['inner', 'loose']],
      ['line 500-late', ['late']],
    ])
  })

  it('without spans each service is a lane: a line lasts until the next of its service, and has no parent', () => {
    const lines = [
      line(100, 'got it', { service: 'api' }),
      line(110, 'queued', { service: 'worker' }),
      line(130, 'answered', { service: 'api' }, 'error'),
    ]
    expect(traceOfLines('t', lines)?.madeOf).toBe('log-order')
    expect(shape(lines)).toEqual([
      ['api', 'got it', 100, 30, 'guessed', null, false],
      ['worker', 'queued', 110, 0, 'unknown', null, false],
      ['api', 'answered', 130, 0, 'unknown', null, true],
    ])
  })

  it('without spans a measured line still has its length, before its moment', () => {
    const lines = [line(100, 'begin'), line(300, 'end', { 'context.duration_ms': 150 })]
    expect(shape(lines)).toEqual([
      ['api.log', 'begin', 100, 50, 'guessed', null, false],
      ['api.log', 'end', 150, 150, 'measured', null, false],
    ])
  })

  it('H33: a negative duration is said and shown without a length', () => {
    const trace = traceOfLines('t', [line(100, 'x', { span_id: 'a', duration_ms: -5 })])
    expect(trace?.spans[0]).toMatchObject({ durationMs: 0, durationIs: 'unknown' })
    expect(trace?.warnings).toEqual(['The span "a" ends before it begins; it is shown without a length.'])
  })
})
