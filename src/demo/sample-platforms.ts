import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { AskedIncident } from './incidents'
import type { MetricFamily } from './metric-family'
import { readFamilies, type TargetSlots } from './metric-slots'
import type { PlatformModel } from './platform-model'
import { pipeline } from './platforms/pipeline'
import { shorts } from './platforms/shorts'
import { transcode } from './platforms/transcode'
import { trends } from './platforms/trends'
import { createScraper, type Presence, type SampleTarget, type Scraper } from './scraper'
import { createSimulation, type Simulation } from './simulation'

/** Every platform that has a sample model. */
export const SAMPLE_PLATFORMS: readonly PlatformModel[] = [shorts, pipeline, transcode, trends]

/** The seed of the sample platforms wherever they are shown, so that all show the same numbers. */
export const SAMPLE_SEED = 20260128

/** As fine as the finest scrape interval. */
export const TICK_MS: DurationMs = 15_000

const HOUR_MS = 3_600_000
const START_GRID_MS = 6 * HOUR_MS
const HISTORY_MS = 48 * HOUR_MS
/** So that queues and the longest jobs have settled before the first sample that is shown. */
const WARM_UP_MS = 3 * HOUR_MS

/**
 * When the sample platforms started, for whoever looks at a time: at least 48 hours and a warm-up before, and the same for all who
 * look within six hours, so that a page loaded again, and a Prometheus that scraped all the time, have the same counters.
 */
export function sampleStartMs(nowMs: UnixMs): UnixMs {
  return Math.floor(nowMs / START_GRID_MS) * START_GRID_MS - HISTORY_MS - WARM_UP_MS
}

export interface SamplePlatformsOptions {
  /** Any 32-bit integer: equal seeds and starts give equal numbers for ever. */
  readonly seed: number
  /** When the processes started: all counters are 0 then. */
  readonly startMs: UnixMs
  readonly tickMs?: DurationMs
  readonly models?: readonly PlatformModel[]
}

export interface SamplePlatforms {
  readonly ids: readonly string[]
  /** All scrape targets, by platform in the order of `ids`. */
  readonly targets: readonly SampleTarget[]
  /** Runs all models, or one, up to this time; going back changes nothing. Throws for an unknown platform. */
  advanceTo(timeMs: UnixMs, platformId?: string): void
  /** The metrics of a target now, whether or not it is down. Throws for an unknown target. */
  collect(platformId: string, job: string): readonly MetricFamily[]
  /**
   * Writes what a scrape of a target sees now, value i for its series i, without printing text, and says what all series but the
   * report's have at that time. Throws for an unknown target.
   */
  scrape(target: SampleTarget, timeMs: UnixMs, into: Float64Array): Presence
  /** Whether scrapes of a target fail at a time. Throws for an unknown platform. */
  isDown(platformId: string, job: string, timeMs: UnixMs): boolean
  /** Ids of the incidents that are on at a time. Throws for an unknown platform. */
  incidentsAt(platformId: string, timeMs: UnixMs): readonly string[]
  /** Starts an incident by hand, for the time that is not simulated yet. Throws for unknown ids. */
  ask(platformId: string, incident: AskedIncident): void
}

/** A platform as it runs, with what scrapes it. */
export interface RunningPlatform {
  readonly simulation: Simulation
  readonly scrapers: readonly Scraper[]
}

/** Creates the models' simulations at their start. Pure: the clock is what they are advanced to. */
export function runPlatforms({
  seed,
  startMs,
  tickMs = TICK_MS,
  models = SAMPLE_PLATFORMS,
}: SamplePlatformsOptions): ReadonlyMap<string, RunningPlatform> {
  return new Map(
    models.map((model) => {
      const simulation = createSimulation(model, { seed, startMs, tickMs })
      return [model.id, { simulation, scrapers: simulation.targets.map((slots) => createScraper(simulation, slots)) }]
    }),
  )
}

/** Creates the sample platforms at their start. */
export function createSamplePlatforms(options: SamplePlatformsOptions): SamplePlatforms {
  return showPlatforms(runPlatforms(options))
}

/** What can be asked of running platforms. */
export function showPlatforms(platforms: ReadonlyMap<string, RunningPlatform>): SamplePlatforms {
  const find = (platformId: string): RunningPlatform => {
    const platform = platforms.get(platformId)
    if (!platform) throw new Error(`there is no sample platform ${platformId}`)
    return platform
  }
  const findTarget = (
    platformId: string,
    job: string,
  ): { slots: TargetSlots; simulation: Simulation; scraper: Scraper } => {
    const { simulation, scrapers } = find(platformId)
    const index = simulation.targets.findIndex(({ spec }) => spec.job === job)
    const [slots, scraper] = [simulation.targets[index], scrapers[index]]
    if (!slots || !scraper) throw new Error(`the sample platform ${platformId} has no target ${job}`)
    return { slots, simulation, scraper }
  }
  return {
    ids: [...platforms.keys()],
    targets: [...platforms.values()].flatMap(({ scrapers }) => scrapers.map(({ target }) => target)),
    advanceTo(timeMs, platformId) {
      const wanted = platformId === undefined ? [...platforms.values()] : [find(platformId)]
      for (const { simulation } of wanted) simulation.advanceTo(timeMs)
    },
    collect(platformId, job) {
      const { slots, simulation } = findTarget(platformId, job)
      return readFamilies(slots, simulation.values)
    },
    scrape: ({ platformId, job }, timeMs, into) => findTarget(platformId, job).scraper.scrape(timeMs, into, 0),
    isDown: (platformId, job, timeMs) => findTarget(platformId, job).simulation.isDown(job, timeMs),
    incidentsAt: (platformId, timeMs) =>
      find(platformId)
        .simulation.incidentsAt(timeMs)
        .map(({ id }) => id),
    ask: (platformId, incident) => find(platformId).simulation.ask(incident),
  }
}
