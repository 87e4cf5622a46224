import { formatAge } from '~/domain/time/duration'
import { staleAfterMs } from '~/domain/truth/decide'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

export interface PulseFacts {
  readonly nowMs: UnixMs
  /** When the newest answer was evaluated; null for no answer yet. */
  readonly evaluatedMs: UnixMs | null
  /** The last question failed. */
  readonly isFailed: boolean
  /** Null while the refresh is off. */
  readonly intervalMs: DurationMs | null
  /** Newest scrape of the page's platform; null where nobody can tell. */
  readonly scrapedMs: UnixMs | null
  readonly scrapeIntervalMs: DurationMs
}

/** Whether a page on a wall lives, in a word that is read from afar. */
export interface Pulse {
  /** `live` alone says that what is shown is of now. */
  readonly kind: 'live' | 'old' | 'asking'
  readonly word: string
}

/** Judges as `decideTruth` does for panels: by the age of the answer, and by that of the newest scrape behind it. */
export function pulseOf(facts: PulseFacts): Pulse {
  const { nowMs, evaluatedMs, isFailed, intervalMs, scrapedMs, scrapeIntervalMs } = facts
  if (evaluatedMs === null) return isFailed ? { kind: 'old', word: 'no data yet' } : { kind: 'asking', word: 'asking' }
  const ageMs = nowMs - evaluatedMs
  const scrapeAgeMs = scrapedMs === null ? 0 : nowMs - scrapedMs
  const limitMs = staleAfterMs(intervalMs)
  if (scrapeAgeMs > limitMs + scrapeIntervalMs && scrapeAgeMs >= ageMs) {
    return { kind: 'old', word: `nothing scraped for ${formatAge(scrapeAgeMs)}` }
  }
  if (isFailed || ageMs > limitMs) return { kind: 'old', word: `old, ${formatAge(ageMs)} ago` }
  return { kind: 'live', word: `live, ${formatAge(ageMs)} ago` }
}
