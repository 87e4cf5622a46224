import { expect, it } from 'vitest'
import { flowPath, flowPathAround } from './flow-paths'
import { logsPath } from './log-links'

it('logsPath says only what is asked for', () => {
  expect(logsPath({})).toBe('/logs')
  expect(logsPath({ query: 'level=ERROR "out of memory"', fromMs: 1000.5, toMs: 2000.5 })).toBe(
    '/logs?q=level%3DERROR+%22out+of+memory%22&from=1000&to=2001',
  )
  expect(logsPath({ fromMs: 1 })).toBe('/logs')
  expect(logsPath({ range: { from: 'now-6h', to: 'now' } })).toBe('/logs?from=now-6h&to=now')
  expect(logsPath({ source: 'files', line: 'a~1' })).toBe('/logs?source=files&line=a%7E1')
})

it.each([
  ['trace_id', 'trace_abc', '/trace/trace_abc'],
  ['context.request_id', 'a/b?c#d', '/request/a%2Fb%3Fc%23d'],
  ['job_id', '..', null],
  ['user_id', '', null],
  ['endpoint', 'x', null],
])('flowPath of %s %s is %s', (field, id, path) => {
  expect(flowPath(field, id)).toBe(path)
})

it('flowPathAround opens half an hour around what is known', () => {
  expect(flowPathAround('trace_id', 'a', 10_000_000.5, 10_000_200.5)).toBe('/trace/a?from=8200000&to=11800201')
  expect(flowPathAround('trace_id', 'a', 1000)).toBe('/trace/a?from=0&to=1801000')
  expect(flowPathAround('endpoint', 'a', 1000)).toBeNull()
})
