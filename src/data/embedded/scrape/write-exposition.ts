import { createScanner } from '~/domain/exposition/create-scanner'
import type { ExpositionFault, FamilyMetadata } from '~/domain/exposition/exposition'
import type { ExpositionScanner } from '~/domain/exposition/scanner'
import type { CachedSeries, ScrapeCache } from '~/domain/exposition/scrape-cache'
import type { Labels } from '~/domain/series/frame'
import { type AppendVerdict, TsdbLimitError } from '~/domain/tsdb/verdicts'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { addTargetLabels } from './add-target-labels'
import type { ScrapeStore } from './scrape-store'

export interface ScrapeContext<Ref extends object> {
  readonly store: ScrapeStore<Ref>
  readonly cache: ScrapeCache<Ref>
  readonly targetLabels: Labels
  readonly honorLabels: boolean
  readonly honorTimestamps: boolean
  /** Of all samples without a timestamp of their own. */
  readonly timeMs: UnixMs
}

/** What became of an answer. */
export interface ScrapeTally {
  /** Samples in the text, without those that are faults. */
  scraped: number
  /** Those of them that the store was asked to take. */
  added: number
  /** Series that were not there in the scrape before. */
  seriesAdded: number
  faultCount: number
  /** The first few. */
  readonly faults: ExpositionFault[]
  /** Samples that the store did not take, by its verdict. */
  readonly refused: Map<Exclude<AppendVerdict, 'ok' | 'duplicate'>, number>
  /** Samples without room: the words of the cap that was met. */
  readonly withoutRoom: { count: number; message: string }
  readonly families: Map<string, FamilyMetadata>
}

/** Prometheus refuses samples further ahead than this. */
const MAX_AHEAD_MS: DurationMs = 10 * 60_000
const MAX_FAULTS = 20

/** Writes what an answer exposes into the store, without the staleness markers: those are for the end of the scrape. */
export function writeExposition<Ref extends object>(
  text: string,
  contentType: string | null,
  context: ScrapeContext<Ref>,
): ScrapeTally {
  const tally: ScrapeTally = {
    scraped: 0,
    added: 0,
    seriesAdded: 0,
    faultCount: 0,
    faults: [],
    refused: new Map(),
    withoutRoom: { count: 0, message: '' },
    families: new Map(),
  }
  const { scanner } = createScanner(text, contentType)
  for (;;) {
    const entry = scanner.next()
    if (entry === 'end') return tally
    if (entry === 'series') writeSample(scanner, context, tally)
    else if (entry === 'fault') addFault(tally, () => scanner.fault)
    else {
      const { metricName, metadataText } = scanner
      tally.families.set(metricName, { ...tally.families.get(metricName), [entry]: metadataText })
    }
  }
}

function writeSample<Ref extends object>(
  scanner: ExpositionScanner,
  context: ScrapeContext<Ref>,
  tally: ScrapeTally,
): void {
  const { store, cache, targetLabels, honorLabels } = context
  const seriesText = scanner.seriesText()
  const known = cache.find(seriesText)
  if (known !== undefined) {
    storeSample(known, false, scanner, context, tally)
    return
  }
  const labels = scanner.labels()
  if (typeof labels === 'string') {
    addFault(tally, () => scanner.faultOf(labels))
    return
  }
  const ref = withinRoom(tally, () => store.series(addTargetLabels(labels, targetLabels, honorLabels)))
  if (ref === undefined) tally.scraped += 1
  else storeSample(cache.add(seriesText, ref), true, scanner, context, tally)
}

function storeSample<Ref extends object>(
  series: CachedSeries<Ref>,
  isNew: boolean,
  scanner: ExpositionScanner,
  context: ScrapeContext<Ref>,
  tally: ScrapeTally,
): void {
  const { store, cache } = context
  tally.scraped += 1
  const hasTime = context.honorTimestamps && !Number.isNaN(scanner.timestampMs)
  const timeMs = hasTime ? scanner.timestampMs : context.timeMs
  const isAhead = timeMs > context.timeMs + MAX_AHEAD_MS
  const { ref } = series.tracked
  const verdict = isAhead ? 'future' : withinRoom(tally, () => store.append(ref, timeMs, scanner.value))
  if (verdict === undefined) return
  tally.added += 1
  if (verdict !== 'ok' && verdict !== 'duplicate') tally.refused.set(verdict, (tally.refused.get(verdict) ?? 0) + 1)
  else if (isNew) tally.seriesAdded += 1
  // Whoever gives times of his own also says by them when a series ended.
  if (!hasTime) cache.track(series)
}

/** What the store answers; undefined, and counted, where it has no room. */
function withinRoom<Answer>(tally: ScrapeTally, ask: () => Answer): Answer | undefined {
  try {
    return ask()
  } catch (error) {
    if (!(error instanceof TsdbLimitError)) throw error
    tally.withoutRoom.count += 1
    tally.withoutRoom.message = error.message
    return undefined
  }
}

function addFault(tally: ScrapeTally, fault: () => ExpositionFault): void {
  tally.faultCount += 1
  if (tally.faults.length < MAX_FAULTS) tally.faults.push(fault())
}
