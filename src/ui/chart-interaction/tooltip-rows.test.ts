import { describe, expect, test } from 'vitest'
import type { ChartSeries } from '../chart/time-chart-props'
import { rowsAt } from './tooltip-rows'

const hole = Number.NaN
const point = (name: string, value: number, present = 1): ChartSeries => ({
  id: name,
  name,
  colour: '--s1',
  values: Float64Array.of(value),
  present: Uint8Array.of(present),
})

describe('rowsAt', () => {
  test('sorts by value, infinities included, no traffic last, no point not at all', () => {
    const all = [
      point('low', 1),
      point('idle', hole),
      point('gone', hole, 0),
      point('inf', Number.POSITIVE_INFINITY),
      point('high', 9),
      point('minus', Number.NEGATIVE_INFINITY),
    ]
    expect(rowsAt(all, 0).rows.map((row) => row.series.name)).toEqual(['inf', 'high', 'low', 'minus', 'idle'])
  })

  test('keeps twelve and counts the rest', () => {
    const { rows, more } = rowsAt(
      Array.from({ length: 20 }, (_, i) => point(`s${i}`, i)),
      0,
    )
    expect([rows.length, rows[0]?.value, more]).toEqual([12, 19, 8])
  })
})
