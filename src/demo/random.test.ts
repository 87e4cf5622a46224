import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, drawNormal, drawPoisson, mixKeys } from './random'

const mean = (count: number, draw: () => number) =>
  Array.from({ length: count }, draw).reduce((a, b) => a + b, 0) / count

describe('createRandom', () => {
  it('is a function of its key, in [0, 1)', () => {
    fc.assert(
      fc.property(fc.integer(), (key) => {
        const [one, two] = [createRandom(key), createRandom(key)]
        for (let i = 0; i < 20; i++) {
          const value = one()
          expect(value).toBe(two())
          expect(value >= 0 && value < 1).toBe(true)
        }
      }),
    )
  })

  it('gives neighbouring keys unrelated first numbers', () => {
    const first = Array.from({ length: 4000 }, (_, tick) => createRandom(mixKeys(1, tick))())
    expect(mean(first.length, () => first.pop() ?? 0)).toBeCloseTo(0.5, 1)
  })
})

describe('draws', () => {
  it.each([0.1, 3, 25, 31, 400])('Poisson of mean %d has that mean', (wanted) => {
    const random = createRandom(7)
    const got = mean(4000, () => drawPoisson(random, wanted))
    // Five standard errors of the mean.
    expect(Math.abs(got - wanted)).toBeLessThan(5 * Math.sqrt(wanted / 4000))
  })

  it.each([0, -1, Number.NaN])('Poisson of mean %d is 0', (wanted) => {
    expect(drawPoisson(createRandom(1), wanted)).toBe(0)
  })

  it('normal has mean 0', () => {
    const random = createRandom(9)
    expect(Math.abs(mean(4000, () => drawNormal(random)))).toBeLessThan(5 / Math.sqrt(4000))
  })
})
