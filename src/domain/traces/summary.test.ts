import { describe, expect, it } from 'vitest'
import type { LogField, LogLine } from '~/domain/logs/model'
import { traceOfLines } from './from-log-lines'
import { isRunning, summaryOf } from './summary'

type Told = readonly [timeMs: number, service: string, fields: Record<string, string | number>]

function lineOf([timeMs, service, fields]: Told): LogLine {
  const list = Object.entries({ service, ...fields }).map(([path, value]): LogField => {
    return { path, value: String(value), type: typeof value === 'number' ? 'number' : 'text' }
  })
  return {
    ...{ id: `${timeMs} ${service}`, stream: 's', timeMs, timeIs: 'own', level: 'info', logger: 'app', message: 'm' },
    ...{ format: 'json', fields: list, exception: null, raw: 'm', cutBytes: 0 },
  }
}

function summarise(told: readonly Told[]) {
  const trace = traceOfLines('t', told.map(lineOf))
  if (trace === null) throw new Error('no lines')
  return summaryOf(trace)
}

const PICKED_UP: Told = [1_000, 'worker', {}]
const DOWNLOADED: Told = [3_000, 'worker', { duration_ms: 2_000 }]
const ENCODING: Told = [3_100, 'worker', {}]
const FINISHED: Told = [9_000, 'worker', { duration_ms: 8_000 }]
const ANSWERED: Told = [900, 'api', { duration_ms: 30 }]

describe('the end of a trace', () => {
  it.each<[string, readonly Told[], string, number]>([
    ['a job whose last line has the length of all', [PICKED_UP, DOWNLOADED, ENCODING, FINISHED], 'told', 8_000],
    ['a job of which only steps are over', [PICKED_UP, DOWNLOADED, ENCODING], 'open', 2_100],
    [
      'a step that is not the first of its job',
      [PICKED_UP, ENCODING, [3_400, 'worker', { duration_ms: 300 }]],
      'open',
      2_400,
    ],
    ['two services, both done', [ANSWERED, PICKED_UP, FINISHED], 'told', 8_130],
    ['two services, one at work', [ANSWERED, PICKED_UP, DOWNLOADED, ENCODING], 'open', 2_230],
    ['lines without any length', [PICKED_UP, ENCODING], 'untold', 2_100],
    ['a root span that told its length', [[100, 'api', { span_id: 'a', duration_ms: 50 }]], 'told', 50],
    [
      'a root span without an end',
      [
        [100, 'api', { span_id: 'a' }],
        [180, 'db', { span_id: 'b', parent_span_id: 'a', duration_ms: 20 }],
      ],
      'open',
      80,
    ],
    ['a child alone', [[180, 'db', { span_id: 'b', parent_span_id: 'a', duration_ms: 20 }]], 'untold', 20],
  ])('%s', (_, told, end, durationMs) => {
    expect(summarise(told)).toMatchObject({ end, durationMs })
  })
})

it('runs while it is heard of, did not fail and nobody told its end', () => {
  const open = summarise([PICKED_UP, DOWNLOADED, ENCODING])
  expect(isRunning(open, 3_200)).toBe(true)
  expect(isRunning(open, 3_100 + 600_000)).toBe(false)
  expect(isRunning({ ...open, failed: true }, 3_200)).toBe(false)
  expect(isRunning(summarise([PICKED_UP, FINISHED]), 9_100)).toBe(false)
})
