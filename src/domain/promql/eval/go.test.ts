import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { goAcos, goAtan2, goExp, goLog, goLog2, goLog10, goMax, goMin, goPow, goSinh } from './go-math'
import { goSort } from './go-sort'
import { formatGoFixed, formatGoFloat, parseGoFloat } from './go-text'
import { goAtan, goCos, goSin, goTan } from './go-trigonometry'

// What is unlike JavaScript's is what Prometheus 2.42 answered for `log10(vector(0.1))` and so on.
describe('mathematics', () => {
  it.each<[string, number, number]>([
    ['1 ^ NaN', goPow(1, Number.NaN), 1],
    ['(-1) ^ Inf', goPow(-1, Infinity), 1],
    ['(-8) ^ (1/3)', goPow(-8, 1 / 3), Number.NaN],
    ['1.0000001 ^ 1e9', goPow(1.0000001, 1e9), 2.688103843211962e43],
    ['2 ^ -1074', goPow(2, -1074), 5e-324],
    ['0.3 ^ -1000', goPow(0.3, -1000), Infinity],
    ['(-2) ^ 3', goPow(-2, 3), -8],
    ['(-0) ^ -1', goPow(-0, -1), -Infinity],
    ['max of infinity and NaN', goMax(Number.NaN, Infinity), Infinity],
    ['min of -infinity and NaN', goMin(-Infinity, Number.NaN), -Infinity],
    ['log10(0.1)', goLog10(0.1), -0.9999999999999999],
    ['ln of what is too small', goLog(5e-324), -709.0895657128241],
    ['log2 of what is too small', goLog2(1e-310), -1029.7977094150824],
    ['log2(8)', goLog2(8), 3],
    ['log2(-1)', goLog2(-1), Number.NaN],
    ['exp(709.7)', goExp(709.7), Infinity],
    ['sinh(710)', goSinh(710), Infinity],
    ['acos near 1', goAcos(0.9999999999), 0.000014142136209205347],
    ['atan2(-5e-324, -1e308)', goAtan2(-5e-324, -1e308), Math.PI],
    ['sin(pi)', goSin(Math.PI), 1.2246467991473515e-16],
    ['tan(pi/2)', goTan(Math.PI / 2), 16331239353195392],
    ['sin(-0)', goSin(-0), -0],
    ['atan(-0)', goAtan(-0), -0],
  ])('%s', (_name, found, expected) => {
    expect(found).toBe(expected)
  })

  it.each<[string, (x: number) => number, (x: number) => number]>([
    ['sin', goSin, Math.sin],
    ['cos', goCos, Math.cos],
    ['tan', goTan, Math.tan],
    ['atan', goAtan, Math.atan],
    ['exp', goExp, Math.exp],
    ['ln', (x) => goLog(Math.abs(x) + 1e-9), (x) => Math.log(Math.abs(x) + 1e-9)],
    ['acos', (x) => goAcos(Math.sin(x)), (x) => Math.acos(Math.sin(x))],
    ['x ^ 3.7', (x) => goPow(Math.abs(x), 3.7), (x) => Math.abs(x) ** 3.7],
  ])('%s differs from JavaScript in its last digits alone', (_name, ours, theirs) => {
    fc.assert(
      fc.property(fc.double({ min: -600, max: 600, noNaN: true }), (x) => {
        const [a, b] = [ours(x), theirs(x)]
        expect(Object.is(a, b) || Math.abs(a - b) <= 1e-9 * Math.abs(b) + 1e-9).toBe(true)
      }),
    )
  })
})

describe('numbers as text', () => {
  it.each([
    [0, '0'],
    [-0, '-0'],
    [1.5, '1.5'],
    [-123456.789, '-123456.789'],
    [1e21, '1000000000000000000000'],
    [1.5e-7, '0.00000015'],
    [1e-7, '0.0000001'],
    [Number.NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
  ])('%d is %s', (value, text) => {
    expect(formatGoFloat(value)).toBe(text)
  })

  it('reads back what it writes, without an exponent', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const text = formatGoFloat(value)
        expect(parseGoFloat(text)).toBe(value)
        expect(text).toMatch(/^(?:NaN|[+-]Inf|-?\d+(?:\.\d+)?)$/)
      }),
    )
  })

  it.each([
    ['1', 1],
    ['+1.', 1],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1_000', 1000],
    ['0x1p-2', 0.25],
    ['-0x_1.8p1', -3],
    ['iNf', Infinity],
    ['-Infinity', -Infinity],
    ['nan', Number.NaN],
    ['', undefined],
    [' 1', undefined],
    ['1e400', undefined],
    ['_1', undefined],
    ['1__0', undefined],
    ['0x10', undefined],
    ['+nan', undefined],
    ['infinit', undefined],
    ['0b1', undefined],
  ])('%j is %d', (text, value) => {
    expect(parseGoFloat(text)).toBe(value)
  })

  it('refuses a long text without trying every way to part its digits', () => {
    const digits = '1'.repeat(500_000)
    expect([`${digits}x`, `0x${digits}x`].map(parseGoFloat)).toEqual([undefined, undefined])
  })

  it('has six digits for %f', () => {
    expect([1 / 3, -1e21, Infinity].map(formatGoFixed)).toEqual(['0.333333', '-1000000000000000000000.000000', '+Inf'])
  })
})

describe('sorting', () => {
  const sorted = (keys: readonly number[]) => {
    const order = keys.map((_, index) => index)
    const keyAt = (place: number) => keys[order[place] ?? 0] ?? 0
    goSort({
      length: keys.length,
      less: (left, right) => keyAt(left) < keyAt(right),
      swap: (left, right) => {
        const kept = order[left] ?? 0
        order[left] = order[right] ?? 0
        order[right] = kept
      },
    })
    return order
  }

  // As Prometheus 2.42 answered `sort(...)` of a vector with these values.
  it('leaves equal elements where Go does', () => {
    expect(sorted([0, 0, 0, 1, 0, 1, 1, 2, 0, 1, 2, 2, 2, 2, 2, 2, 0, 1])).toEqual([
      8, 2, 0, 16, 4, 1, 5, 17, 6, 3, 9, 7, 11, 12, 13, 14, 15, 10,
    ])
  })

  it.each<[string, (index: number) => number]>([
    ['ascending', (index) => index],
    ['descending', (index) => -index],
    ['equal', () => 1],
    ['few values', (index) => (index * 7) % 3],
    ['an organ pipe', (index) => Math.min(index, 500 - index)],
    ['nearly ascending', (index) => (index === 250 ? 0 : index)],
  ])('sorts what is %s', (_name, keyOf) => {
    const keys = Array.from({ length: 500 }, (_, index) => keyOf(index))
    expect(sorted(keys).map((index) => keys[index])).toEqual([...keys].sort((a, b) => a - b))
  })

  it('sorts anything', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 300 }), (keys) => {
        const order = sorted(keys)
        expect(order.map((index) => keys[index])).toEqual([...keys].sort((a, b) => a - b))
        expect(new Set(order).size).toBe(keys.length)
      }),
    )
  })
})
