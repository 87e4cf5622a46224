import type { MetricFamily } from '~/demo/metric-family'
import type { PlatformModel } from '~/demo/platform-model'
import { HOUR_MS, MINUTE_MS } from '~/demo/platforms/day'
import { createSamplePlatforms, SAMPLE_SEED } from '~/demo/sample-platforms'

/** What all targets of a model expose at one time: for tests of how the numbers hang together. */
export interface Moment {
  readonly time: string
  /** Sum of the samples of this name whose labels match. Throws where there is none, so that a test cannot pass on a wrong name. */
  sum(name: string, where?: Readonly<Record<string, string>>): number
  readonly families: readonly MetricFamily[]
}

export interface ModelRun {
  readonly model: PlatformModel
  /** UTC. The model starts three hours before. */
  readonly from: string
  readonly hours: number
  /** Ids of incidents, each with the minutes after `from` in which it is asked for. */
  readonly asked?: readonly { readonly incidentId: string; readonly fromMinute: number; readonly toMinute: number }[]
}

/** Runs a model alone and looks at it each five minutes. */
export function runModel({ model, from, hours, asked = [] }: ModelRun): readonly Moment[] {
  const fromMs = Date.parse(from)
  const platforms = createSamplePlatforms({ seed: SAMPLE_SEED, startMs: fromMs - 3 * HOUR_MS, models: [model] })
  for (const { incidentId, fromMinute, toMinute } of asked) {
    platforms.ask(model.id, {
      incidentId,
      startMs: fromMs + fromMinute * MINUTE_MS,
      endMs: fromMs + toMinute * MINUTE_MS,
    })
  }
  return Array.from({ length: hours * 12 + 1 }, (_, i) => {
    const timeMs = fromMs + i * 5 * MINUTE_MS
    platforms.advanceTo(timeMs)
    return momentOf(
      new Date(timeMs).toISOString(),
      model.targets.flatMap(({ job }) => platforms.collect(model.id, job)),
    )
  })
}

function momentOf(time: string, families: readonly MetricFamily[]): Moment {
  const samples = families.flatMap((family) => family.samples)
  return {
    time,
    families,
    sum(name, where = {}) {
      const found = samples.filter(
        (sample) => sample.name === name && Object.entries(where).every(([k, v]) => sample.labels.get(k) === v),
      )
      if (found.length === 0) throw new Error(`no sample of ${name} has ${JSON.stringify(where)}`)
      return found.reduce((sum, { value }) => sum + value, 0)
    },
  }
}
