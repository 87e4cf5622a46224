import { describe, expect, it } from 'vitest'
import { compareLabels } from '~/domain/promql/labels'
import { generateData } from './generate'

describe('generateData', () => {
  const { series } = generateData(3)

  it('makes the same data for the same seed, and other data for another', () => {
    expect(generateData(3).series).toEqual(series)
    expect(generateData(4).series).not.toEqual(series)
  })

  it('makes series sorted by labels, each once, with ascending times in whole milliseconds', () => {
    for (const [i, { labels, timesMs }] of series.entries()) {
      const before = series[i - 1]
      if (before !== undefined) expect(compareLabels(before.labels, labels)).toBeLessThan(0)
      expect(timesMs.every((timeMs, k) => Number.isInteger(timeMs) && timeMs > (timesMs[k - 1] ?? 0))).toBe(true)
    }
  })

  it.each([1, 3, 4, 12])('keeps all samples of seed %i in the span it names', (seed) => {
    const { series: all, startMs, endMs } = generateData(seed)
    expect(all.flatMap(({ timesMs }) => [...timesMs]).filter((timeMs) => timeMs < startMs || timeMs > endMs)).toEqual(
      [],
    )
  })

  it.each<[string, (value: number) => boolean]>([
    ['NaN', Number.isNaN],
    ['infinity', (value) => value === Number.POSITIVE_INFINITY],
    ['minus infinity', (value) => value === Number.NEGATIVE_INFINITY],
    ['-0', (value) => Object.is(value, -0)],
    ['subnormal numbers', (value) => value !== 0 && Math.abs(value) < 2 ** -1022],
    ['whole numbers beyond 2^53', (value) => Number.isFinite(value) && Math.abs(value) > 2 ** 53],
  ])('holds %s', (_name, is) => {
    expect(series.some(({ values }) => values.some(is))).toBe(true)
  })

  it('holds markers first, in the middle, last and alone', () => {
    const marks = series.flatMap(({ stale }) => (stale === null ? [] : [stale]))
    expect(marks.some((stale) => stale[0] === 1 && stale.length > 1)).toBe(true)
    expect(marks.some((stale) => stale[0] !== 1 && stale.at(-1) !== 1)).toBe(true)
    expect(marks.some((stale) => stale.at(-1) === 1 && stale.length > 1)).toBe(true)
    expect(marks.some((stale) => stale[0] === 1 && stale.length === 1)).toBe(true)
  })

  it('holds labels that imitate JavaScript, and series of one sample', () => {
    expect(series.some(({ labels }) => labels.has('__proto__'))).toBe(true)
    expect(series.some(({ timesMs }) => timesMs.length === 1)).toBe(true)
  })
})
