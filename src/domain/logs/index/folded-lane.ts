import { joinTexts } from './text-lane'

/**
 * Lines of a full block in lower case, as one text, and what brings them back as they were written. So a search in any case and one in
 * the written case look through the same text, and it is kept once.
 */
export interface FoldedLane {
  /** With a line break between two. */
  readonly text: string
  /** Where each begins, and one place more: where one after the last would. */
  readonly offsets: Uint32Array
  /** One bit a character of `text`, from the lowest on: it was an upper-case letter of Latin-1. */
  readonly upper: Uint32Array
  /** Lines that the bits do not bring back, as written: those with upper-case letters beyond Latin-1. */
  readonly odd: ReadonlyMap<number, string>
  /** How often each character of ASCII was met among some of the text. */
  readonly frequency: Uint32Array
}

const ASCII = 128
/** One of so many characters is looked at to know how often each is there. */
const SAMPLED = 61
/** Of a line in a map, beside its text. */
const ODD_BYTES = 64

export function foldLines(lines: readonly string[]): FoldedLane {
  const written = lines.join('\n')
  const isAscii = !/[^\0-\x7f]/.test(written)
  const lower = joinTexts(isAscii ? [] : lines.map((line) => line.toLowerCase()))
  const text = isAscii ? written.toLowerCase() : lower.text
  const offsets = isAscii ? offsetsOf(lines) : lower.offsets
  const upper = new Uint32Array((text.length + 31) >> 5)
  const odd = new Map<number, string>()
  const lane = { text, offsets, upper, odd, frequency: frequencyOf(text) }
  if (isAscii) markUpper(written, 0, written.length, 0, upper)
  else {
    let at = 0
    for (const [row, line] of lines.entries()) {
      const to = offsets[row] ?? 0
      const isSameLength = (offsets[row + 1] ?? 0) - to === line.length + 1
      if (isSameLength) markUpper(written, at, at + line.length, to, upper)
      if (!isSameLength || (/[^\0-\xff]/.test(line) && lineOf(lane, row) !== line)) odd.set(row, line)
      at += line.length + 1
    }
  }
  return lane
}

function offsetsOf(lines: readonly string[]): Uint32Array {
  const offsets = new Uint32Array(lines.length + 1)
  let at = 0
  for (let row = 0; row < lines.length; row++) {
    at += (lines[row] ?? '').length + 1
    offsets[row + 1] = at
  }
  return offsets
}

/** Sets the bits of the characters `from` to before `end`, the first of which is at `to` in the lane. */
function markUpper(written: string, from: number, end: number, to: number, upper: Uint32Array): void {
  for (let i = from; i < end; i++) {
    if (!isUpper(written.charCodeAt(i))) continue
    const bit = to + i - from
    upper[bit >> 5] = (upper[bit >> 5] ?? 0) | (1 << (bit & 31))
  }
}

/** A to Z, and À to Þ without ×: those of Latin-1 that have a lower case there. */
function isUpper(code: number): boolean {
  return code < 0xc0 ? code > 64 && code < 91 : code < 0xdf && code !== 0xd7
}

function frequencyOf(text: string): Uint32Array {
  const counts = new Uint32Array(ASCII)
  for (let i = 0; i < text.length; i += SAMPLED) {
    const code = text.charCodeAt(i)
    if (code < ASCII) counts[code] = (counts[code] ?? 0) + 1
  }
  return counts
}

/** Bytes that a lane takes, about. */
export function laneBytes({ upper, odd }: FoldedLane): number {
  let bytes = upper.byteLength
  for (const line of odd.values()) bytes += ODD_BYTES + line.length * 2
  return bytes
}

/** A line as it was written. */
export function lineOf(lane: FoldedLane, row: number): string {
  const { text, upper, offsets, odd } = lane
  const kept = odd.get(row)
  if (kept !== undefined) return kept
  const end = (offsets[row + 1] ?? 1) - 1
  let at = offsets[row] ?? 0
  let line = ''
  for (let from = nextSet(upper, at, end); from < end; from = nextSet(upper, at, end)) {
    let to = from + 1
    while (to < end && isSet(upper, to)) to++
    line += text.slice(at, from) + text.slice(from, to).toUpperCase()
    at = to
  }
  return line + text.slice(at, end)
}

