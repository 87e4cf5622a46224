import { SCRAPE_REPORT } from '~/domain/exposition/scrape-report'
import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import type { ScrapeStore } from './scrape-store'

/** What Prometheus writes about each scrape. */
export interface ScrapeReportValues {
  readonly up: 0 | 1
  readonly durationSeconds: number
  readonly scraped: number
  readonly added: number
  readonly seriesAdded: number
}

export interface ReportWriter<Ref> {
  /** Throws TsdbLimitError where there is no room. */
  write(timeMs: UnixMs, values: ScrapeReportValues): void
  /** The series that were written. */
  refs(): Iterable<Ref>
}

/** Writes the five series that every target has, whatever it answers. */
export function createReportWriter<Ref extends object>(
  store: ScrapeStore<Ref>,
  targetLabels: Labels,
): ReportWriter<Ref> {
  const refs = new Map<string, Ref>()
  function refOf(name: string): Ref {
    const known = refs.get(name)
    if (known !== undefined) return known
    const ref = store.series(new Map([...targetLabels, ['__name__', name]]))
    refs.set(name, ref)
    return ref
  }
  return {
    write(timeMs, { up, durationSeconds, scraped, added, seriesAdded }) {
      const values = [up, durationSeconds, scraped, added, seriesAdded]
      for (const [i, name] of SCRAPE_REPORT.entries()) store.append(refOf(name), timeMs, values[i] ?? 0)
    },
    refs: () => refs.values(),
  }
}
