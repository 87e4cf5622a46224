import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { COARSE_MS, createRecorder, type LongPastSlice } from './long-past/long-past'
import {
  type RunningPlatform,
  runPlatforms,
  type SamplePlatforms,
  type SamplePlatformsOptions,
  showPlatforms,
} from './sample-platforms'
import { PRESENCE, type SampleTarget, type Scraper } from './scraper'

/** History comes in blocks of this length, aligned to the epoch: what Prometheus' blocks are, and some ms of work each. */
export const BLOCK_MS: DurationMs = 2 * 3_600_000

export interface SampleHistoryOptions extends SamplePlatformsOptions {
  /** The first scrape is the first whole multiple of the interval from here on. */
  readonly fromMs: UnixMs
  /** The last scrape is at or before this time. */
  readonly toMs: UnixMs
  /** Targets with a longer interval of their own are scraped that often. */
  readonly intervalMs: DurationMs
}

/** The scrapes of one target within a block's time. */
export interface HistoryBlock {
  readonly target: SampleTarget
  /** Of the scrapes, ascending. */
  readonly timesMs: Float64Array
  /** By series of the target (`target.series`), each with one value for each time. */
  readonly columns: readonly Float64Array[]
  /**
   * What all series but the report's have at each time (`PRESENCE`): where it is no sample, the value is NaN. undefined where all are
   * samples.
   */
  readonly presence: Uint8Array | undefined
}

/** The sample platforms with their past. */
export interface SampleHistory extends SamplePlatforms {
  /** When the processes started. */
  readonly startMs: UnixMs
  readonly fromMs: UnixMs
  /**
   * Makes the history of a platform, oldest first. Each `next` takes about 10 ms and gives the blocks of all of the platform's
   * targets for up to two hours, or none while the platform runs towards the first scrape: so whoever calls decides after each
   * whether to go on now. The platform must not be advanced by other ways before the end. Throws for an unknown platform.
   */
  generate(platformId: string): Generator<readonly HistoryBlock[], void, undefined>
  /**
   * What the platform had before the first scrape, from the start of its processes on, as coarse as its long past and in its order of
   * series: what joins the two. undefined until `generate` came to the first scrape.
   */
  warmUp(platformId: string): LongPastSlice | undefined
}

/** Creates the sample platforms at their start; `generate` brings each of them to `toMs`, from where it goes on live. */
export function createSampleHistory(options: SampleHistoryOptions): SampleHistory {
  const platforms = runPlatforms(options)
  const warmUps = new Map<string, LongPastSlice>()
  return {
    ...showPlatforms(platforms),
    startMs: options.startMs,
    fromMs: options.fromMs,
    warmUp: (platformId) => warmUps.get(platformId),
    generate(platformId) {
      const platform = platforms.get(platformId)
      if (!platform) throw new Error(`there is no sample platform ${platformId}`)
      return generateBlocks(platform, options, (warmUp) => warmUps.set(platformId, warmUp))
    },
  }
}

function* generateBlocks(
  { simulation, scrapers }: RunningPlatform,
  { startMs, fromMs, toMs, intervalMs }: SampleHistoryOptions,
  warmedUp: (warmUp: LongPastSlice) => void,
): Generator<readonly HistoryBlock[], void, undefined> {
  const firstMs = Math.ceil(fromMs / intervalMs) * intervalMs
  const recorder = createRecorder(simulation, Math.ceil(Math.max(0, firstMs - startMs) / COARSE_MS))
  for (let blockMs = startMs; blockMs < firstMs; blockMs += BLOCK_MS) {
    const endMs = Math.min(blockMs + BLOCK_MS, firstMs)
    for (let timeMs = blockMs; timeMs < endMs; timeMs += COARSE_MS) recorder.record(timeMs)
    yield []
  }
  warmedUp(recorder.finish())
  for (let blockMs = Math.floor(firstMs / BLOCK_MS) * BLOCK_MS; blockMs <= toMs; blockMs += BLOCK_MS) {
    const endMs = Math.min(blockMs + BLOCK_MS - 1, toMs)
    const writers = scrapers.map((scraper) => createBlockWriter(scraper, Math.max(firstMs, blockMs), endMs, intervalMs))
    for (
      let timeMs = Math.ceil(Math.max(firstMs, blockMs) / intervalMs) * intervalMs;
      timeMs <= endMs;
      timeMs += intervalMs
    ) {
      simulation.advanceTo(timeMs)
      for (const writer of writers) writer.write(timeMs)
    }
    yield writers.map((writer) => writer.finish()).filter(({ timesMs }) => timesMs.length > 0)
  }
}

/** How often a target is scraped where all are at most each `intervalMs`: its scrapes are at the multiples of this. */
export function scrapeEveryMs(target: SampleTarget, intervalMs: DurationMs): DurationMs {
  return Math.max(intervalMs, Math.ceil((target.intervalMs ?? 0) / intervalMs) * intervalMs)
}

/** A line of the processor's cache. */
const ROWS_AT_ONCE = 8

/** Collects the scrapes of one target from `fromMs` to `toMs`, both inclusive. */
function createBlockWriter({ target, scrape }: Scraper, fromMs: UnixMs, toMs: UnixMs, intervalMs: DurationMs) {
  const size = target.series.length
  const everyMs = scrapeEveryMs(target, intervalMs)
  const firstMs = Math.ceil(fromMs / everyMs) * everyMs
  const count = Math.max(0, Math.floor((toMs - firstMs) / everyMs) + 1)
  const timesMs = Float64Array.from({ length: count }, (_, i) => firstMs + i * everyMs)
  // Series after series, so that a column is a view. Scrapes are turned into columns some at a time: one by one, each value would
  // go to another page of memory.
  const data = new Float64Array(count * size)
  const rows = new Float64Array(ROWS_AT_ONCE * size)
  const presence = new Uint8Array(count)
  let [next, turned] = [0, 0]

  function turn(): void {
    for (let series = 0; series < size; series++) {
      let at = series * count + turned
      for (let from = series; from < (next - turned) * size; from += size) data[at++] = rows[from] as number
    }
    turned = next
  }

  return {
    write(timeMs: UnixMs): void {
      if (timeMs !== timesMs[next]) return
      presence[next] = scrape(timeMs, rows, (next - turned) * size)
      next++
      if (next - turned === ROWS_AT_ONCE) turn()
    },
    finish(): HistoryBlock {
      turn()
      return {
        target,
        timesMs,
        columns: target.series.map((_, i) => data.subarray(i * count, (i + 1) * count)),
        presence: presence.some((one) => one !== PRESENCE.sample) ? presence : undefined,
      }
    },
  }
}