/** A line in lower case. */
export function lowerLineOf({ text, offsets }: FoldedLane, row: number): string {
  return text.slice(offsets[row] ?? 0, (offsets[row + 1] ?? 1) - 1)
}

function isSet(bits: Uint32Array, at: number): boolean {
  return (((bits[at >> 5] ?? 0) >>> (at & 31)) & 1) === 1
}

/** The first bit that is set from a place on; `end` where there is none before. */
function nextSet(bits: Uint32Array, from: number, end: number): number {
  let word = from >> 5
  let left = (bits[word] ?? 0) & (-1 << (from & 31))
  while (left === 0) {
    word++
    if (word << 5 >= end) return end
    left = bits[word] ?? 0
  }
  return Math.min(end, (word << 5) + 31 - Math.clz32(left & -left))
}

/**
 * Sets `hit` for the lines from `from` on that contain a text, which is not empty: in lower case it is found in any case, else as it is
 * written.
 */
export function markContaining(lane: FoldedLane, from: number, needle: string, hit: Uint8Array): void {
  const folded = needle.toLowerCase()
  const isExact = folded !== needle
  if (folded.length !== needle.length) {
    for (let row = from; row < lane.offsets.length - 1; row++) if (lineOf(lane, row).includes(needle)) hit[row] = 1
    return
  }
  const { text, offsets, odd } = lane
  const { piece, shift } = anchorOf(folded, lane.frequency)
  const isWhole = piece.length === folded.length
  let row = from
  for (let found = text.indexOf(piece, (offsets[from] ?? 0) + shift); found !== -1; ) {
    const at = found - shift
    while ((offsets[row + 1] ?? Number.POSITIVE_INFINITY) <= at) row++
    const next = offsets[row + 1] ?? Number.POSITIVE_INFINITY
    // A find over the break between two lines is none.
    const isFound = at + folded.length < next && (isWhole || text.startsWith(folded, at))
    if (isFound && (!isExact || (!odd.has(row) && isWritten(lane, at, needle)))) {
      hit[row] = 1
      found = text.indexOf(piece, next + shift)
    } else {
      found = text.indexOf(piece, found + 1)
    }
  }
  if (isExact) for (const [place, line] of odd) if (place >= from && line.includes(needle)) hit[place] = 1
}

/** The part of a text that is looked for, and where in it that begins. */
interface Anchor {
  readonly piece: string
  readonly shift: number
}

/** Engines go through a text from one place with the first character to the next, and are at their fastest with short texts. */
const LONGEST_PIECE = 6
/** What a find that is of one character alone costs more than a place that is not one. */
const FIND_COST = 3

/** The part of `needle` that begins with the character of which there are the fewest. */
function anchorOf(needle: string, frequency: Uint32Array): Anchor {
  let shift = 0
  let least = Number.POSITIVE_INFINITY
  for (let at = 0; at < needle.length; at++) {
    const cost = (frequency[needle.charCodeAt(at)] ?? 0) * (at === needle.length - 1 ? FIND_COST : 1)
    if (cost < least) [shift, least] = [at, cost]
  }
  return { piece: needle.slice(shift, shift + LONGEST_PIECE), shift }
}

/** Whether what is found in lower case at a place was written as it is wanted. */
function isWritten({ text, upper }: FoldedLane, at: number, needle: string): boolean {
  for (let i = 0; i < needle.length; i++) {
    const code = needle.charCodeAt(i)
    if (isSet(upper, at + i) !== isUpper(code)) return false
    // An upper-case letter beyond is in no line but those that are kept as written.
    if (code > 0xff && text.charCodeAt(at + i) !== code) return false
  }
  return true
}
