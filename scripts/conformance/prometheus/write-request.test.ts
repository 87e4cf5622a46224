import { describe, expect, it } from 'vitest'
import type { SeriesSlice } from '~/domain/promql/queryable'
import { encodeSnappy } from './snappy'
import { encodeWriteRequest } from './write-request'

/** What Prometheus makes of these bytes is checked by every run of the conformance: it reads all samples back. */
describe('encodeWriteRequest', () => {
  const series = (values: readonly number[], stale: Uint8Array | null = null): SeriesSlice => ({
    labels: new Map([['a', 'bé']]),
    timesMs: Float64Array.from(values, (_, i) => 1_709_200_800_123 + i),
    values: Float64Array.from(values),
    stale,
  })
  const bitsOf = (bytes: Uint8Array) => {
    const at = bytes.indexOf(0x09) + 1
    return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at, true)
  }

  it('writes the fields and lengths of prompb.WriteRequest', () => {
    expect(Buffer.from(encodeWriteRequest([series([1])])).toString('hex')).toBe(
      // timeseries { labels { name: "a" value: "bé" } samples { value: 1 timestamp: 1709200800123 } }
      ['0a1c', '0a08', '0a0161', '1203', '62c3a9', '1210', '09', '000000000000f03f', '10', 'fbf2b9a2df31'].join(''),
    )
  })

  it.each([
    ['a staleness marker', [Number.NaN], Uint8Array.of(1), 0x7ff0000000000002n],
    ['NaN', [Number.NaN], null, 0x7ff8000000000001n],
    ['-0', [-0], null, 0x8000000000000000n],
    ['infinity', [Number.POSITIVE_INFINITY], null, 0x7ff0000000000000n],
    ['the smallest number', [Number.MIN_VALUE], null, 1n],
  ])('writes %s bit by bit', (_name, values, stale, bits) => {
    expect(bitsOf(encodeWriteRequest([series(values, stale)]))).toBe(bits)
  })
})

describe('encodeSnappy', () => {
  /** Reads what consists of literals with two-byte lengths. */
  function decode(bytes: Uint8Array): Uint8Array {
    let at = 0
    let [length, factor] = [0, 1]
    for (let more = true; more; at++, factor *= 128) {
      const byte = bytes[at] ?? 0
      length += (byte & 0x7f) * factor
      more = byte >= 0x80
    }
    const out: number[] = []
    while (at < bytes.length) {
      expect(bytes[at]).toBe(61 << 2)
      const size = 1 + (bytes[at + 1] ?? 0) + 256 * (bytes[at + 2] ?? 0)
      out.push(...bytes.subarray(at + 3, at + 3 + size))
      at += 3 + size
    }
    expect(out.length).toBe(length)
    return Uint8Array.from(out)
  }

  it.each([0, 1, 127, 128, 65_535, 65_536, 65_537, 200_000])('keeps %i bytes', (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 31)
    expect(Buffer.from(decode(encodeSnappy(bytes))).equals(Buffer.from(bytes))).toBe(true)
  })
})
