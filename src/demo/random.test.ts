import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawBinomial, drawNormal, drawPoisson, mixKeys, RandomStream } from './random'

const mean = (count: number, draw: () => number) =>
  Array.from({ length: count }, draw).reduce((a, b) => a + b, 0) / count

describe('RandomStream', () => {
  it('is a function of its key, in [0, 1)', () => {
    fc.assert(
      fc.property(fc.integer(), (key) => {
        const [one, two] = [new RandomStream(key), new RandomStream(key)]
        for (let i = 0; i < 20; i++) {
          const value = one.next()
          expect(value).toBe(two.next())
          expect(value >= 0 && value < 1).toBe(true)
        }
      }),
    )
  })

  it('gives neighbouring keys unrelated first numbers', () => {
    const first = Array.from({ length: 4000 }, (_, tick) => new RandomStream(mixKeys(1, tick)).next())
    expect(mean(first.length, () => first.pop() ?? 0)).toBeCloseTo(0.5, 1)
  })
})

describe('draws', () => {
  it.each([0.1, 3, 25, 31, 400])('Poisson of mean %d has that mean', (wanted) => {
    const random = new RandomStream(7)
    const got = mean(4000, () => drawPoisson(random, wanted))
    // Five standard errors of the mean.
    expect(Math.abs(got - wanted)).toBeLessThan(5 * Math.sqrt(wanted / 4000))
  })

  it.each([0, -1, Number.NaN])('Poisson of mean %d is 0', (wanted) => {
    expect(drawPoisson(new RandomStream(1), wanted)).toBe(0)
  })

  it.each([
    [0, 0.5],
    [3, 0.2],
    [20, 0.05],
    [20, 0.9],
    [1000, 0.4],
    [1000, 0.002],
  ])('binomial of %d trials at %d has its mean and bounds', (trials, share) => {
    const random = new RandomStream(5)
    const got = mean(4000, () => {
      const count = drawBinomial(random, trials, share)
      expect(count).toBeGreaterThanOrEqual(0)
      expect(count).toBeLessThanOrEqual(trials)
      return count
    })
    expect(Math.abs(got - trials * share)).toBeLessThan(5 * Math.sqrt((trials * share * (1 - share)) / 4000) + 1e-9)
  })

  it.each([0, -1, Number.NaN])('a share of %d never succeeds', (share) => {
    expect(drawBinomial(new RandomStream(1), 1000, share)).toBe(0)
  })

  it('a share of 1 and more always succeeds', () => {
    expect(drawBinomial(new RandomStream(1), 7, 1.5)).toBe(7)
  })

  it('normal has mean 0', () => {
    const random = new RandomStream(9)
    expect(Math.abs(mean(4000, () => drawNormal(random)))).toBeLessThan(5 / Math.sqrt(4000))
  })
})
