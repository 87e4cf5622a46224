import type { Schedule } from '~/data/transport/schedule'
import type { Transport } from '~/data/transport/transport'
import { decodeBody } from '~/domain/exposition/decode-body'
import type { ExpositionFault } from '~/domain/exposition/exposition'
import { createScrapeCache } from '~/domain/exposition/scrape-cache'
import type { Labels } from '~/domain/series/frame'
import { type ServerClock, SourceError } from '~/domain/sources'
import { TsdbLimitError } from '~/domain/tsdb/verdicts'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { alignScrape, planFirstScrape, planNextScrape } from './plan-scrape'
import { createReportWriter } from './report-samples'
import { explainNoAnswer, explainStatusOfScrape, explainTally, type ScrapeProblem } from './scrape-problem'
import type { ScrapeStore } from './scrape-store'
import { labelsOfTarget, offsetOfTarget, type ScrapeTarget, targetKey } from './target'
import { type ScrapeTally, writeExposition } from './write-exposition'

/** How a target is, as of its last scrape. */
export interface TargetState {
  readonly target: ScrapeTarget
  /** By which the store keeps the target's metadata. */
  readonly key: string
  /** job, instance and what else all of its series get. */
  readonly labels: Labels
  readonly health: 'unknown' | 'up' | 'down'
  /** Server time; undefined before the first scrape has ended. */
  readonly lastScrapeMs: UnixMs | undefined
  readonly lastDurationMs: DurationMs
  /** What is wrong. A target that is up may have a problem too: lines that could not be read. */
  readonly problem: ScrapeProblem | undefined
  readonly faults: readonly ExpositionFault[]
  readonly samplesScraped: number
  readonly seriesAdded: number
  readonly nextScrapeMs: UnixMs
}

export interface TargetLoop {
  readonly state: TargetState
  start(): void
  /** Ends the scraping and marks all series of the target stale. */
  stop(): void
}

export interface LoopOptions<Ref extends object> {
  readonly store: ScrapeStore<Ref>
  readonly transport: Pick<Transport, 'request'>
  readonly schedule: Schedule
  readonly clock: Pick<ServerClock, 'nowMs'>
  readonly onReport: (state: TargetState) => void
}

interface Outcome {
  readonly tally: ScrapeTally | undefined
  readonly problem: ScrapeProblem | undefined
}

/** Short enough for a header that needs no leave of the server (128 bytes), and Prometheus' own order of preference. */
const ACCEPT = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1'
const DEFAULT_MAX_BODY_BYTES = 16 * 1024 * 1024

