import { describe, expect, it } from 'vitest'
import { createRandom } from '../random'
import { runRulesConformance } from './main'
import { makeSeries } from './series'

describe('rules beside promtool', () => {
  it('come to the same', { timeout: 60_000 }, async () => {
    const { compared, alerts, samples, verdicts, differences } = await runRulesConformance(1, 40)
    expect(differences).toEqual([])
    expect(compared).toBe(40)
    expect(alerts).toBeGreaterThan(20)
    expect(samples).toBeGreaterThan(100)
    expect(verdicts.taken).toBeGreaterThan(0)
    expect(verdicts.refused).toBeGreaterThan(0)
  })

  it('makes the values that the notation says', () => {
    const options = { isCounter: false, length: 500 }
    const { values, notation } = makeSeries(createRandom('notation'), 'x', new Map(), options)
    const read = notation.split(' ').flatMap((piece) => {
      const ramp = /^(-?[\d.]+)([+-][\d.]+)x(\d+)$/.exec(piece)
      if (ramp !== null) {
        const [, start, step, times] = ramp
        return Array.from({ length: Number(times) + 1 }, (_, i) => Number(start) + i * Number(step))
      }
      const gap = /^_x(\d+)$/.exec(piece)
      if (gap !== null) return Array.from({ length: Number(gap[1]) }, () => undefined)
      return [piece === 'stale' ? piece : Number(piece)]
    })
    expect(read).toEqual(values)
    expect(new Set(notation.match(/x|_|stale|NaN/g))).toEqual(new Set(['x', '_', 'stale', 'NaN']))
  })
})
