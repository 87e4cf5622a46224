import { createSamplePlatforms, SAMPLE_SEED } from '~/demo/sample-platforms'
import type { SampleTarget } from '~/demo/scraper'
import type { Labels } from '~/domain/series/frame'
import { hashOf } from '~/lib/hash'
import { type BlockSeries, writeBlock } from '../../scripts/stack/tsdb-block/write-block'
import { type PrometheusServer, startPrometheusServer } from './prometheus-server'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SCRAPE_MS = 15_000
/** A range of two hours, before it the widest window but the day's, and some room. */
const PAST_MS = 3.5 * HOUR_MS
/** So that a page which asks for now is answered as by a Prometheus that goes on scraping. */
const FUTURE_MS = 15 * MINUTE_MS
const BLOCK_MS = 2 * HOUR_MS
const RESTART_MS = 5 * MINUTE_MS

/**
 * How the platforms are fed:
 * - `idle`: all metrics are there, no counter moves, gauges are at rest;
 * - `first half`, `second half`: steady traffic, and the other half of each target's metrics is not there;
 * - `restarted`: steady traffic, and each process is a new one, its counters at 0, every five minutes.
 */
export type Feed = 'idle' | 'first half' | 'second half' | 'restarted'

/** One series of the wire, of which everything is known beforehand. */
export interface FedSeries {
  readonly name: string
  readonly labels: Labels
  readonly isCounter: boolean
  readonly intervalMs: number
  /** Of a counter: growth from one scrape to the next, always the same. */
  readonly perScrape: number
  /** Of a gauge its value, of a counter its first one. */
  readonly level: number
  /** Seconds of the day of its process's start, which a restart changes. */
  readonly isStartTime: boolean
}

export interface FedPlatforms {
  readonly feed: Feed
  readonly series: readonly FedSeries[]
  readonly fromMs: number
  /** How many times the process of a target was seen to be a new one, from the first sample to a time. */
  restartsUntil(series: FedSeries, timeMs: number): number
}

/** What is bad is rare: one of 30, and never none. */
const BAD_NAME = /fail|retr|retries|exceeded|errs|errors|cancelled/
const BAD_VALUE = /^(?:fail\w*|errors?|timeout|rejected|miss|retried|[45]\d\d)$/
/** Metrics that a panel holds against another one are in different halves; by their order these would share one. */
const OTHER_HALF: ReadonlySet<string> = new Set(['pipeline_cost_dollars'])
/** Observations up to each bucket of a histogram; all further buckets have them all. No percentile falls on a bound. */
const UP_TO = [1, 5, 15, 22, 24] as const
const OBSERVED = 24

/** Gauges that mean something at their size: while there is work, and at rest. Others are a small number, and 0 at rest. */
const GAUGES: Readonly<Record<string, readonly [busy: number, idle: number]>> = {
  celery_workers_active: [4, 4],
  node_memory_MemTotal_bytes: [16e9, 16e9],
  node_memory_MemAvailable_bytes: [10e9, 15e9],
  node_filesystem_size_bytes: [500e9, 500e9],
  node_filesystem_avail_bytes: [300e9, 400e9],
  system_cpu_usage_percent: [37, 1],
  system_memory_usage_percent: [58, 21],
  system_disk_usage_percent: [44, 44],
  db_connection_pool_size: [20, 20],
  db_connection_pool_available: [11, 20],
  up: [1, 1],
  scrape_duration_seconds: [0.0125, 0.0125],
}

/** Makes the series of all platforms. Their names, labels and buckets are those of the sample platforms; all values are made here. */
export function feedPlatforms(feed: Feed, nowMs: number): FedPlatforms {
  const { targets } = createSamplePlatforms({ seed: SAMPLE_SEED, startMs: 0 })
  const fromMs = Math.ceil((nowMs - PAST_MS) / RESTART_MS) * RESTART_MS
  return {
    feed,
    fromMs,
    series: targets.flatMap((target) => seriesOf(target, feed)),
    restartsUntil: ({ intervalMs }, timeMs) => {
      if (feed !== 'restarted') return 0
      const starts = timesOf(intervalMs, fromMs, timeMs).map((ms) => startMsAt(ms))
      return starts.filter((ms, i) => i > 0 && ms !== starts[i - 1]).length
    },
  }
}

