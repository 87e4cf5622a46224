import { expect, it } from 'vitest'
import type { LogLine } from '~/domain/logs/model'
import { flowFileName, printFlowExport } from './export-flow'
import { traceOfLines } from './from-log-lines'

it('prints lines as they were written, and the trace that they tell', () => {
  const raw = '{"trace_id":"t","duration_ms":12.50}'
  const line: LogLine = {
    ...{ id: 'x', stream: 'api.log', timeMs: 1000, timeIs: 'own', level: 'error', logger: '', message: 'm' },
    ...{ format: 'json', fields: [{ path: 'duration_ms', value: '12.50', type: 'number' }], exception: null, raw },
    cutBytes: 0,
  }
  const trace = traceOfLines('t', [line])
  const about = { field: 'trace_id', id: 't', exportedMs: 5000, fromMs: 0, toMs: 2000, sources: ['Files'] }
  const text = printFlowExport({ ...about, trace, lines: [{ source: 'files', line }], linesLeftOut: 0 })
  expect(JSON.parse(text)).toEqual({
    trace_id: 't',
    exported: '1970-01-01T00:00:05.000Z',
    from: '1970-01-01T00:00:00.000Z',
    to: '1970-01-01T00:00:02.000Z',
    sources: ['Files'],
    trace,
    linesLeftOut: 0,
    lines: [{ source: 'files', stream: 'api.log', timestamp: '1970-01-01T00:00:01.000Z', level: 'error', line: raw }],
  })
})

it.each([
  ['trace_1', 'lookout-trace-trace_1.json'],
  ['../../etc/passwd', 'lookout-trace-_etc_passwd.json'],
  ['a"b\n', 'lookout-trace-a_b_.json'],
])('flowFileName of %j', (id, name) => {
  expect(flowFileName('trace', id)).toBe(name)
})
