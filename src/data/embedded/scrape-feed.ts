import { realSchedule, type Schedule } from '~/data/transport/schedule'
import { createTransport } from '~/data/transport/transport'
import type { ServerClock } from '~/domain/sources'
import type { SeriesRef, Tsdb } from '~/domain/tsdb/tsdb-api'
import type { ScrapeSpec } from './embedded-spec'
import type { Feed } from './feed'
import { encodeTargets } from './scrape/encode-targets'
import { createScraper } from './scrape/scraper'

/** Scrapes the targets of a specification into a store. `restored` resolves when what was kept of earlier is back in it. */
export function createScrapeFeed(
  spec: ScrapeSpec,
  tsdb: Tsdb,
  clock: Pick<ServerClock, 'nowMs'>,
  restored: Promise<unknown>,
  schedule: Schedule = realSchedule,
): Feed {
  const transport = createTransport({ pageUrl: spec.externalUrl, policyEvents: globalThis })
  const scraper = createScraper<SeriesRef>({
    targets: spec.targets.map((target) => ({ ...target, labels: new Map(target.labels) })),
    tsdb,
    transport,
    clock,
    schedule,
  })
  const ready = restored.then(() => undefined)
  return {
    // Restored samples come first: they are older than what is scraped.
    start: () => void ready.then(() => scraper.start()),
    stop() {
      scraper.stop()
      transport.dispose()
    },
    whenReady: () => ready,
    // What was kept has the rules' own series already.
    pastMs: 0,
    targets: () => encodeTargets(scraper.states),
  }
}
