import { describe, expect, it } from 'vitest'
import { earliestRead } from './earliest-read'
import { evaluateRange } from './eval/evaluate'
import { DEFAULT_LOOKBACK_MS } from './eval/options'
import { parsePromql } from './parse/parse-promql'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START_MS = 100 * DAY_MS
const END_MS = START_MS + 6 * HOUR_MS

/** The oldest time that an evaluation asks the store for. */
function oldestAsked(text: string, startMs: number, endMs: number): number {
  let oldestMs = Number.POSITIVE_INFINITY
  const source = {
    select(_: unknown, fromMs: number) {
      oldestMs = Math.min(oldestMs, fromMs)
      return []
    },
  }
  evaluateRange(parsePromql(text), source, { startMs, endMs, stepMs: 60_000 }, {})
  return oldestMs
}

describe('earliestRead', () => {
  it.each([
    ['m', START_MS - DEFAULT_LOOKBACK_MS],
    ['m offset 2d', START_MS - DEFAULT_LOOKBACK_MS - 2 * DAY_MS],
    ['m offset -1h', START_MS - DEFAULT_LOOKBACK_MS + HOUR_MS],
    ['increase(m[30d])', START_MS - 30 * DAY_MS],
    ['increase(m[1d] offset 3d)', START_MS - 4 * DAY_MS],
    ['increase(m[1d] @ 864000)', 9 * DAY_MS],
    ['increase(m[1d] @ end())', END_MS - DAY_MS],
    ['increase(m[1d] @ start() offset 1h)', START_MS - DAY_MS - HOUR_MS],
    ['max_over_time(rate(m[1h])[2d:1h])', START_MS - 2 * DAY_MS - HOUR_MS],
    ['max_over_time(rate(m[1h])[2d:1h] offset 1d)', START_MS - 3 * DAY_MS - HOUR_MS],
    ['max_over_time(rate(m[1h] @ end())[2d:1h] @ start())', END_MS - HOUR_MS],
    ['max_over_time(m[2d:1h])', START_MS - 2 * DAY_MS - DEFAULT_LOOKBACK_MS],
    ['sum by (a) (m) / on (a) sum by (a) (increase(m[7d]))', START_MS - 7 * DAY_MS],
    ['clamp_max(m, scalar(m offset 1d))', START_MS - DAY_MS - DEFAULT_LOOKBACK_MS],
    ['-(m offset 1h)', START_MS - HOUR_MS - DEFAULT_LOOKBACK_MS],
    ['1 + time()', Number.POSITIVE_INFINITY],
  ])('%s', (text, wanted) => {
    const span = { startMs: START_MS, endMs: END_MS }
    expect(earliestRead(parsePromql(text), span, DEFAULT_LOOKBACK_MS)).toBe(wanted)
    // What the evaluator asks for is never older; aligned steps of a subquery may make it younger.
    const asked = oldestAsked(text, START_MS, END_MS)
    expect(asked).toBeGreaterThanOrEqual(wanted)
    if (Number.isFinite(wanted)) expect(asked).toBeLessThanOrEqual(wanted + HOUR_MS)
  })
})
