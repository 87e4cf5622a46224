/** Many texts: a list while more are added, then one text with a line break between two. */
export interface TextLane {
  /** Null once joined. */
  readonly parts: string[] | null
  readonly text: string
  /** Where each begins, and one place more: where one after the last would. */
  readonly offsets: Uint32Array
}

export function joinTexts(parts: readonly string[]): TextLane {
  const offsets = new Uint32Array(parts.length + 1)
  let at = 0
  for (const [place, part] of parts.entries()) {
    offsets[place] = at
    at += part.length + 1
  }
  offsets[parts.length] = at
  return { parts: null, text: parts.join('\n'), offsets }
}

export function textAt({ parts, text, offsets }: TextLane, place: number): string {
  if (parts !== null) return parts[place] ?? ''
  return text.slice(offsets[place] ?? 0, (offsets[place + 1] ?? 1) - 1)
}

/** Place of a text that is not empty in a lane; -1 where it is none of them. */
export function placeOfText({ parts, text, offsets }: TextLane, wanted: string): number {
  if (parts !== null) return parts.indexOf(wanted)
  if (wanted === '') return -1
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const place = placeAt(offsets, at)
    if (offsets[place] === at && (offsets[place + 1] ?? 0) === at + wanted.length + 1) return place
  }
  return -1
}

/** The last text that begins at a place of the joined text, or before. */
function placeAt(offsets: Uint32Array, at: number): number {
  let low = 0
  for (let high = offsets.length - 1; low < high; ) {
    const middle = (low + high + 1) >> 1
    if ((offsets[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}
