import { describe, expect, test } from 'vitest'
import { buildSeries } from '~/testing/panel-builders'
import { segmentAt } from '~/ui/chart/lane'
import { segmentsOf, timeInStates } from './segments'

const MINUTE = 60_000
const times = (...minutes: number[]) => Float64Array.from(minutes, (minute) => minute * MINUTE)
const stateOf = (value: number) => (Number.isNaN(value) ? 9 : value)

function sketch(values: (number | null)[], minutes: number[], from = 0, to = 10) {
  const range = { fromMs: from * MINUTE, toMs: to * MINUTE }
  return segmentsOf(buildSeries({ values }), times(...minutes), MINUTE, range, stateOf)
    .map(({ fromMs, toMs, state }) => `${fromMs / MINUTE}-${toMs / MINUTE}:${state}`)
    .join(' ')
}

describe('segmentsOf', () => {
  const cases: [string, string, string][] = [
    ['equal neighbours are one', sketch([1, 1, 0, 0], [0, 1, 2, 3]), '0-2:1 2-4:0'],
    ['a gap is a gap', sketch([1, null, null, 1], [0, 1, 2, 3]), '0-1:1 3-4:1'],
    ['a time that is not there is a gap', sketch([1, 1, 1], [0, 1, 5]), '0-2:1 5-6:1'],
    ['no traffic is a state of its own', sketch([1, Number.NaN, 1], [0, 1, 2]), '0-1:1 1-2:9 2-3:1'],
    ['the newest evaluation is off the grid', sketch([1, 1, 0], [0, 1, 1.25], 0, 1.25), '0-1.25:1'],
    ['times of other series between make no gaps', sketch([1, null, 1, null, 0], [0, 0.5, 1, 1.5, 2]), '0-2:1 2-3:0'],
    ['cut to the range', sketch([1, 1, 0, 0], [0, 1, 2, 3], 0.5, 2.5), '0.5-2:1 2-2.5:0'],
    ['nothing', sketch([], []), ''],
    ['a range of nothing', sketch([1, 1], [0, 1], 3, 3), ''],
  ]
  test.each(cases)('%s', (_name, segments, expected) => {
    expect(segments).toBe(expected)
  })
})

test('timeInStates and segmentAt', () => {
  const segments = [
    { fromMs: 0, toMs: 10, state: 1 },
    { fromMs: 10, toMs: 15, state: 0 },
    { fromMs: 20, toMs: 40, state: 1 },
  ]
  expect(timeInStates(segments, 3)).toEqual([5, 30, 0])
  expect([-1, 0, 9, 10, 15, 19, 20, 39, 40].map((at) => segmentAt(segments, at))).toEqual([
    -1, 0, 0, 1, -1, -1, 2, 2, -1,
  ])
  expect(segmentAt([], 5)).toBe(-1)
})
