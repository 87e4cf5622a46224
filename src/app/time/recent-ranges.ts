import * as v from 'valibot'
import type { TimeRangeText } from '~/domain/time/time-range'
import { decode } from '~/lib/decode'
import { createKeptValues, type KeptValues } from '~/lib/storage'

const KEY = 'recent-ranges'
const MOST = 5
const END = v.pipe(v.string(), v.maxLength(64))
const STORED = v.array(v.object({ from: END, to: END }))

const browserValues = createKeptValues(() => globalThis.localStorage)

/** Ranges that the reader typed, the latest first; nothing where what was kept cannot be read. */
export function readRecentRanges(kept: KeptValues = browserValues): readonly TimeRangeText[] {
  const text = kept.get(KEY)
  if (text === null) return []
  try {
    return decode(STORED, JSON.parse(text)).slice(0, MOST)
  } catch {
    kept.quarantine(KEY)
    return []
  }
}

/** Keeps a range as the latest of at most five. */
export function keepRecentRange(range: TimeRangeText, kept: KeptValues = browserValues): void {
  const others = readRecentRanges(kept).filter(({ from, to }) => from !== range.from || to !== range.to)
  kept.set(KEY, JSON.stringify([{ from: range.from, to: range.to }, ...others].slice(0, MOST)))
}
