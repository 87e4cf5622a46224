import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type PathSink, type Projection, projectValue, traceArea, traceLine } from './trace'

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
  traceLine(line, projection, 2, stroke)
  if (floor !== null) traceArea(line, projection, floor, area)
  return { stroke: stroke.text(), area: area.text() }
}

describe('traceLine', () => {
  const cases: [string, number[], number[], string][] = [
    ['no points', [], [], ''],
    ['one line', [0, 10, 20], [1, 2, 3], 'M0,99 L10,98 L20,97'],
    ['NaN is a gap', [0, 10, 20, 30, 40], [1, 2, hole, 3, 4], 'M0,99 L10,98 M30,97 L40,96'],
    ['points too far apart are a gap', [0, 10, 40, 50], [1, 2, 3, 4], 'M0,99 L10,98 M40,97 L50,96'],
    ['a point alone is a dot', [0, 10, 20, 30], [1, hole, 3, hole], 'M-2,99 L2,99 O0,99 M18,97 L22,97 O20,97'],
    ['points within one pixel are a dot too', [0, 0.1], [1, 2], 'M0,99 L0.1,98 M-1.9,98 L2.1,98 O0.1,98'],
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
    expect(trace([0, 10], [5, 6], Float64Array.of(1, 2)).area).toBe('M0,99 L0,95 L10,94 L10,98 L0,99 Z')
  })
})

test('projectValue keeps far values near the plot', () => {
  expect([50, 1e30, -1e30].map((value) => projectValue(projection, value))).toEqual([50, -100, 200])
})

test('of many points a pixel each column keeps its first, least, greatest and last', () => {
  const value = fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 100 }) },
    { weight: 1, arbitrary: fc.constant(hole) },
  )
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 30, maxLength: 400 }),
      fc.integer({ min: 3, max: 20 }),
      (values, perPixel) => {
        const times = values.map((_, i) => i / perPixel)
        const points = new Map<number, number[]>()
        const sink: PathSink = {
          moveTo: (x, y) => void points.set(Math.floor(x), [...(points.get(Math.floor(x)) ?? []), y]),
          lineTo: (x, y) => sink.moveTo(x, y),
          arc: () => undefined,
          closePath: () => undefined,
        }
        const line = {
          timesMs: Float64Array.from(times),
          values: Float64Array.from(values),
          gapMs: 15,
          firstIndex: 0,
          lastIndex: values.length - 1,
        }
        traceLine(line, projection, 0, sink)
        for (const column of new Set(times.map(Math.floor))) {
          const sent = values
            .filter((one, i) => Math.floor(times[i] ?? 0) === column && !Number.isNaN(one))
            .map((one) => 100 - one)
          const drawn = points.get(column) ?? []
          expect(Math.min(...drawn)).toBe(Math.min(...sent))
          expect(Math.max(...drawn)).toBe(Math.max(...sent))
          for (const y of drawn) expect(sent).toContain(y)
        }
      },
    ),
  )
})

test('a long dense line is as short as four points a pixel, its area closes', () => {
  const length = 100_000
  const values = Float64Array.from({ length }, (_, i) => (i * 7919) % 100)
  const timesMs = Float64Array.from({ length }, (_, i) => i / 100)
  const line = { timesMs, values, gapMs: 15, firstIndex: 0, lastIndex: length - 1 }
  const counted = { lines: 0, closed: 0 }
  const sink: PathSink = {
    moveTo: () => undefined,
    lineTo: () => void counted.lines++,
    arc: () => undefined,
    closePath: () => void counted.closed++,
  }
  traceLine(line, projection, 2, sink)
  expect(counted.lines).toBeLessThanOrEqual(4000)
  traceArea(line, projection, new Float64Array(length), sink)
  expect(counted).toEqual({ lines: expect.toSatisfy((lines: number) => lines <= 12_010), closed: 1 })
})