function seriesOf(target: SampleTarget, feed: Feed): readonly FedSeries[] {
  const families = target.metadata.map(({ name }) => name)
  const intervalMs = target.intervalMs ?? SCRAPE_MS
  return target.series.flatMap((labels, i) => {
    const name = labels.get('__name__') ?? ''
    const own = target.metadata.find((one) => one.name === name)
    const base = name.replace(/_(?:bucket|sum|count)$/, '')
    const family = own ?? target.metadata.find((one) => one.name === base && one.type === 'histogram')
    if (family !== undefined && isLeftOut(families.indexOf(family.name), family.name, feed)) return []
    const isReport = i >= target.reportFrom
    const isCounter = !isReport && family?.type !== 'gauge'
    const growth = isCounter ? growthOf(name, family?.name ?? name, labels, target, intervalMs) : 0
    const [busy, rest] = GAUGES[name] ?? [1 + (hashOf([...labels.values()].join()) % 7), 0]
    // Idle counters stand still at nothing, and those of every other target where they once came to.
    const stoodAt = hashOf(target.job) % 2 === 0 ? 0 : 40 * growth
    return [
      {
        name,
        labels,
        isCounter,
        intervalMs,
        perScrape: feed === 'idle' ? 0 : growth,
        level: isCounter ? (feed === 'idle' ? stoodAt : 0) : feed === 'idle' ? rest : busy,
        isStartTime: name === 'process_start_time_seconds',
      },
    ]
  })
}

function isLeftOut(index: number, family: string, feed: Feed): boolean {
  const half = (index + (OTHER_HALF.has(family) ? 1 : 0)) % 2 === 0 ? 'first half' : 'second half'
  return (feed === 'first half' || feed === 'second half') && half !== feed
}

/** Growth of a counter or of a part of a histogram between two scrapes. */
function growthOf(name: string, family: string, labels: Labels, { series }: SampleTarget, intervalMs: number): number {
  if (name === 'node_cpu_seconds_total') {
    // The modes of a CPU share each of its seconds.
    const seconds = intervalMs / 1000
    return labels.get('mode') === 'idle' ? 0.75 * seconds : (0.25 / 7) * seconds
  }
  const own = [...labels].filter(([label]) => label !== '__name__' && label !== 'le')
  const isBad = BAD_NAME.test(name) || own.some(([, value]) => BAD_VALUE.test(value))
  // Jobs that cost dollars are few, or the digits of a sum would be more than an error of a window leaves true.
  const share = name.endsWith('misses_total') ? 0.3 : family === 'pipeline_cost_dollars' ? 0.001 : 1
  const events = share * (1 + (hashOf(own.join()) % 5)) * (isBad ? 1 : 30)
  if (family === name) return events
  const bounds = series.flatMap((other) =>
    other.get('__name__') === `${family}_bucket` && own.every(([label, value]) => other.get(label) === value)
      ? [Number(other.get('le')?.replace('+Inf', 'Infinity'))]
      : [],
  )
  if (name.endsWith('_count')) return events * OBSERVED
  if (name.endsWith('_bucket')) {
    const at = bounds.indexOf(Number(labels.get('le')?.replace('+Inf', 'Infinity')))
    return events * (UP_TO[at] ?? OBSERVED)
  }
  // Each observation as large as its bucket allows.
  return events * UP_TO.reduce((sum, count, i) => sum + (count - (UP_TO[i - 1] ?? 0)) * (bounds[i] ?? 0), 0)
}

function timesOf(intervalMs: number, fromMs: number, toMs: number): number[] {
  return Array.from({ length: Math.floor((toMs - fromMs) / intervalMs) + 1 }, (_, i) => fromMs + i * intervalMs)
}

/** When the process started that a scrape sees: restarts come right after a scrape, so that no event is lost between the two. */
function startMsAt(timeMs: number): number {
  return Math.floor((timeMs - 1) / RESTART_MS) * RESTART_MS + 1
}

/** The samples of a series. */
function blockSeriesOf({ feed, fromMs }: FedPlatforms, series: FedSeries, timesMs: readonly number[]): BlockSeries {
  const { labels, isCounter, intervalMs, perScrape, level, isStartTime } = series
  const values = timesMs.map((timeMs) => {
    const bornMs = feed === 'restarted' ? startMsAt(timeMs) - 1 : fromMs
    if (isStartTime) return bornMs / 1000
    return isCounter ? level + (perScrape * (timeMs - bornMs)) / intervalMs : level
  })
  return { labels, timesMs, values, presence: undefined }
}

/** Runs a real Prometheus that has scraped the platforms for hours, and will have for some minutes more. */
export async function startFedPrometheus(fed: FedPlatforms, nowMs: number): Promise<PrometheusServer> {
  const toMs = nowMs + FUTURE_MS
  return startPrometheusServer('scrape_configs: []\n', async (tsdbDir) => {
    for (let blockMs = Math.floor(fed.fromMs / BLOCK_MS) * BLOCK_MS; blockMs <= toMs; blockMs += BLOCK_MS) {
      const times = new Map(
        [...new Set(fed.series.map(({ intervalMs }) => intervalMs))].map((intervalMs) => [
          intervalMs,
          timesOf(intervalMs, fed.fromMs, Math.min(toMs, blockMs + BLOCK_MS - 1)).filter((ms) => ms >= blockMs),
        ]),
      )
      await writeBlock(
        tsdbDir,
        fed.series.map((series) => blockSeriesOf(fed, series, times.get(series.intervalMs) ?? [])),
      )
    }
  })
}
