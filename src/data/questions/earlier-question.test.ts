import { describe, expect, it, test } from 'vitest'
import { gridOf } from '~/data/query-plane/plan'
import type { PlaneQuery } from '~/data/query-plane/query-data'
import { earlierQuestion, moveForward } from '~/data/questions/earlier-question'
import { planQuestions } from '~/data/questions/plan-questions'
import { DAY_MS, HOUR_MS } from '~/domain/time/duration'

const NOW = Date.UTC(2026, 2, 29, 12, 34, 56)
const STEP = 60_000

function question(expr = 'up', from = 'now-6h', to = 'now'): PlaneQuery {
  const context = { sourceId: 'toy', rangeText: { from, to }, timeZone: 'UTC', scrapeIntervalMs: 15_000 }
  const panel = { queries: [{ expr, instant: false }] }
  return planQuestions({ panels: [{ ok: true, panel }] as never }, context, STEP, NOW)(expr, false)
}

describe('points of an earlier period', () => {
  it.each([DAY_MS, 7 * DAY_MS, DAY_MS + 7_000])('stand at the times of the present, each %d ms before', (shiftMs) => {
    const own = gridOf(question().resolveWindow(NOW), STEP)
    const then = gridOf(earlierQuestion(question(), shiftMs, 'range').resolveWindow(NOW), STEP)
    expect(then).toEqual({ ...own, startMs: own.startMs - shiftMs, count: own.count + 1 })
  })

  it('have one more, so that the newest value has one on each side', () => {
    const { toMs, live, shiftMs } = earlierQuestion(question(), DAY_MS, 'range').resolveWindow(NOW)
    expect({ toMs, live, shiftMs }).toEqual({ toMs: NOW - DAY_MS + STEP, live: true, shiftMs: DAY_MS })
  })

  it('have it neither where the range is fixed nor where the expression knows its end', () => {
    const fixed = question('up', String(NOW - 5 * HOUR_MS), String(NOW - 2 * HOUR_MS))
    expect(earlierQuestion(fixed, DAY_MS, 'range').resolveWindow(NOW)).toEqual({
      fromMs: NOW - 5 * HOUR_MS - DAY_MS,
      toMs: NOW - 2 * HOUR_MS - DAY_MS,
      live: false,
      shiftMs: DAY_MS,
    })
    const pinned = earlierQuestion(question('up @ end()'), DAY_MS, 'range')
    expect(pinned.resolveWindow(NOW).toMs).toBe(NOW - DAY_MS)
  })

  it('are those of 24 hours before, also where the clocks were changed in between', () => {
    // In Berlin the clocks went forward at 02:00 that night.
    const { fromMs } = earlierQuestion(question(), DAY_MS, 'range').resolveWindow(NOW)
    expect(fromMs).toBe(NOW - 6 * HOUR_MS - 24 * HOUR_MS)
  })
})

describe('the newest value of an earlier period', () => {
  it('is of the full minute, so that it is asked once a minute', () => {
    const { resolveWindow, mode } = earlierQuestion(question(), DAY_MS, 'instant')
    expect(mode).toBe('instant')
    expect(resolveWindow(NOW)).toMatchObject({ toMs: Date.UTC(2026, 2, 28, 12, 34), live: false })
    expect(resolveWindow(NOW + 3_999).toMs).toBe(Date.UTC(2026, 2, 28, 12, 34))
    expect(resolveWindow(NOW + 4_000).toMs).toBe(Date.UTC(2026, 2, 28, 12, 35))
  })

  it('is of the very end of a fixed range', () => {
    const endMs = NOW - 2 * HOUR_MS + 123
    const fixed = question('up', String(NOW - 5 * HOUR_MS), String(endMs))
    expect(earlierQuestion(fixed, DAY_MS, 'instant').resolveWindow(NOW).toMs).toBe(endMs - DAY_MS)
  })
})

test('keeps the expression and has an identity of its own', () => {
  const own = question('rate(x[5m])')
  const all = [
    own,
    ...[DAY_MS, 7 * DAY_MS].flatMap((shiftMs) => [
      earlierQuestion(own, shiftMs, 'range'),
      earlierQuestion(own, shiftMs, 'instant'),
    ]),
  ]
  expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
  expect(new Set(all.map(({ expr, stepMs }) => `${expr} ${stepMs}`))).toEqual(new Set([`rate(x[5m]) ${STEP}`]))
})

test('moves an answer forward', () => {
  const matrix = { grid: { startMs: 0, stepMs: STEP, count: 2 }, series: [] }
  const data = { matrix, tip: { timeMs: 90_000, samples: [] }, evaluatedMs: 90_000 }
  expect(moveForward(data as never, DAY_MS)).toEqual({
    matrix: { grid: { startMs: DAY_MS, stepMs: STEP, count: 2 }, series: [] },
    tip: { timeMs: DAY_MS + 90_000, samples: [] },
    evaluatedMs: DAY_MS + 90_000,
  })
})
