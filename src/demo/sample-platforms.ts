import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { MetricFamily } from './metric-family'
import type { PlatformModel } from './platform-model'
import { shorts } from './platforms/shorts'
import { type AskedIncident, createSimulation, type Simulation } from './simulation'

/** Every platform that has a sample model. */
export const SAMPLE_PLATFORMS: readonly PlatformModel[] = [shorts]

/** Fine enough that a scrape each 15 s at any phase sees smooth counters. */
const DEFAULT_TICK_MS = 5000

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
  /** Runs all models up to this time; going back changes nothing. */
  advanceTo(timeMs: UnixMs): void
  /** The metrics of a platform now. Throws for an unknown platform. */
  collect(platformId: string): readonly MetricFamily[]
  /** Ids of the incidents that are on at a time. */
  incidentsAt(platformId: string, timeMs: UnixMs): readonly string[]
  /** Starts an incident by hand, for the time that is not simulated yet. Throws for unknown ids. */
  ask(platformId: string, incident: AskedIncident): void
}

/** Creates the sample platforms at their start. Pure: the clock is what `advanceTo` says. */
export function createSamplePlatforms(options: SamplePlatformsOptions): SamplePlatforms {
  const { seed, startMs, tickMs = DEFAULT_TICK_MS, models = SAMPLE_PLATFORMS } = options
  const simulations = new Map<string, Simulation>(
    models.map((model) => [model.id, createSimulation(model, { seed, startMs, tickMs })]),
  )
  const find = (platformId: string): Simulation => {
    const simulation = simulations.get(platformId)
    if (!simulation) throw new Error(`there is no sample platform ${platformId}`)
    return simulation
  }
  return {
    ids: [...simulations.keys()],
    advanceTo(timeMs) {
      for (const simulation of simulations.values()) simulation.advanceTo(timeMs)
    },
    collect: (platformId) => find(platformId).collect(),
    incidentsAt: (platformId, timeMs) =>
      find(platformId)
        .incidentsAt(timeMs)
        .map(({ id }) => id),
    ask: (platformId, incident) => find(platformId).ask(incident),
  }
}
