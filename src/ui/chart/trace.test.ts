import { describe, expect, test } from 'vitest'
import { type PathSink, type Projection, projectValue, traceLine } from './trace'

const hole = Number.NaN
// One millisecond is one pixel; values grow upwards from a floor at 100.
const projection: Projection = { xPerMs: 1, xAtZero: 0, yPerUnit: -1, yAtZero: 100, top: 0, bottom: 100 }

function recorder(): PathSink & { readonly text: () => string } {
  const out: string[] = []
  return {
    moveTo: (x, y) => out.push(`M${x},${y}`),
    lineTo: (x, y) => out.push(`L${x},${y}`),
    arc: (x, y) => out.push(`O${x},${y}`),
    closePath: () => out.push('Z'),
    text: () => out.join(' '),
  }
}

function trace(times: number[], values: number[], floor: number | Float64Array | null = null) {
  const stroke = recorder()
  const area = recorder()
  const line = {
    timesMs: Float64Array.from(times),
    values: Float64Array.from(values),
    gapMs: 15,
    firstIndex: 0,
    lastIndex: times.length - 1,
  }
  traceLine(line, projection, 2, stroke, floor === null ? null : area, floor ?? 0)
  return { stroke: stroke.text(), area: area.text() }
}

describe('traceLine', () => {
  const cases: [string, number[], number[], string][] = [
    ['no points', [], [], ''],
    ['one line', [0, 10, 20], [1, 2, 3], 'M0,99 L10,98 L20,97'],
    ['NaN is a gap', [0, 10, 20, 30, 40], [1, 2, hole, 3, 4], 'M0,99 L10,98 M30,97 L40,96'],
    ['points too far apart are a gap', [0, 10, 40, 50], [1, 2, 3, 4], 'M0,99 L10,98 M40,97 L50,96'],
    ['a point alone is a dot', [0, 10, 20, 30], [1, hole, 3, hole], 'M0,99 M2,99 O0,99 M20,97 M22,97 O20,97'],
    ['only NaN', [0, 10], [hole, hole], ''],
    [
      'infinity ends at the edge',
      [0, 10, 20],
      [1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      'M0,99 L10,0 L20,100',
    ],
  ]
  test.each(cases)('%s', (_name, times, values, path) => {
    expect(trace(times, values).stroke).toBe(path)
  })

  test('fills each run down to a constant', () => {
    expect(trace([0, 10, 20, 30, 40], [1, 2, hole, 3, 4], 0).area).toBe(
      'M0,100 L0,99 L10,98 L10,100 Z M30,100 L30,97 L40,96 L40,100 Z',
    )
  })

  test('fills down to the series below', () => {
    expect(trace([0, 10], [5, 6], Float64Array.of(1, 2)).area).toBe('M0,99 L0,95 L10,94 L10,98 Z')
  })
})

test('projectValue keeps far values near the plot', () => {
  expect([50, 1e30, -1e30].map((value) => projectValue(projection, value))).toEqual([50, -100, 200])
})
