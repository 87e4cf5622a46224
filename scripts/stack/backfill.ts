import { execFile } from 'node:child_process'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { printOpenMetrics, type ScrapePoint } from '~/demo/exposition'
import type { MetricFamily } from '~/demo/metric-family'
import type { SamplePlatforms } from '~/demo/sample-platforms'
import type { Labels } from '~/domain/series/frame'
import { HOST } from './ports'
import { StackError } from './stack-error'

const run = promisify(execFile)

/** Prometheus' block length: promtool reads its whole input once for each block, so each block gets an input of its own. */
const BLOCK_MS = 2 * 3_600_000
const SCRAPE_MS = 15_000
const PROMTOOLS_AT_ONCE = 2

/** The labels a scrape of a sample platform gets from deploy/prometheus/prometheus.yml. */
export function targetLabels(platformId: string, samplePort: number): Labels {
  return new Map([
    ['instance', `${HOST}:${samplePort}`],
    ['job', platformId],
    ['platform', platformId],
  ])
}

/** The series that Prometheus itself adds to a scrape that went well. */
function scrapeReport(families: readonly MetricFamily[], isFirst: boolean): readonly MetricFamily[] {
  const count = families.reduce((sum, { samples }) => sum + samples.length, 0)
  const gauge = (name: string, value: number): MetricFamily => ({
    name,
    help: 'Written by the scrape.',
    type: 'gauge',
    samples: [{ name, labels: new Map(), value }],
  })
  return [
    gauge('up', 1),
    gauge('scrape_duration_seconds', 0.004),
    gauge('scrape_samples_scraped', count),
    gauge('scrape_samples_post_metric_relabeling', count),
    gauge('scrape_series_added', isFirst ? count : 0),
  ]
}

export interface BackfillOptions {
  readonly platforms: SamplePlatforms
  readonly promtool: string
  /** Prometheus' storage folder, empty; the blocks end up in it. */
  readonly tsdbDir: string
  /** A folder for text and unfinished blocks; it is removed in the end. */
  readonly workDir: string
  readonly samplePort: number
  /** Time of the first scrape; the last one is less than 15 s old when this resolves. */
  readonly fromMs: number
  readonly nowMs: () => number
  readonly signal: AbortSignal
}

/**
 * Writes history into a Prometheus storage folder as if the platforms had been scraped each 15 s, and leaves the platforms at its
 * end. Resolves to the time of the last scrape.
 */
export async function backfill(options: BackfillOptions): Promise<number> {
  const { platforms, promtool, tsdbDir, workDir, samplePort, fromMs, nowMs, signal } = options
  let timeMs = Math.ceil(fromMs / SCRAPE_MS) * SCRAPE_MS
  const firstMs = timeMs

  const scrapeUntil = (endMs: number): ReadonlyMap<string, ScrapePoint[]> => {
    const points = new Map(platforms.ids.map((id) => [id, [] as ScrapePoint[]]))
    for (; timeMs < endMs; timeMs += SCRAPE_MS) {
      platforms.advanceTo(timeMs)
      for (const [id, list] of points) {
        const families = platforms.collect(id)
        list.push({ timeMs, families: [...families, ...scrapeReport(families, timeMs === firstMs)] })
      }
    }
    return points
  }

  const writeBlocks = async (name: string, points: ReadonlyMap<string, ScrapePoint[]>): Promise<void> => {
    for (const [id, list] of points) {
      if (list.length === 0) continue
      const folder = join(workDir, `${name}-${id}`)
      const file = `${folder}.om`
      await mkdir(folder, { recursive: true })
      await writeFile(file, printOpenMetrics(list, targetLabels(id, samplePort)))
      try {
        await run(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', '-q', file, folder], { signal })
      } catch (error) {
        if (signal.aborted) throw error
        const text = error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error)
        throw new StackError(`promtool could not write the history: ${text}`)
      }
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        if (entry.isDirectory()) await rename(join(folder, entry.name), join(tsdbDir, entry.name))
      }
      await rm(file)
    }
  }

  await mkdir(workDir, { recursive: true })
  const inFlight = new Set<Promise<void>>()
  const nextBlockMs = () => (Math.floor(timeMs / BLOCK_MS) + 1) * BLOCK_MS
  while (nextBlockMs() < nowMs()) {
    if (inFlight.size >= PROMTOOLS_AT_ONCE) await Promise.race(inFlight)
    const name = String(timeMs)
    const task = writeBlocks(name, scrapeUntil(nextBlockMs())).finally(() => inFlight.delete(task))
    // Awaited below; until then a failure must not count as unhandled.
    task.catch(() => undefined)
    inFlight.add(task)
  }
  await Promise.all(inFlight)
  // The last block is begun when all others are done, so that the least time passes between it and the first live scrape.
  // The block ends with its newest sample, and Prometheus takes live samples from there on.
  // It is more than one only when a block's border passes meanwhile.
  while (timeMs <= nowMs()) await writeBlocks(String(timeMs), scrapeUntil(Math.min(nowMs() + 1, nextBlockMs())))
  await rm(workDir, { recursive: true, force: true })
  return timeMs - SCRAPE_MS
}
