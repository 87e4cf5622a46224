import { describe, expect, it } from 'vitest'
import type { GridSeries } from '~/domain/series/frame'
import { HOUR_MS } from '~/domain/time/duration'
import { madeSlo } from '~/testing/made-slo'
import { budgetHistory } from './history'

const slo = madeSlo({ window: '48h' })
const END_MS = 500 * HOUR_MS + 1_200_000

function series(figure: string, values: readonly (number | null)[]): GridSeries {
  return {
    labels: new Map([['figure', figure]]),
    key: figure,
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
    present: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
  }
}

/** Hours before the end, and what was bad in each; each has 100 events. */
function historyOf(bad: readonly (number | null)[], end: { readonly bad: number; readonly total: number }) {
  const startMs = 500 * HOUR_MS - (bad.length - 1) * HOUR_MS
  const total = bad.map((one) => (one === null ? null : 100))
  const grid = { startMs, stepMs: HOUR_MS, count: bad.length }
  return budgetHistory(slo, { grid, series: [series('bad', bad), series('total', total)] }, { timeMs: END_MS, ...end })
}

describe('the budget over its window', () => {
  it('falls by what was bad in each hour, and ends with the figure of the window', () => {
    // 1 % of 1,000 events: ten may be bad.
    const { points, steppedBad } = historyOf([1, 0, 4, 2], { bad: 8, total: 1000 })
    expect(points.map(({ left }) => left)).toEqual([0.9, 0.9, 0.5, expect.closeTo(0.3, 9), expect.closeTo(0.2, 9)])
    expect(points.at(-1)?.timeMs).toBe(END_MS)
    expect(steppedBad).toBe(7)
  })

  it('falls below zero', () => {
    expect(historyOf([10, 10], { bad: 20, total: 1000 }).points.map(({ left }) => left)).toEqual([0, -1, -1])
  })

  it('has a gap where an hour has no data, and goes on after it', () => {
    const { points } = historyOf([1, null, 1], { bad: 2, total: 1000 })
    expect(points.map(({ left }) => left)).toEqual([0.9, null, 0.8, 0.8])
  })

  it('takes an hour without events for one without errors', () => {
    expect(historyOf([1, Number.NaN], { bad: 1, total: 1000 }).points[1]).toMatchObject({ left: 0.9, bad: 0 })
  })

  it('is not known where nothing was counted', () => {
    expect(historyOf([0], { bad: 0, total: 0 }).points.every(({ left }) => left === null)).toBe(true)
  })

  it('takes no hour that is not of the window', () => {
    const { points } = historyOf(
      Array.from({ length: 60 }, () => 1),
      { bad: 48, total: 4800 },
    )
    expect(points).toHaveLength(49)
    expect(points.every(({ timeMs }) => timeMs > END_MS - 48 * HOUR_MS)).toBe(true)
  })
})
