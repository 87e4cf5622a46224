/** CRC-32 with Castagnoli's polynomial, by the byte. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  return crc
})

/** Bytes in a row, integers big-endian, as Prometheus' files have them. */
export class ByteWriter {
  private buffer: Buffer

  constructor(capacity = 1 << 16) {
    this.buffer = Buffer.allocUnsafe(capacity)
  }

  size = 0

  private reserve(count: number): void {
    if (this.size + count <= this.buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(2 * this.buffer.length, this.size + count))
    this.buffer.copy(larger, 0, 0, this.size)
    this.buffer = larger
  }

  byte(value: number): void {
    this.reserve(1)
    this.buffer[this.size++] = value
  }

  uint32(value: number): void {
    this.reserve(4)
    this.size = this.buffer.writeUInt32BE(value, this.size)
  }

  uint64(value: number): void {
    this.uint32(Math.floor(value / 2 ** 32))
    this.uint32(value % 2 ** 32)
  }

  /** Seven bits a byte, lowest first; up to 2^53. */
  uvarint(value: number): void {
    let rest = value
    while (rest >= 128) {
      this.byte((rest % 128) | 128)
      rest = Math.floor(rest / 128)
    }
    this.byte(rest)
  }

  /** As `uvarint`, negative numbers between the others (zigzag). */
  varint(value: number): void {
    this.uvarint(value < 0 ? -2 * value - 1 : 2 * value)
  }

  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.size)
    this.size += bytes.length
  }

  /** Length in bytes, then the text. */
  text(text: string): void {
    const bytes = Buffer.from(text)
    this.uvarint(bytes.length)
    this.bytes(bytes)
  }

  /** Zeros up to a multiple of `width`. */
  align(width: number): void {
    while (this.size % width !== 0) this.byte(0)
  }

  /** The checksum of everything from `from` on. */
  crc(from: number): void {
    let crc = 0xffffffff
    for (let i = from; i < this.size; i++)
      crc = (CRC_TABLE[(crc ^ (this.buffer[i] as number)) & 255] as number) ^ (crc >>> 8)
    this.uint32(~crc >>> 0)
  }

  /** A view of what was written; valid until the next write. */
  written(): Buffer {
    return this.buffer.subarray(0, this.size)
  }

  clear(): void {
    this.size = 0
  }
}
