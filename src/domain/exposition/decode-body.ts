/** Where a byte that is no UTF-8 goes in a string: lone surrogates, which no valid text can hold. */
const INVALID_BYTE = 0xdc00
const CHUNK = 8192

/**
 * The bytes of an answer as text. Bytes that are no UTF-8 become lone surrogates (0xFF is U+DCFF), so that the parser can
 * refuse them where Prometheus does and pass over them in comments; a byte order mark stays, since Prometheus refuses it.
 */
export function decodeBody(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return decodeInvalid(bytes)
  }
}

function decodeInvalid(bytes: Uint8Array): string {
  let text = ''
  let units: number[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length === 0) units.push(INVALID_BYTE + (bytes[at] ?? 0))
    else pushCodePoint(units, bytes, at, length)
    at += Math.max(1, length)
    if (units.length < CHUNK) continue
    text += String.fromCharCode(...units)
    units = []
  }
  return text + String.fromCharCode(...units)
}

/** Bytes of the valid sequence at `at`, 0 where there is none. The table is that of the Unicode Standard (3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  const second = bytes[at + 1] ?? 0
  if (lead >= 0xc2 && lead <= 0xdf) return isIn(second, 0x80, 0xbf) ? 2 : 0
  const third = isIn(bytes[at + 2] ?? 0, 0x80, 0xbf)
  if (lead >= 0xe0 && lead <= 0xef) {
    return isIn(second, lead === 0xe0 ? 0xa0 : 0x80, lead === 0xed ? 0x9f : 0xbf) && third ? 3 : 0
  }
  if (lead < 0xf0 || lead > 0xf4) return 0
  const fourth = isIn(bytes[at + 3] ?? 0, 0x80, 0xbf)
  return isIn(second, lead === 0xf0 ? 0x90 : 0x80, lead === 0xf4 ? 0x8f : 0xbf) && third && fourth ? 4 : 0
}

function isIn(byte: number, from: number, to: number): boolean {
  return byte >= from && byte <= to
}

function pushCodePoint(units: number[], bytes: Uint8Array, at: number, length: number): void {
  const lead = bytes[at] ?? 0
  let point = length === 1 ? lead : lead & (0xff >> (length + 1))
  for (let i = 1; i < length; i++) point = (point << 6) | ((bytes[at + i] ?? 0) & 0x3f)
  if (point < 0x10000) units.push(point)
  else units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff))
}
