import { setTimeout as sleep } from 'node:timers/promises'
import { parseSample } from '~/data/decode/parse-sample'
import { startServer } from './http-server'
import { startRealPrometheus } from './real-prometheus'

/** A document as a target serves it. */
export interface ServedDocument {
  readonly name: string
  readonly bytes: Buffer
  readonly contentType: string | undefined
}

/** What Prometheus makes of a document. */
export interface ScrapeVerdict {
  readonly isTaken: boolean
  readonly scraped: number
  /** Times and values by `seriesKey`, those of the last hour. */
  readonly samples: ReadonlyMap<string, readonly (readonly [timeMs: number, value: number])[]>
  /** TYPE, HELP and UNIT by metric. */
  readonly metadata: ReadonlyMap<string, readonly [string, string, string]>
}

const SCRAPE_PATIENCE_MS = 25_000
const POLL_MS = 100
const OF_THE_TARGET = new Set(['case', 'job', 'instance'])

/** Equal for equal labels, without those that a target adds. */
export function seriesKey(labels: Iterable<readonly [string, string]>): string {
  return JSON.stringify([...labels].filter(([name]) => !OF_THE_TARGET.has(name)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Has a real Prometheus scrape every document, each as a target of its own, and answers what it made of them. */
export async function scrapeByPrometheus(documents: readonly ServedDocument[]): Promise<readonly ScrapeVerdict[]> {
  const server = await startServer((request, response) => {
    const document = documents[Number(request.url?.slice(1))]
    if (document?.contentType !== undefined) response.setHeader('content-type', document.contentType)
    response.end(document?.bytes)
  })
  try {
    const prometheus = await startRealPrometheus(configOf(new URL(server.url).host, documents.length))
    try {
      await waitForScrapes(prometheus.url, documents.length)
      return await readVerdicts(prometheus.url, documents.length)
    } finally {
      await prometheus.stop()
    }
  } finally {
    await server.close()
  }
}

/** Not of vitest, as the conformance run asks outside of it. */
async function waitForScrapes(url: string, count: number): Promise<void> {
  const deadline = performance.now() + SCRAPE_PATIENCE_MS
  while ((await countTargets(url)) !== count) {
    if (performance.now() > deadline) throw new Error(`Prometheus has not scraped all ${count} documents.`)
    await sleep(POLL_MS)
  }
}

function configOf(host: string, count: number): string {
  const targets = Array.from({ length: count }, (_, i) => ({
    targets: [host],
    labels: { case: String(i), __metrics_path__: `/${i}` },
  }))
  const job = { job_name: 'documents', scrape_interval: '4s', scrape_timeout: '4s', honor_labels: true }
  return JSON.stringify({ scrape_configs: [{ ...job, static_configs: targets }] })
}

async function ask(url: string, path: string, parameters: Record<string, string>): Promise<unknown> {
  const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`)
  const { data } = (await response.json()) as { data: unknown }
  return data
}

async function countTargets(url: string): Promise<number> {
  const data = await ask(url, 'query', { query: 'count(up{case!=""})' })
  const { result } = data as { result: readonly { value: readonly [number, string] }[] }
  return Number(result[0]?.value[1] ?? 0)
}

interface ApiSeries {
  readonly metric: Record<string, string>
  readonly values: readonly (readonly [number, string])[]
}

interface ApiMetadata {
  readonly target: Record<string, string>
  readonly metric: string
  readonly type: string
  readonly help: string
  readonly unit: string
}

async function readVerdicts(url: string, count: number): Promise<readonly ScrapeVerdict[]> {
  const verdicts = Array.from({ length: count }, () => ({
    isTaken: false,
    scraped: -1,
    samples: new Map<string, readonly (readonly [number, number])[]>(),
    metadata: new Map<string, readonly [string, string, string]>(),
  }))
  const { result } = (await ask(url, 'query', { query: '{case!=""}[1h]' })) as { result: readonly ApiSeries[] }
  for (const { metric, values } of result) {
    const verdict = verdicts[Number(metric['case'])]
    const name = metric['__name__'] ?? ''
    if (verdict === undefined) continue
    const samples = values.map(
      ([seconds, value]) => [Math.round(seconds * 1000), parseSample(value) ?? Number.NaN] as const,
    )
    if (name === 'up') verdict.isTaken = samples[0]?.[1] === 1
    else if (name === 'scrape_samples_scraped') verdict.scraped = samples[0]?.[1] ?? -1
    else if (!name.startsWith('scrape_')) verdict.samples.set(seriesKey(Object.entries(metric)), samples)
  }
  for (const one of (await ask(url, 'targets/metadata', {})) as readonly ApiMetadata[]) {
    verdicts[Number(one.target['case'])]?.metadata.set(one.metric, [one.type, one.help, one.unit])
  }
  return verdicts
}
