import type { Labels } from '~/domain/series/frame'
import type { SeriesRef, Tsdb } from '~/domain/tsdb/tsdb-api'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { createLongFeed, type LongFeed } from './long-past/long-feed'
import { longNamesOf } from './long-past/long-past'
import type { PlatformModel } from './platform-model'
import { createSampleHistory, type HistoryBlock, type SampleHistory, scrapeEveryMs } from './sample-history'
import { SAMPLE_PLATFORMS, SAMPLE_SEED, sampleStartMs } from './sample-platforms'
import { PRESENCE, type Presence, type SampleTarget } from './scraper'

const HISTORY_MS: DurationMs = 48 * 3_600_000
const INTERVAL_MS: DurationMs = 15_000
/** Made up for at once after sleep: an hour, some 10 ms of work. */
const SCRAPES_AT_ONCE = 240

export interface SampleFeedOptions {
  readonly tsdb: Pick<Tsdb, 'series' | 'append' | 'appendStale' | 'appendColumns' | 'backfillColumns' | 'metadata'>
  readonly nowMs: () => UnixMs
  /** Runs a slice of work of some 10 ms later, so that questions are answered in between. */
  readonly later: (run: () => void) => void
  readonly models?: readonly PlatformModel[]
  readonly historyMs?: DurationMs
}

/** The sample platforms as a source of samples: five weeks of past, of which two days are whole and fine, and then live. */
export interface SampleFeed {
  readonly platformIds: readonly string[]
  /** Of the fine past. */
  readonly pastMs: DurationMs
  /** Names of the series that have a long past. */
  readonly longNames: ReadonlySet<string>
  /** Makes all histories; those that somebody waits for come first. */
  start(): void
  /** Ends all work; whoever waits is told, so as not to wait for ever. */
  stop(): void
  /** Resolves when a platform has its past and all that became due since; at once for one that there is not. */
  whenReady(platformId: string): Promise<void>
  /** Lets the long pasts be made whenever there is nothing else to do. */
  startLongPast(): void
  /** As `whenReady`, for whoever reads series with a long past from `sinceMs` on: with that past, where it begins in it. */
  whenLongReady(platformId: string, sinceMs: UnixMs): Promise<void>
  /**
   * Scrapes what became due since the last call; after a long sleep, slice by slice. Throws when the clock went back behind the past
   * that was made: nothing can be written there any more.
   */
  advance(): void
  /** The `data` of /api/v1/targets. */
  targets(): object
}

interface Platform {
  readonly id: string
  readonly feeds: readonly TargetFeed[]
  /** What is left of making its past; undefined once it is live. */
  past: ReturnType<SampleHistory['generate']> | undefined
  /** Of the newest scrape. */
  lastMs: UnixMs
  waiting: (() => void)[]
}

/** A scrape target with its series in the store. */
interface TargetFeed {
  readonly target: SampleTarget
  /** Once it has samples: the platform that is shown first need not wait for the series of all. */
  refs: readonly SeriesRef[] | undefined
  readonly values: Float64Array
  presence: Presence
  lastMs: UnixMs | undefined
}

