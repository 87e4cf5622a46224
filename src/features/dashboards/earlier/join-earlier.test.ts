import { describe, expect, it } from 'vitest'
import type { QueryData } from '~/data/query-plane/query-data'
import type { QueryOutcome } from '~/data/questions/truth-of'
import { SourceError } from '~/domain/sources'
import { DAY_MS } from '~/domain/time/duration'
import { joinEarlier } from '~/features/dashboards/earlier/join-earlier'
import { buildPanelData } from '~/features/dashboards/panel-data'

const START = 1_800_000_000_000
const STEP = 60_000
const labels = (name: string) => ({ labels: new Map([['i', name]]), key: name })

type Points = Readonly<Record<string, readonly (number | null)[]>>

function answer(startMs: number, points: Points, tip?: { atMs: number; values: Readonly<Record<string, number>> }) {
  const count = Object.values(points)[0]?.length ?? 0
  const data = {
    matrix:
      count === 0
        ? null
        : {
            grid: { startMs, stepMs: STEP, count },
            series: Object.entries(points).map(([name, values]) => ({
              ...labels(name),
              values: Float64Array.from(values, (value) => value ?? Number.NaN),
              present: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
            })),
          },
    tip: tip
      ? { timeMs: tip.atMs, samples: Object.entries(tip.values).map(([name, value]) => ({ ...labels(name), value })) }
      : null,
    evaluatedMs: tip?.atMs ?? startMs + (count - 1) * STEP,
  } as unknown as QueryData
  return { legend: '', data, error: null } satisfies QueryOutcome
}

const sketch = (panel: QueryOutcome[], earlier: QueryOutcome[], shiftMs = DAY_MS) =>
  joinEarlier(earlier, buildPanelData(panel), shiftMs).series.map(
    ({ id, values, present, last }) =>
      `${id}: ${[...values].map((value, i) => (present[i] === 1 ? value : '-')).join(' ')}, last ${last?.value ?? 'none'}`,
  )

describe('joinEarlier', () => {
  const panel = answer(START, { a: [1, 2, 3], b: [1, 1, 1] })

  it('puts each point at the place of the same moment, by series', () => {
    expect(sketch([panel], [answer(START - DAY_MS, { b: [7, 8, 9], a: [4, null, Number.NaN] })])).toEqual([
      '0/b: 7 8 9, last 9',
      '0/a: 4 - NaN, last NaN',
    ])
  })

  it('is right for a shift that is no multiple of the step', () => {
    const shiftMs = DAY_MS + 7_000
    expect(sketch([panel], [answer(START - shiftMs, { a: [4, 5, 6] })], shiftMs)).toEqual(['0/a: 4 5 6, last 6'])
  })

  it('leaves out what is before, and takes what lies ahead for the newest value alone', () => {
    const withTip = answer(START, { a: [1, 2, 3] }, { atMs: START + 2 * STEP + 40_000, values: { a: 9 } })
    const then = answer(START - STEP - DAY_MS, { a: [3, 4, 5, 6, 7] })
    expect(sketch([withTip], [then])).toEqual(['0/a: 4 5 6 7, last 7'])
    const soon = answer(START, { a: [1, 2, 3] }, { atMs: START + 2 * STEP + 20_000, values: { a: 9 } })
    expect(sketch([soon], [then])).toEqual(['0/a: 4 5 6 6, last 6'])
  })

  it('has nothing where nothing is near: half a step is the most', () => {
    expect(sketch([panel], [answer(START - DAY_MS, { a: [4] })])).toEqual(['0/a: 4 - -, last none'])
  })

  it('keeps a newest value that was asked as such, however near the panel has one', () => {
    const figure = answer(0, {}, { atMs: START - DAY_MS + 130_000, values: { a: 42 } })
    expect(sketch([panel], [figure])).toEqual(['0/a: - - -, last 42'])
  })

  it('counts queries also where one has no answer', () => {
    const failed = { legend: '', data: undefined, error: new SourceError({ kind: 'timeout', message: 'late' }) }
    expect(sketch([panel, panel], [failed, answer(START - DAY_MS, { a: [4, 5, 6] })])).toEqual(['1/a: 4 5 6, last 6'])
    expect(sketch([panel], [failed])).toEqual([])
  })
})
