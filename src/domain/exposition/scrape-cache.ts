import { ownText } from '~/lib/own-text'

/** A series of a target, under one of the texts that the target writes it with. */
export interface CachedSeries<Ref> {
  readonly tracked: TrackedSeries<Ref>
  /** Number of the scrape that had the text last. */
  seenAt: number
}

/** Two texts may mean one series: `a{b="c"}` and `a{ b="c"}`. It is gone only when both are. */
export interface TrackedSeries<Ref> {
  readonly ref: Ref
  /** Number of the scrape that last had the series without a timestamp of its own. */
  trackedAt: number
  seenAt: number
}

/**
 * What one target exposed in its scrapes: a series whose text (`name{...}`) was there before needs no reading of labels, and
 * one that is gone is known to be gone. The idea is Prometheus' own scrape cache (scrape/scrape.go). Between two ends of a
 * scrape, call `find` or `add` for each series and `track` for those without a timestamp of their own.
 */
export interface ScrapeCache<Ref> {
  /** The series that this very text meant before; it then stays known for one more scrape. */
  find(seriesText: string): CachedSeries<Ref> | undefined
  add(seriesText: string, ref: Ref): CachedSeries<Ref>
  /** Has the series marked stale when the next scrape does not track it. */
  track(series: CachedSeries<Ref>): void
  /**
   * Ends a scrape and answers the series that the scrape before tracked and this one did not. Texts that this scrape did
   * not have are forgotten, except after a failed one, which has none at all.
   */
  endScrape(hasFailed: boolean): Ref[]
  /** Texts that are known. */
  readonly size: number
}

export function createScrapeCache<Ref extends object>(): ScrapeCache<Ref> {
  const byText = new Map<string, CachedSeries<Ref>>()
  const byRef = new Map<Ref, TrackedSeries<Ref>>()
  let scrape = 1

  function trackedOf(ref: Ref): TrackedSeries<Ref> {
    const known = byRef.get(ref)
    if (known !== undefined) return known
    const fresh = { ref, trackedAt: -1, seenAt: -1 }
    byRef.set(ref, fresh)
    return fresh
  }

  function forgetUnseen(): void {
    for (const [text, known] of byText) {
      if (known.seenAt === scrape) known.tracked.seenAt = scrape
      else byText.delete(text)
    }
    for (const [ref, { seenAt }] of byRef) if (seenAt !== scrape) byRef.delete(ref)
  }

  return {
    find(seriesText) {
      const known = byText.get(seriesText)
      if (known !== undefined) known.seenAt = scrape
      return known
    },
    add(seriesText, ref) {
      const known = { tracked: trackedOf(ref), seenAt: scrape }
      byText.set(ownText(seriesText), known)
      return known
    },
    track(series) {
      series.tracked.trackedAt = scrape
    },
    endScrape(hasFailed) {
      const gone: Ref[] = []
      for (const { ref, trackedAt } of byRef.values()) if (trackedAt === scrape - 1) gone.push(ref)
      if (!hasFailed) forgetUnseen()
      scrape += 1
      return gone
    },
    get size() {
      return byText.size
    },
  }
}