export function createSampleFeed(options: SampleFeedOptions): SampleFeed {
  const { tsdb, nowMs, later, models = SAMPLE_PLATFORMS, historyMs = HISTORY_MS } = options
  let history = createHistory()
  const platforms: readonly Platform[] = history.ids.map((id) => ({
    id,
    feeds: history.targets.filter(({ platformId }) => platformId === id).map(feedOf),
    past: history.generate(id),
    lastMs: dueMs(),
    waiting: [],
  }))
  const long: LongFeed = createLongFeed({ tsdb, seed: SAMPLE_SEED, models })
  const longNames = longNamesOf(models)
  let isLongStarted = false
  let isRunning = false
  let isWorking = false

  function createHistory(): SampleHistory {
    const beginMs = nowMs()
    return createSampleHistory({
      seed: SAMPLE_SEED,
      startMs: sampleStartMs(beginMs),
      fromMs: beginMs - historyMs,
      toMs: beginMs,
      intervalMs: INTERVAL_MS,
      models,
    })
  }

  /** Slept through longer than the past is: all of it is made anew, and what is in the store is older. */
  function startOver(): void {
    history = createHistory()
    for (const platform of platforms) {
      platform.past = history.generate(platform.id)
      platform.lastMs = dueMs()
    }
  }

  /** Of the newest scrape that should be there. */
  function dueMs(): UnixMs {
    return Math.floor(nowMs() / INTERVAL_MS) * INTERVAL_MS
  }

  function isCurrent({ past, lastMs }: Platform): boolean {
    return past === undefined && lastMs >= dueMs()
  }

  function refsOf(feed: TargetFeed): readonly SeriesRef[] {
    if (feed.refs !== undefined) return feed.refs
    const { metadata, job, series } = feed.target
    for (const { name, help, type } of metadata) tsdb.metadata.set(job, name, { type, help, unit: '' })
    feed.refs = series.map((labels) => tsdb.series(labels))
    return feed.refs
  }

  /** Work goes on, slice by slice, until all platforms are current. */
  function work(): void {
    if (isWorking || !isRunning) return
    if (platforms.every(isCurrent) && !long.hasWork(isLongStarted ? 'any' : 'awaited')) return
    isWorking = true
    later(workSlice)
  }

  function workSlice(): void {
    isWorking = false
    const behind = platforms.filter((platform) => !isCurrent(platform))
    const awaited = behind.find(({ waiting }) => waiting.length > 0)
    const platform = awaited ?? (long.hasWork('awaited') ? undefined : behind[0])
    if (!isRunning) return
    if (platform === undefined) long.runSlice()
    else {
      if (platform.past === undefined) catchUp(platform)
      else makePast(platform, platform.past)
      if (isCurrent(platform)) release(platform)
    }
    work()
  }

  function makePast(platform: Platform, past: NonNullable<Platform['past']>): void {
    const { done, value } = past.next()
    if (done === true) {
      platform.past = undefined
      const warmUp = history.warmUp(platform.id)
      if (warmUp !== undefined) long.offer(platform.id, history.startMs, warmUp)
    } else for (const block of value) store(platform, block)
  }

  function store({ feeds }: Platform, { target, timesMs, columns, presence }: HistoryBlock): void {
    const feed = feeds.find((one) => one.target.job === target.job)
    if (feed === undefined) return
    const refs = refsOf(feed)
    tsdb.appendColumns({
      timesMs,
      columns: columns.map((values, i) => ({
        ref: refs[i] as SeriesRef,
        values,
        // Its numbers are those of the store.
        ...(presence !== undefined && i < target.reportFrom && { present: presence }),
      })),
    })
    feed.presence = (presence?.at(-1) ?? PRESENCE.sample) as Presence
    feed.lastMs = timesMs.at(-1)
  }

  function catchUp(platform: Platform): void {
    const untilMs = Math.min(dueMs(), platform.lastMs + SCRAPES_AT_ONCE * INTERVAL_MS)
    while (platform.lastMs < untilMs) {
      platform.lastMs += INTERVAL_MS
      history.advanceTo(platform.lastMs, platform.id)
      for (const feed of platform.feeds) {
        if (platform.lastMs % scrapeEveryMs(feed.target, INTERVAL_MS) === 0) scrape(feed, platform.lastMs)
      }
    }
  }

  function scrape(feed: TargetFeed, timeMs: UnixMs): void {
    const { target, values } = feed
    const refs = refsOf(feed)
    feed.presence = history.scrape(target, timeMs, values)
    feed.lastMs = timeMs
    for (let i = 0; i < refs.length; i++) {
      const ref = refs[i] as SeriesRef
      if (i >= target.reportFrom || feed.presence === PRESENCE.sample) tsdb.append(ref, timeMs, values[i] as number)
      else if (feed.presence === PRESENCE.stale) tsdb.appendStale(ref, timeMs)
    }
  }

  function release(platform: Platform): void {
    const { waiting } = platform
    platform.waiting = []
    for (const resolve of waiting) resolve()
  }

  async function whenReady(platformId: string): Promise<void> {
    const platform = platforms.find(({ id }) => id === platformId)
    if (platform === undefined) return
    if (platform.past === undefined) catchUp(platform)
    if (isCurrent(platform)) return
    await new Promise<void>((resolve) => {
      platform.waiting.push(resolve)
      work()
    })
  }

  return {
    platformIds: history.ids,
    pastMs: historyMs,
    longNames,
    start() {
      isRunning = true
      work()
    },
    stop() {
      isRunning = false
      platforms.forEach(release)
      long.stop()
    },
    whenReady,
    startLongPast() {
      isLongStarted = true
      work()
    },
    async whenLongReady(platformId, sinceMs) {
      await whenReady(platformId)
      if (sinceMs >= history.fromMs || !isRunning) return
      const ready = long.whenReady(platformId)
      work()
      await ready
    },
    advance() {
      const awayMs = dueMs() - Math.max(...platforms.map(({ lastMs }) => lastMs))
      if (awayMs < -historyMs) throw new Error('the clock went back behind the past of the sample platforms')
      if (awayMs > historyMs) startOver()
      for (const platform of platforms) if (platform.past === undefined) catchUp(platform)
      work()
    },
    targets: () => ({
      activeTargets: platforms.flatMap(({ feeds }) => feeds.map(encodeTarget)),
      droppedTargets: [],
    }),
  }
}

function feedOf(target: SampleTarget): TargetFeed {
  const values = new Float64Array(target.series.length)
  return { target, refs: undefined, values, presence: PRESENCE.sample, lastMs: undefined }
}

function encodeTarget({ target, presence, lastMs }: TargetFeed): object {
  const { labels, job } = target
  const isUp = presence === PRESENCE.sample
  return {
    discoveredLabels: toObject(labels),
    labels: toObject(labels),
    scrapePool: job,
    scrapeUrl: `sample:${labels.get('platform')}/${job}`,
    globalUrl: `sample:${labels.get('platform')}/${job}`,
    lastError: isUp ? '' : 'The sample platform has an incident: this target does not answer.',
    lastScrape: new Date(lastMs ?? 0).toISOString(),
    lastScrapeDuration: lastMs === undefined ? 0 : 0.004,
    health: lastMs === undefined ? 'unknown' : isUp ? 'up' : 'down',
    scrapeInterval: `${scrapeEveryMs(target, INTERVAL_MS) / 1000}s`,
    scrapeTimeout: '10s',
  }
}

function toObject(labels: Labels): object {
  return Object.fromEntries(labels)
}
