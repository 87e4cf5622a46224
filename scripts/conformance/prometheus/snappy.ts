/** Largest literal that a three-byte length holds. */
const LITERAL = 1 << 16

/**
 * Snappy's block format with literals alone: valid for every reader, and nothing is compressed, which loopback does not need.
 * https://github.com/google/snappy/blob/main/format_description.txt
 */
export function encodeSnappy(bytes: Uint8Array): Uint8Array {
  const head: number[] = []
  let length = bytes.length
  while (length >= 0x80) {
    head.push((length % 0x80) | 0x80)
    length = Math.floor(length / 0x80)
  }
  head.push(length)
  const parts = Math.ceil(bytes.length / LITERAL)
  const out = new Uint8Array(head.length + bytes.length + parts * 3)
  out.set(head)
  let at = head.length
  for (let from = 0; from < bytes.length; from += LITERAL) {
    const literal = bytes.subarray(from, from + LITERAL)
    // Tag 61 << 2: a literal whose length less one follows in two bytes, low one first.
    out.set([61 << 2, (literal.length - 1) & 0xff, (literal.length - 1) >> 8], at)
    out.set(literal, at + 3)
    at += 3 + literal.length
  }
  return out
}
