import { utf8Length } from '~/domain/logs/read/encodings'
import { MAX_LINE_BYTES } from '~/domain/logs/read/split-lines'

/** A line as long as lines may be, and how many bytes of UTF-8 were cut off. */
export function cutLine(text: string): { readonly text: string; readonly cutBytes: number } {
  if (text.length * 3 <= MAX_LINE_BYTES) return { text, cutBytes: 0 }
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= MAX_LINE_BYTES) return { text, cutBytes: 0 }
  let end = MAX_LINE_BYTES
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  const kept = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, end))
  return { text: kept, cutBytes: utf8Length(text) - utf8Length(kept) }
}
