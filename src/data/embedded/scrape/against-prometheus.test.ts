import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTransport } from '~/data/transport/transport'
import { createTsdb } from '~/domain/tsdb/tsdb'
import { createFakeTime } from '~/testing/fake-schedule'
import { startServer, type TestServer } from '~/testing/http-server'
import { hasPrometheus, type RealPrometheus, startRealPrometheus } from '~/testing/real-prometheus'
import { encodeTargets } from './encode-targets'
import { createScraper } from './scraper'
import type { ScrapeTarget } from './target'

/*
 * The same targets scraped by Prometheus and by the scraper here: both must hold the same series, and describe their targets
 * in the same shape.
 */

interface Case {
  readonly body: string
  readonly labels: Readonly<Record<string, string>>
  readonly honorLabels: boolean
  readonly honorTimestamps: boolean
}

const plain = { labels: {}, honorLabels: false, honorTimestamps: true }
const conflicting = [
  'a{job="own",instance="own",zone="own"} 1',
  'b{job="",zone=""} 2',
  'c{exported_job="x",job="own"} 3',
  'd{exported_zone="x",exported_exported_zone="y",zone="own"} 4',
  'up{job="own"} 5',
  'scrape_samples_scraped 6',
].join('\n')

const cases: readonly Case[] = [
  { ...plain, body: 'a 1\nb{c="d"} 2.5\nh_bucket{le="+Inf"} 3\n' },
  { ...plain, body: conflicting, labels: { zone: 'z' } },
  { ...plain, body: conflicting, labels: { zone: 'z', exported_zone: 'e' } },
  { ...plain, body: conflicting, labels: { zone: 'z' }, honorLabels: true },
  { ...plain, body: 'a 1 1000\nb 2\n', honorTimestamps: false },
  { ...plain, body: 'a 1\na 2\na{} 3\n' },
  { ...plain, body: '' },
  { ...plain, body: '<html>' },
]

describe.skipIf(!hasPrometheus)('scraping beside Prometheus', () => {
  let server: TestServer
  let prometheus: RealPrometheus
  let theirs: readonly ApiSample[]
  let theirTargets: readonly Record<string, unknown>[]

  beforeAll(async () => {
    server = await startServer((request, response) => {
      response.setHeader('content-type', 'text/plain').end(cases[Number(request.url?.slice(2))]?.body ?? '')
    })
    prometheus = await startRealPrometheus(configOf(new URL(server.url).host))
    await vi.waitUntil(async () => (await query(prometheus.url, 'scrape_series_added')).length >= cases.length, {
      timeout: 20_000,
      interval: 100,
    })
    theirs = await query(prometheus.url, '{__name__!=""}')
    const response = await fetch(`${prometheus.url}/api/v1/targets`)
    theirTargets = ((await response.json()) as { data: { activeTargets: Record<string, unknown>[] } }).data
      .activeTargets
  }, 40_000)

  afterAll(async () => {
    await prometheus?.stop()
    await server?.close()
  })

  test('both hold the same series, and describe their targets in the same shape', async () => {
    const time = createFakeTime()
    const tsdb = createTsdb()
    let reported = 0
    const scraper = createScraper({
      targets: cases.map((_, i) => targetOf(server.url, i)),
      tsdb,
      transport: createTransport(),
      clock: { nowMs: time.now },
      schedule: time.schedule,
      onReport: () => {
        reported += 1
      },
    })
    scraper.start()
    await time.advance(1_000)
    await vi.waitUntil(() => reported === cases.length, { timeout: 5_000 })

    const ours = tsdb
      .select([], 0, Number.MAX_SAFE_INTEGER)
      .filter(({ labels }) => isCompared(labels))
      .map(({ labels, values }) => lineOf(labels, values[0] ?? Number.NaN))
    expect(ours.length).toBeGreaterThan(5 * cases.length)
    expect(ours.toSorted()).toEqual(
      theirs
        .filter(({ metric }) => isCompared(new Map(Object.entries(metric))))
        .map(({ metric, value }) => lineOf(Object.entries(metric), Number(value[1])))
        .sort(),
    )

    const { activeTargets } = encodeTargets(scraper.states) as { activeTargets: Record<string, unknown>[] }
    expect(activeTargets.map(shapeOf)).toEqual(cases.map((_, i) => shapeOf(theirTargets.find(isOfJob(i)) ?? {})))
    scraper.stop()
  })
})

function configOf(host: string): string {
  return JSON.stringify({
    scrape_configs: cases.map(({ labels, honorLabels, honorTimestamps }, i) => ({
      job_name: `job${i}`,
      metrics_path: `/m${i}`,
      scrape_interval: '2s',
      scrape_timeout: '2s',
      honor_labels: honorLabels,
      honor_timestamps: honorTimestamps,
      static_configs: [{ targets: [host], labels }],
    })),
  })
}

function targetOf(url: string, i: number): ScrapeTarget {
  const { labels = {}, honorLabels = false, honorTimestamps = true } = cases[i] ?? {}
  return {
    url: `${url}/m${i}`,
    job: `job${i}`,
    instance: new URL(url).host,
    labels: new Map(Object.entries(labels)),
    intervalMs: 2_000,
    timeoutMs: 2_000,
    honorLabels,
    honorTimestamps,
  }
}

interface ApiSample {
  readonly metric: Record<string, string>
  readonly value: readonly [number, string]
}

async function query(url: string, expr: string): Promise<readonly ApiSample[]> {
  const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expr })}`)
  const { data } = (await response.json()) as { data: { result: readonly ApiSample[] } }
  return data.result
}

/** Values too, except what no two scrapes have in common. */
function lineOf(labels: Iterable<readonly [string, string]>, value: number): string {
  const sorted = [...labels].sort(([a], [b]) => (a < b ? -1 : 1))
  const varies = sorted.some(([name, label]) => name === '__name__' && /^scrape_(?:duration|series)/.test(label))
  return `${JSON.stringify(sorted)} ${varies ? '' : value}`
}

/** Of a target with labels `x` and `exported_x`, Prometheus loses the latter in `up` and its like; not so here. */
function isCompared(labels: ReadonlyMap<string, string>): boolean {
  const isReport = /^(?:up|scrape_.*)$/.test(labels.get('__name__') ?? '')
  return !(isReport && labels.get('job') === 'job2')
}

function isOfJob(i: number): (target: Record<string, unknown>) => boolean {
  return ({ scrapePool }) => scrapePool === `job${i}`
}

/** Keys with the kinds of their values, and the values that must be the same. */
function shapeOf(target: Record<string, unknown>): unknown {
  const { labels, scrapePool, scrapeUrl, health, scrapeInterval, scrapeTimeout } = target
  return {
    keys: Object.entries(target)
      .map(([key, value]) => `${key}: ${typeof value}`)
      .sort(),
    ...{ labels, scrapePool, scrapeUrl, health, scrapeInterval, scrapeTimeout },
  }
}
