import type { Labels } from '~/domain/series/frame'
import type { SeriesRef, Tsdb } from '~/domain/tsdb/tsdb-api'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { PlatformModel } from './platform-model'
import { createSampleHistory, type HistoryBlock } from './sample-history'
import { SAMPLE_PLATFORMS, SAMPLE_SEED, sampleStartMs } from './sample-platforms'
import { PRESENCE, type Presence, type SampleTarget } from './scraper'

const HISTORY_MS: DurationMs = 48 * 3_600_000
const INTERVAL_MS: DurationMs = 15_000
/** After sleep or in a hidden tab timers come late: so many scrapes are made up for, with their own times. */
const MAX_MISSED = 48 * 240

export interface SampleFeedOptions {
  readonly tsdb: Pick<Tsdb, 'series' | 'append' | 'appendStale' | 'appendColumns' | 'metadata'>
  readonly nowMs: () => UnixMs
  /** Runs a slice of work of some 10 ms later, so that questions are answered in between. */
  readonly later: (run: () => void) => void
  readonly models?: readonly PlatformModel[]
  readonly historyMs?: DurationMs
}

/** The sample platforms as a source of samples: two days of past, made when they are first asked for, and then live. */
export interface SampleFeed {
  readonly platformIds: readonly string[]
  readonly pastMs: DurationMs
  /** Makes all histories, one platform after the other; those that someone waits for come first. */
  start(): void
  /** Resolves when the past of a platform is there; at once for one that there is not. */
  whenReady(platformId: string): Promise<void>
  /** Whether the past of all is there. */
  isReady(): boolean
  /** Scrapes what became due since the last call; returns the time of the newest scrape. */
  advance(): UnixMs
  /** The `data` of /api/v1/targets. */
  targets(): object
}

interface Platform {
  readonly id: string
  readonly ready: Promise<void>
  readonly resolve: () => void
  isReady: boolean
  /** Of the newest scrape. */
  lastMs: UnixMs
}

/** A scrape target with its series in the store. */
interface Fed {
  readonly target: SampleTarget
  readonly refs: readonly SeriesRef[]
  readonly values: Float64Array
  presence: Presence
  lastMs: UnixMs
}

