import { describe, expect, it } from 'vitest'
import type { QueryData } from '~/data/query-plane/query-data'
import { factsOf } from '~/data/questions/truth-of'
import { labelsKey } from '~/domain/series/frame'
import { SourceError } from '~/domain/sources'
import { buildPanelData } from '~/features/dashboards/panel-data'

const START = 1_800_000_000_000
const STEP = 60_000

/** An answer with the given points on a grid of four; `tip` is evaluated 30 s after the grid's end. */
function answer(
  series: Readonly<Record<string, readonly (number | null)[]>>,
  tip?: Readonly<Record<string, number>>,
): QueryData {
  const labelsOf = (name: string) => new Map([['model', name]])
  return {
    matrix: {
      grid: { startMs: START, stepMs: STEP, count: 4 },
      series: Object.entries(series).map(([name, points]) => ({
        labels: labelsOf(name),
        key: labelsKey(labelsOf(name)),
        values: Float64Array.from(points, (point) => point ?? Number.NaN),
        present: Uint8Array.from(points, (point) => (point === null ? 0 : 1)),
      })),
    },
    tip: tip
      ? {
          timeMs: START + 3 * STEP + 30_000,
          samples: Object.entries(tip).map(([name, value]) => ({
            labels: labelsOf(name),
            key: labelsKey(labelsOf(name)),
            value,
          })),
        }
      : null,
    window: { fromMs: START, toMs: START + 3 * STEP + 30_000, live: true },
    nowMs: START + 3 * STEP + 30_000,
    evaluatedMs: START + 3 * STEP + (tip ? 30_000 : 0),
    warnings: [],
    infos: [],
    partial: false,
    droppedPoints: 0,
    requests: [],
  }
}

const build = (...answers: QueryData[]) =>
  buildPanelData(answers.map((data) => ({ legend: '{{model}}', data, error: null })))

describe('buildPanelData', () => {
  it('puts the newest evaluation behind the grid', () => {
    const { timesMs, series } = build(answer({ a: [1, 2, 3, 4] }, { a: 5 }))
    expect([...timesMs].map((ms) => ms - START)).toEqual([0, 60_000, 120_000, 180_000, 210_000])
    expect(series.map(({ name, values, last }) => ({ name, values: [...values], last: last?.value }))).toEqual([
      { name: 'a', values: [1, 2, 3, 4, 5], last: 5 },
    ])
  })

  it('gives a series that has ended no newest value', () => {
    const { series } = build(answer({ a: [1, 2, 3, 4], gone: [1, 2, null, null] }, { a: 5 }))
    expect(series.map(({ name, last, present }) => [name, last?.value ?? null, [...present]])).toEqual([
      ['a', 5, [1, 1, 1, 1, 1]],
      ['gone', null, [1, 1, 0, 0, 0]],
    ])
  })

  it('shows a series that has just begun', () => {
    const { series } = build(answer({}, { a: 7 }))
    expect(series.map(({ values, present }) => [values[4], [...present]])).toEqual([[7, [0, 0, 0, 0, 1]]])
  })

  it('gives a query that failed no current value beside one that goes on, and keeps its past', () => {
    const error = new SourceError({ kind: 'timeout', message: 'timed out' })
    const [old, current] = [answer({ a: [1, 2, 3, 4] }), answer({ b: [5, 6, 7, 8] }, { b: 9 })]
    const lastsOf = (failed: QueryData, other: QueryData) => {
      const outcomes = [
        { legend: '{{model}}', data: failed, error },
        { legend: '{{model}}', data: other, error: null },
      ]
      return buildPanelData(outcomes).series.map(({ last, values }) => [last?.value ?? null, values[3]])
    }
    expect(lastsOf(old, current)).toEqual([
      [null, 4],
      [9, 8],
    ])
    expect(lastsOf(old, old).map(([last]) => last)).toEqual([4, 4])
  })

  it('takes the step of the first query that has one', () => {
    const limit = { ...answer({}, { a: 95 }), matrix: null }
    expect(build(limit, answer({ a: [1, 2, 3, 4] }))).toMatchObject({ stepMs: STEP })
  })

  it('keeps equal label sets of two queries apart', () => {
    const { series } = build(answer({ a: [1, 1, 1, 1] }), answer({ a: [2, 2, 2, 2] }))
    expect(new Set(series.map(({ id }) => id)).size).toBe(2)
  })

  it('tells NaN from a point that is not there', () => {
    const { series } = build(answer({ a: [1, Number.NaN, null, Number.NaN] }))
    expect([...(series[0]?.present ?? [])]).toEqual([1, 1, 0, 1])
    expect(series[0]?.last?.value).toBeNaN()
  })
})

describe('factsOf', () => {
  const facts = (data: QueryData) => factsOf({ legend: '', data, error: null })

  it.each<[string, QueryData, object]>([
    [
      'the tip is the newest',
      answer({ a: [1, 2, 3, 4] }, { a: 5 }),
      { newestMs: START + 210_000, gridLagMs: 0, idle: false },
    ],
    ['without a tip the grid is', answer({ a: [1, 2, 3, 4] }), { newestMs: START + 180_000, gridLagMs: 30_000 }],
    [
      'a grid lags by a step at most, whenever it was looked at last',
      { ...answer({ a: [1, 2, 3, 4] }), nowMs: START + 400_000 },
      { newestMs: START + 180_000, gridLagMs: STEP },
    ],
    ['a series that ended', answer({ a: [1, 2, null, null] }), { newestMs: START + 60_000, idle: false }],
    ['an empty tip leaves the grid', answer({ a: [1, 2, 3, null] }, {}), { newestMs: START + 120_000, idle: false }],
    ['0/0 now', answer({ a: [1, 2, 3, Number.NaN] }), { idle: true }],
    ['0/0 of one of two', answer({ a: [1, 2, 3, Number.NaN], b: [1, 2, 3, 4] }), { idle: false }],
    ['no series', answer({}), { seriesCount: 0, newestMs: null, idle: false }],
  ])('%s', (_name, data, expected) => {
    expect(facts(data)).toMatchObject(expected)
  })

  it('knows nothing without an answer', () => {
    expect(factsOf({ legend: '', data: undefined, error: null })).toMatchObject({ hasAnswer: false, newestMs: null })
  })
})
