import { hashOf } from '~/lib/hash'
import type { LogLine } from './model'

/**
 * Names a line by its stream, its time and its text: the same for all who read it, and safe in an address, as it holds no
 * text of the log. `nth` counts from 0 among lines that are equal in all three, in the order of the stream.
 */
export function lineId(
  { stream, timeMs, timeIs, raw }: Pick<LogLine, 'stream' | 'timeMs' | 'timeIs' | 'raw'>,
  nth = 0,
): string {
  // The time of reading differs from reader to reader.
  const time = timeIs === 'read' ? 'x' : Math.floor(timeMs).toString(36)
  const id = `${hashOf(stream).toString(36)}.${time}.${wideHash(raw)}`
  return nth === 0 ? id : `${id}.${nth.toString(36)}`
}

/** Counts equal lines of one stream as they are read; those of one time are near each other, so few are remembered. */
export function createLineIds(): (line: Pick<LogLine, 'stream' | 'timeMs' | 'timeIs' | 'raw'>) => string {
  const counts = new Map<string, number>()
  return (line) => {
    const id = lineId(line)
    const nth = counts.get(id) ?? 0
    counts.delete(id)
    counts.set(id, nth + 1)
    if (counts.size > MAX_COUNTED) counts.delete(counts.keys().next().value ?? '')
    return nth === 0 ? id : `${id}.${nth.toString(36)}`
  }
}
const MAX_COUNTED = 4_096

/** About 64 bits: a million lines of one time must not share an id. */
function wideHash(text: string): string {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ (unit + i), 0x5bd1e995)
  }
  a = Math.imul(a ^ (b >>> 15), 0x85ebca6b)
  b = Math.imul(b ^ (a >>> 13), 0xc2b2ae35)
  return (a >>> 0).toString(36) + (b >>> 0).toString(36).padStart(7, '0')
}