export function createSampleFeed(options: SampleFeedOptions): SampleFeed {
  const { tsdb, nowMs, later, models = SAMPLE_PLATFORMS, historyMs = HISTORY_MS } = options
  const beginMs = nowMs()
  const history = createSampleHistory({
    seed: SAMPLE_SEED,
    startMs: sampleStartMs(beginMs),
    fromMs: beginMs - historyMs,
    toMs: beginMs,
    intervalMs: INTERVAL_MS,
    models,
  })
  /** The end of the past. */
  const firstMs = Math.floor(beginMs / INTERVAL_MS) * INTERVAL_MS
  const platforms = new Map(history.ids.map((id) => [id, createPlatform(id, firstMs)]))
  const fed = new Map<SampleTarget, Fed>()
  const wanted: string[] = []
  let isStarted = false

  const feedOf = (target: SampleTarget): Fed => {
    const known = fed.get(target)
    if (known !== undefined) return known
    const created: Fed = {
      target,
      refs: target.series.map((labels) => tsdb.series(labels)),
      values: new Float64Array(target.series.length),
      presence: PRESENCE.sample,
      lastMs: firstMs,
    }
    for (const { name, help, type } of target.metadata) tsdb.metadata.set(target.job, name, { type, help, unit: '' })
    fed.set(target, created)
    return created
  }

  /** Series are written in the order of time, so a block is cut where a target ends. */
  function store(block: HistoryBlock): void {
    const { target, timesMs, presence } = block
    let from = 0
    presence?.forEach((each, at) => {
      if (each !== PRESENCE.stale) return
      storePart(block, from, at + 1)
      for (let i = 0; i < target.reportFrom; i++) {
        tsdb.appendStale(feedOf(target).refs[i] as SeriesRef, timesMs[at] as number)
      }
      from = at + 1
    })
    storePart(block, from, timesMs.length)
  }

  function storePart({ target, timesMs, columns, presence }: HistoryBlock, from: number, to: number): void {
    if (from >= to) return
    const { refs } = feedOf(target)
    const present = presence?.subarray(from, to).map((each) => (each === PRESENCE.sample ? 1 : 0))
    tsdb.appendColumns({
      timesMs: timesMs.subarray(from, to),
      columns: columns.map((values, i) => ({
        ref: refs[i] as SeriesRef,
        values: values.subarray(from, to),
        ...(present !== undefined && i < target.reportFrom && { present }),
      })),
    })
  }

  /** The next platform to make: one that somebody waits for, or the first that is not there. */
  function nextPlatform(): Platform | undefined {
    const open = [...platforms.values()].filter((platform) => !platform.isReady)
    return open.find(({ id }) => wanted.includes(id)) ?? open[0]
  }

  function makeNext(): void {
    const platform = nextPlatform()
    if (platform === undefined) return
    const slices = history.generate(platform.id)
    const step = () => {
      const { done, value } = slices.next()
      if (done !== true) {
        for (const block of value) store(block)
        later(step)
        return
      }
      platform.isReady = true
      platform.resolve()
      later(makeNext)
    }
    step()
  }

  function scrape(feed: Fed, timeMs: UnixMs): void {
    const { target, refs, values } = feed
    if (timeMs - feed.lastMs < (target.intervalMs ?? INTERVAL_MS)) return
    feed.lastMs = timeMs
    const presence = history.scrape(target, timeMs, values)
    for (let i = 0; i < refs.length; i++) {
      const ref = refs[i] as SeriesRef
      if (i >= target.reportFrom || presence === PRESENCE.sample) tsdb.append(ref, timeMs, values[i] as number)
      else if (presence === PRESENCE.stale) tsdb.appendStale(ref, timeMs)
    }
    feed.presence = presence
  }

  function advancePlatform(platform: Platform, dueMs: UnixMs): void {
    const targets = history.targets.filter(({ platformId }) => platformId === platform.id)
    platform.lastMs = Math.max(platform.lastMs, dueMs - MAX_MISSED * INTERVAL_MS)
    while (platform.lastMs + INTERVAL_MS <= dueMs) {
      platform.lastMs += INTERVAL_MS
      history.advanceTo(platform.lastMs, platform.id)
      for (const target of targets) scrape(feedOf(target), platform.lastMs)
    }
  }

  return {
    platformIds: history.ids,
    pastMs: historyMs,
    start() {
      if (isStarted) return
      isStarted = true
      later(makeNext)
    },
    async whenReady(platformId) {
      const platform = platforms.get(platformId)
      if (platform === undefined) return
      if (!platform.isReady) wanted.push(platformId)
      await platform.ready
    },
    isReady: () => nextPlatform() === undefined,
    advance() {
      const dueMs = Math.floor(nowMs() / INTERVAL_MS) * INTERVAL_MS
      for (const platform of platforms.values()) if (platform.isReady) advancePlatform(platform, dueMs)
      return dueMs
    },
    targets: () => ({
      activeTargets: history.targets.map((target) => encodeTarget(target, fed.get(target))),
      droppedTargets: [],
    }),
  }
}

function createPlatform(id: string, lastMs: UnixMs): Platform {
  let resolve = () => {}
  const ready = new Promise<void>((done) => {
    resolve = done
  })
  return { id, ready, resolve, isReady: false, lastMs }
}

function encodeTarget({ labels, job, intervalMs = INTERVAL_MS }: SampleTarget, feed: Fed | undefined): object {
  const isUp = feed === undefined || feed.presence === PRESENCE.sample
  return {
    discoveredLabels: toObject(labels),
    labels: toObject(labels),
    scrapePool: job,
    scrapeUrl: `sample:${labels.get('platform')}/${job}`,
    globalUrl: `sample:${labels.get('platform')}/${job}`,
    lastError: isUp ? '' : 'The sample platform has an incident: this target does not answer.',
    lastScrape: new Date(feed?.lastMs ?? 0).toISOString(),
    lastScrapeDuration: 0.004,
    health: feed === undefined ? 'unknown' : isUp ? 'up' : 'down',
    scrapeInterval: `${intervalMs / 1000}s`,
    scrapeTimeout: '10s',
  }
}

function toObject(labels: Labels): object {
  return Object.fromEntries(labels)
}
