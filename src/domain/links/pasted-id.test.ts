import { expect, it } from 'vitest'
import { guessPastedId, readPastedId } from './pasted-id'

it.each([
  ['  trace_0a1b2c3d4e5f\n', 'trace_id', 'trace_0a1b2c3d4e5f'],
  ['X-Trace-ID: abc', 'trace_id', 'abc'],
  ['x-request-id:req_1', 'request_id', 'req_1'],
  ['"job_id": "job_7",', 'job_id', 'job_7'],
  ['correlation_id=c.1', 'correlation_id', 'c.1'],
  ['"abc"', 'trace_id', 'abc'],
  ['user_10042', 'user_id', 'user_10042'],
  ['req_0x9k2', 'request_id', 'req_0x9k2'],
  ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'trace_id', '4bf92f3577b34da6a3ce929d0e0e4736'],
  ['<img/src=x>', 'trace_id', '<img/src=x>'],
])('readPastedId of %j', (text, field, id) => {
  expect(readPastedId(text)).toEqual({ field, id })
})

it.each(['', '   ', 'two words', 'X-Trace-ID:', 'trace_id'])('reads no id in %j', (text) => {
  expect(readPastedId(text)).toBeNull()
})

it.each([
  ['trace_0a1b2c3d4e5f', true],
  ['4bf92f3577b34da6', true],
  ['7c9e6679-7425-40de-944b-e07fc1f90ae7', true],
  ['X-Trace-ID: abc', true],
  ['job_k2j9', true],
  ['jobs', false],
  ['job-duration', false],
  ['user id', false],
  ['trace', false],
  ['cafe', false],
])('guessPastedId takes %j for an id: %s', (text, expected) => {
  expect(guessPastedId(text) !== null).toBe(expected)
})
