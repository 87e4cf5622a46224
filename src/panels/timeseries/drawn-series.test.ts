import { expect, test } from 'vitest'
import type { PanelSeries } from '../panel-kind'
import { drawnSeries } from './drawn-series'

const series = (id: string, value: number | null): PanelSeries => ({
  id,
  name: id,
  labels: new Map(),
  colour: '--s1',
  values: new Float64Array(0),
  present: new Uint8Array(0),
  last: value === null ? null : { timeMs: 0, value },
})

test('keeps the greatest by newest value, in their order', () => {
  const all = [series('a', 1), series('none', null), series('b', 9), series('nan', Number.NaN), series('c', 5)]
  expect(drawnSeries(all, 3).map((one) => one.id)).toEqual(['a', 'b', 'c'])
  expect(drawnSeries(all, 2).map((one) => one.id)).toEqual(['b', 'c'])
  expect(drawnSeries(all)).toBe(all)
})
