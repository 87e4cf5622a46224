import type { ByteWriter } from './byte-writer'

/*
 * The chunk format of Prometheus (tsdb/docs/format/chunks.md), after Facebook's Gorilla: times as differences of differences, values
 * as what differs from the bits of the one before.
 */

const floats = new Float64Array(1)
const words = new Uint32Array(floats.buffer)
/** On a little-endian machine, as all are that run this, the high word comes second. */
const [LOW, HIGH] = [0, 1]

/** What Prometheus writes where a series ends: a NaN with this payload. */
const STALE_HIGH = 0x7ff00000
const STALE_LOW = 2

/** Bits in a row, highest first, into a ByteWriter. */
class BitWriter {
  private current = 0
  private free = 8

  constructor(private readonly out: ByteWriter) {}

  /** The lowest `count` bits of a value, at most 32. */
  bits(value: number, count: number): void {
    let left = count
    while (left > 0) {
      const taken = Math.min(left, this.free)
      const piece = (value >>> (left - taken)) & ((1 << taken) - 1)
      this.current |= piece << (this.free - taken)
      this.free -= taken
      left -= taken
      if (this.free === 0) this.flush()
    }
  }

  flush(): void {
    if (this.free === 8) return
    this.out.byte(this.current)
    this.current = 0
    this.free = 8
  }
}

/** A uvarint within the bits. */
function writeUvarint(bits: BitWriter, value: number): void {
  let rest = value
  while (rest >= 128) {
    bits.bits((rest % 128) | 128, 8)
    rest = Math.floor(rest / 128)
  }
  bits.bits(rest, 8)
}

/** Samples of one series: a staleness marker where `isStale` says so. */
export interface SampleRun {
  readonly timesMs: ArrayLike<number>
  readonly values: ArrayLike<number>
  readonly isStale: (index: number) => boolean
}

/** Appends samples `from` to `to` as the data of an XOR chunk. There is at least one, and times are whole milliseconds. */
export function writeXorChunk(
  out: ByteWriter,
  { timesMs, values, isStale }: SampleRun,
  from: number,
  to: number,
): void {
  out.byte((to - from) >>> 8)
  out.byte((to - from) & 255)
  const bits = new BitWriter(out)
  let [time, delta] = [0, 0]
  let [high, low] = [0, 0]
  let [leading, trailing] = [-1, 0]
  for (let i = from; i < to; i++) {
    const now = timesMs[i] as number
    floats[0] = values[i] as number
    const stale = isStale(i)
    const nextHigh = stale ? STALE_HIGH : (words[HIGH] as number)
    const nextLow = stale ? STALE_LOW : (words[LOW] as number)
    if (i === from) {
      writeUvarint(bits, now < 0 ? -2 * now - 1 : 2 * now)
      bits.bits(nextHigh, 32)
      bits.bits(nextLow, 32)
    } else {
      if (i === from + 1) writeUvarint(bits, now - time)
      else writeTimeChange(bits, now - time - delta)
      delta = now - time
      const changedHigh = (nextHigh ^ high) >>> 0
      const changedLow = (nextLow ^ low) >>> 0
      if (changedHigh === 0 && changedLow === 0) {
        bits.bits(0, 1)
      } else {
        bits.bits(1, 1)
        // Leading zeros have five bits.
        const lead = Math.min(31, changedHigh === 0 ? 32 + Math.clz32(changedLow) : Math.clz32(changedHigh))
        const trail = changedLow === 0 ? 32 + countTrailing(changedHigh) : countTrailing(changedLow)
        if (leading >= 0 && lead >= leading && trail >= trailing) {
          bits.bits(0, 1)
        } else {
          leading = lead
          trailing = trail
          bits.bits(1, 1)
          bits.bits(leading, 5)
          // 64 does not fit in six bits and is written as 0.
          bits.bits((64 - leading - trailing) & 63, 6)
        }
        writeMiddle(bits, changedHigh, changedLow, leading, trailing)
      }
    }
    time = now
    high = nextHigh
    low = nextLow
  }
  bits.flush()
}

function countTrailing(word: number): number {
  return 31 - Math.clz32(word & -word)
}

/** The bits of a 64-bit word but for its leading and trailing ones. */
function writeMiddle(bits: BitWriter, high: number, low: number, leading: number, trailing: number): void {
  if (trailing >= 32) {
    bits.bits(high >>> (trailing - 32), 64 - leading - trailing)
  } else {
    // Leading zeros are at most 31, so there is a bit of the high word in any case.
    bits.bits(high, 32 - leading)
    bits.bits(low >>> trailing, 32 - trailing)
  }
}

/** The change of a difference of times, in the least of five sizes that holds it. */
function writeTimeChange(bits: BitWriter, change: number): void {
  if (change === 0) bits.bits(0, 1)
  else if (fits(change, 14)) writeSized(bits, 0b10, 2, change, 14)
  else if (fits(change, 17)) writeSized(bits, 0b110, 3, change, 17)
  else if (fits(change, 20)) writeSized(bits, 0b1110, 4, change, 20)
  else {
    bits.bits(0b1111, 4)
    bits.bits(Math.floor(change / 2 ** 32), 32)
    bits.bits(change | 0, 32)
  }
}

const fits = (change: number, size: number) => change > -(2 ** (size - 1)) && change <= 2 ** (size - 1)

function writeSized(bits: BitWriter, mark: number, markSize: number, change: number, size: number): void {
  bits.bits(mark, markSize)
  bits.bits(change, size)
}
