import { describe, expect, it } from 'vitest'
import { createTsdb } from './tsdb'

describe('createTsdb', () => {
  it('gives back what was appended, sorted by labels', () => {
    const tsdb = createTsdb()
    const b = tsdb.series([
      ['__name__', 'm'],
      ['a', 'b'],
    ])
    const a = tsdb.series([
      ['a', 'a'],
      ['__name__', 'm'],
      ['gone', ''],
    ])
    for (let t = 0; t < 1000; t++) {
      tsdb.append(a, t * 15_000, t % 7)
      tsdb.append(b, t * 15_000, t / 100)
    }
    tsdb.appendStale(b, 1000 * 15_000)
    const slices = tsdb.select([{ name: '__name__', op: '=', value: 'm' }], 0, 1e9)
    expect(slices.map(({ labels }) => [...labels])).toEqual([
      [
        ['__name__', 'm'],
        ['a', 'a'],
      ],
      [
        ['__name__', 'm'],
        ['a', 'b'],
      ],
    ])
    expect([...(slices[0]?.values ?? [])]).toEqual(Array.from({ length: 1000 }, (_, t) => t % 7))
    expect([...(slices[1]?.values ?? [])]).toEqual([...Array.from({ length: 1000 }, (_, t) => t / 100), NaN])
    expect(slices[1]?.timesMs.length).toBe(1001)
    expect(slices[1]?.stale?.indexOf(1)).toBe(1000)
  })
})