/** Scrapes one target again and again until it is stopped. */
export function createTargetLoop<Ref extends object>(target: ScrapeTarget, options: LoopOptions<Ref>): TargetLoop {
  const { store, transport, schedule, clock, onReport } = options
  const { intervalMs, honorLabels = false, honorTimestamps = true } = target
  const key = targetKey(target)
  const targetLabels = labelsOfTarget(target)
  const offsetMs = offsetOfTarget(target)
  const cache = createScrapeCache<Ref>()
  const report = createReportWriter(store, targetLabels)
  const abort = new AbortController()
  let cancelTimer = () => {}
  let state: TargetState = {
    target,
    key,
    labels: targetLabels,
    health: 'unknown',
    lastScrapeMs: undefined,
    lastDurationMs: 0,
    problem: undefined,
    faults: [],
    samplesScraped: 0,
    seriesAdded: 0,
    nextScrapeMs: planFirstScrape(clock.nowMs(), intervalMs, offsetMs),
  }

  function plan(atMs: UnixMs): void {
    state = { ...state, nextScrapeMs: atMs }
    cancelTimer = schedule(() => void scrape(atMs), Math.max(0, atMs - clock.nowMs()))
  }

  async function scrape(plannedMs: UnixMs): Promise<void> {
    const startMs = clock.nowMs()
    const timeMs = alignScrape(startMs, plannedMs, intervalMs)
    const outcome = await ask(timeMs)
    if (abort.signal.aborted) return
    try {
      record(timeMs, Math.max(0, clock.nowMs() - startMs), outcome)
    } finally {
      plan(planNextScrape(clock.nowMs(), startMs, intervalMs, offsetMs))
    }
    onReport(state)
  }

  async function ask(timeMs: UnixMs): Promise<Outcome> {
    try {
      const response = await transport.request(
        {
          url: target.url,
          method: 'GET',
          headers: { Accept: ACCEPT },
          timeoutMs: Math.min(target.timeoutMs, intervalMs),
          priority: 'refresh',
          maxBytes: target.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
        },
        abort.signal,
      )
      if (abort.signal.aborted) return { tally: undefined, problem: undefined }
      if (response.status !== 200) return { tally: undefined, problem: explainStatusOfScrape(response.status) }
      const text = decodeBody(new Uint8Array(response.body))
      const context = { store, cache, targetLabels, honorLabels, honorTimestamps, timeMs }
      const tally = writeExposition(text, response.headers.get('content-type'), context)
      return { tally, problem: explainTally(tally) }
    } catch (error) {
      return { tally: undefined, problem: problemOf(error) }
    }
  }

  /** What a failed scrape has no series of is stale from its time on, as in Prometheus. */
  function record(timeMs: UnixMs, durationMs: DurationMs, { tally, problem }: Outcome): void {
    const isUp = tally !== undefined && (tally.scraped > 0 || tally.faultCount === 0)
    const { scraped = 0, added = 0, seriesAdded = 0 } = tally ?? {}
    endSeries(cache.endScrape(!isUp), timeMs)
    for (const [metric, { type = 'unknown', help = '', unit = '' }] of tally?.families ?? []) {
      store.metadata.set(key, metric, { type, help, unit })
    }
    const values = { up: isUp ? 1 : 0, durationSeconds: durationMs / 1000, scraped, added, seriesAdded } as const
    const full = writeReport(timeMs, values)
    state = {
      ...state,
      health: isUp ? 'up' : 'down',
      lastScrapeMs: timeMs,
      lastDurationMs: durationMs,
      problem: problem ?? full,
      faults: tally?.faults ?? [],
      samplesScraped: scraped,
      seriesAdded,
    }
  }

  function endSeries(refs: Iterable<Ref>, timeMs: UnixMs): void {
    for (const ref of refs) {
      try {
        store.appendStale(ref, timeMs)
      } catch (error) {
        // Without room for the marker there is none for the series either.
        if (!(error instanceof TsdbLimitError)) throw error
      }
    }
  }

  function writeReport(timeMs: UnixMs, values: Parameters<typeof report.write>[1]): ScrapeProblem | undefined {
    try {
      report.write(timeMs, values)
      return undefined
    } catch (error) {
      return problemOf(error)
    }
  }

  return {
    get state() {
      return state
    },
    start() {
      plan(planFirstScrape(clock.nowMs(), intervalMs, offsetMs))
    },
    stop() {
      if (abort.signal.aborted) return
      abort.abort()
      cancelTimer()
      // Never at the time of a sample, which would be kept instead.
      const timeMs = Math.max(Math.round(clock.nowMs()), (state.lastScrapeMs ?? 0) + 1)
      endSeries(cache.endScrape(true), timeMs)
      endSeries(report.refs(), timeMs)
      store.metadata.drop(key)
    },
  }
}

function problemOf(error: unknown): ScrapeProblem {
  if (error instanceof SourceError) return explainNoAnswer(error)
  if (error instanceof TsdbLimitError) {
    return { message: `No room: ${error.message}.`, nextStep: 'Scrape fewer targets, or let them expose less.' }
  }
  return {
    message: 'The scrape failed by a fault of this page.',
    nextStep: 'Reload the page; please report it if it stays so.',
  }
}
