export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be'

/** Bytes that `detectEncoding` looks at. */
export const SNIFFED_BYTES = 4

/**
 * The encoding of a file by its first bytes: UTF-16 by its byte order mark, or by zeros beside its first two characters.
 * Undefined where more bytes are needed to tell.
 */
export function detectEncoding(head: Uint8Array): TextEncodingName | undefined {
  const [a, b, c, d] = head
  if (a === undefined) return undefined
  const mayBeUtf16 = a === 0 || a === 0xfe || a === 0xff || b === undefined || b === 0
  if (!mayBeUtf16) return 'utf-8'
  if (b === undefined) return undefined
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a >= 0xfe) return 'utf-8'
  if (c === undefined || d === undefined) return undefined
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return 'utf-16le'
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return 'utf-16be'
  return 'utf-8'
}

/** Where the first line after the first newline begins, -1 where there is no newline; `bytes` begin at a whole character. */
export function secondLineStart(bytes: Uint8Array, encoding: TextEncodingName): number {
  if (encoding === 'utf-8') return bytes.indexOf(10) + 1 || -1
  const low = encoding === 'utf-16le' ? 0 : 1
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) {
    if (at % 2 === low && bytes[low === 0 ? at + 1 : at - 1] === 0) return low === 0 ? at + 2 : at + 1
  }
  return -1
}

/** How many bytes at the end of `bytes` belong to a UTF-8 character that is not whole, 0 to 3. */
export function openRuneBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? back : 0
  }
  return 0
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    // A pair is four bytes, two for each half.
    bytes += unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1
  }
  return bytes
}
