import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FORM, MAX_CHUNK_SAMPLES } from './chunk-values'
import { SealedChunks } from './sealed-chunks'

/** What a chunk of these values reads as, whole and from each place to each other. */
function throughChunk(values: readonly number[], stale: readonly number[] = []) {
  const chunks = new SealedChunks()
  // Something before it, so that it does not lie at the beginning of a page.
  chunks.write(Float64Array.of(1, 2.5), 0, 2, [])
  const address = chunks.write(Float64Array.of(7, ...values), 1, values.length + 1, stale)
  const read = (from: number, to: number) => {
    const out = new Float64Array(to - from)
    const marks = chunks.read(address, from, to, out, null, 0)
    return { values: [...out], stale: marks === null ? [] : [...marks].flatMap((mark, i) => (mark === 1 ? [i] : [])) }
  }
  const form = chunks.viewsAt(address).u8[chunks.offsetAt(address)]
  return { read, form, bytes: chunks.bytesOf(address).length }
}

const ramp = (length: number, valueAt: (i: number) => number) => Array.from({ length }, (_, i) => valueAt(i))

describe('the values of a chunk', () => {
  it.each([
    ['one sample', [0.1], FORM.constant, 16],
    ['the same number', ramp(240, () => 1 / 3), FORM.constant, 16],
    ['only NaN', ramp(240, () => Number.NaN), FORM.constant, 16],
    ['only -0', ramp(240, () => -0), FORM.constant, 16],
    ['a small gauge', ramp(240, (i) => i % 200), FORM.offset8, 256],
    ['a gauge below zero', ramp(240, (i) => (i % 200) - 1000), FORM.offset8, 256],
    ['a gauge with two decimals', ramp(240, (i) => (i % 200) / 100), FORM.offset8, 256],
    ['a larger gauge', ramp(240, (i) => (i * 7919) % 60_000), FORM.offset16, 496],
    ['gigabytes', ramp(240, (i) => (i * i * 7_919_001) % 4_000_000_000), FORM.offset32, 976],
    ['a slow counter', ramp(240, (i) => i * 100 + (i % 3)), FORM.delta8, 264],
    ['a steady fast counter', ramp(240, (i) => i * 12_345_678), FORM.delta8, 264],
    ['a fast counter', ramp(240, (i) => i * 50_000 + ((i * 7919) % 30_000)), FORM.delta16, 504],
    ['a large counter', ramp(240, (i) => i * 1e9 + ((i * i * 7_919_001) % 2_000_000_000)), FORM.delta32, 984],
    ['halves of 32 bits', ramp(240, (i) => Math.fround(Math.sin(i))), FORM.float32, 976],
    ['all 53 bits', ramp(240, (i) => Math.sin(i)), FORM.float64, 1936],
    ['beyond 2^51', [2 ** 53, 2 ** 53 - 1, -(2 ** 53)], FORM.float64, 40],
    ['both zeros', [0, -0, 0], FORM.float32, 32],
    ['a number and NaN', [1, Number.NaN], FORM.float64, 32],
    ['infinities', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5], FORM.float32, 32],
    ['subnormals', [5e-324, 2.2250738585072e-308], FORM.float64, 32],
  ])('%s', (_name, values, form, bytes) => {
    const chunk = throughChunk(values)
    expect(chunk.read(0, values.length)).toEqual({ values, stale: [] })
    expect([chunk.form, chunk.bytes]).toEqual([form, bytes])
  })

  it('keeps staleness markers apart, so that they cost two bytes each', () => {
    const values = ramp(240, (i) => i)
    const marked = values.map((value, i) => (i === 0 || i === 77 || i === 239 ? Number.NaN : value))
    const chunk = throughChunk(marked, [0, 77, 239])
    expect(chunk.form).toBe(FORM.offset8)
    expect(chunk.bytes).toBe(264)
    expect(chunk.read(0, 240)).toEqual({ values: marked, stale: [0, 77, 239] })
    expect(chunk.read(70, 78).stale).toEqual([7])
    expect(chunk.read(78, 239).stale).toEqual([])
  })

  it('gives back every bit of any numbers, from any place to any other', () => {
    const whole = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
    const value = fc.oneof(
      fc.double(),
      fc.float(),
      whole,
      fc.maxSafeInteger(),
      fc.tuple(whole, fc.integer({ min: 1, max: 12 })).map(([n, decimals]) => n / 10 ** decimals),
      fc.tuple(whole, fc.integer({ min: 1, max: 12 })).map(([n, decimals]) => Number(`${n}e-${decimals}`)),
      fc.constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2 ** 52 + 1, 0.1 + 0.2),
    )
    const near = fc
      .tuple(value, fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 1, maxLength: 260, size: 'max' }))
      .map(([first, steps]) => {
        let at = first
        return steps.map((step) => {
          at += step
          return at
        })
      })
    const values = fc.oneof(
      fc.array(value, { minLength: 1 }),
      near,
      fc.array(fc.constantFrom(1, 2, 3.5), { minLength: 1 }),
    )
    fc.assert(
      fc.property(values, fc.nat(), fc.nat(), fc.uniqueArray(fc.nat({ max: 20 })), (all, a, b, places) => {
        const numbers = all.slice(0, MAX_CHUNK_SAMPLES)
        const stale = places.filter((place) => place < numbers.length).sort((x, y) => x - y)
        const expected = numbers.map((number, i) => (stale.includes(i) ? Number.NaN : number))
        const [from, to] = [a % numbers.length, numbers.length - (b % numbers.length)]
        const read = throughChunk(expected, stale).read(Math.min(from, to), Math.max(from, to))
        expect(read.values).toEqual(expected.slice(Math.min(from, to), Math.max(from, to)))
      }),
      { numRuns: 500 },
    )
  })
})
