import type { SeriesSlice } from '~/domain/promql/queryable'

/** The NaN that Prometheus takes for "the series ended here" (model/value/value.go), and the one that is just not a number. */
const STALE_NAN = 0x7ff0000000000002n
const NORMAL_NAN = 0x7ff8000000000001n

/** Protocol buffers, as much of them as a WriteRequest needs; the buffer grows by doubling, so it is read only after `reserve`. */
class Writer {
  private bytes = new Uint8Array(32)
  private view = new DataView(this.bytes.buffer)
  private length = 0

  private reserve(count: number): number {
    if (this.length + count > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count))
      larger.set(this.bytes.subarray(0, this.length))
      this.bytes = larger
      this.view = new DataView(larger.buffer)
    }
    const at = this.length
    this.length += count
    return at
  }

  private byte(value: number): void {
    const at = this.reserve(1)
    this.bytes[at] = value
  }

  varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.byte(rest)
  }

  /** A nested message, text or bytes: wire type 2. */
  field(number: number, content: Uint8Array): void {
    this.varint((number << 3) | 2)
    this.varint(content.length)
    const at = this.reserve(content.length)
    this.bytes.set(content, at)
  }

  double(number: number, value: number, isStale: boolean): void {
    this.varint((number << 3) | 1)
    const at = this.reserve(8)
    if (Number.isNaN(value) || isStale) this.view.setBigUint64(at, isStale ? STALE_NAN : NORMAL_NAN, true)
    else this.view.setFloat64(at, value, true)
  }

  /** A whole number from 0 on. */
  int64(number: number, value: number): void {
    this.varint(number << 3)
    this.varint(value)
  }

  take(): Uint8Array {
    return this.bytes.slice(0, this.length)
  }
}

const utf8 = new TextEncoder()

function message(write: (writer: Writer) => void): Uint8Array {
  const writer = new Writer()
  write(writer)
  return writer.take()
}

/** A remote-write `WriteRequest` (prompb/remote.proto): series in the given order, markers and NaN bit by bit. Times are whole ms >= 0. */
export function encodeWriteRequest(series: readonly SeriesSlice[]): Uint8Array {
  return message((request) => {
    for (const { labels, timesMs, values, stale } of series) {
      const encoded = message((one) => {
        for (const [name, value] of labels) {
          const label = message((pair) => {
            pair.field(1, utf8.encode(name))
            pair.field(2, utf8.encode(value))
          })
          one.field(1, label)
        }
        for (const [i, timeMs] of timesMs.entries()) {
          const sample = message((point) => {
            point.double(1, values[i] ?? Number.NaN, stale?.[i] === 1)
            point.int64(2, timeMs)
          })
          one.field(2, sample)
        }
      })
      request.field(1, encoded)
    }
  })
}
