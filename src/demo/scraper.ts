import { SCRAPE_REPORT } from '~/domain/exposition/scrape-report'
import { sortLabels } from '~/domain/promql/labels'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { TargetSlots } from './metric-slots'
import type { MetricSpec } from './platform-model'
import { hashText, mixKeys } from './random'
import type { Simulation } from './simulation'

/** What a target's series have at the time of a scrape: a staleness marker where the first scrape after a good one fails. */
export const PRESENCE = { none: 0, sample: 1, stale: 2 } as const
export type Presence = (typeof PRESENCE)[keyof typeof PRESENCE]

/** A scrape target of a sample platform. */
export interface SampleTarget {
  readonly platformId: string
  readonly job: string
  /** `platform`, `job` and `instance`, as the scrape configuration puts them on every series. */
  readonly labels: Labels
  /** Least time between scrapes, where the target has one. */
  readonly intervalMs: DurationMs | undefined
  /** Labels of all series, with `__name__` and the target's own, sorted by name. Values come in this order. */
  readonly series: readonly Labels[]
  /** Name, help and type of each metric, in order of its first series. */
  readonly metadata: readonly Pick<MetricSpec, 'name' | 'help' | 'type'>[]
  /** Index of the first series of the scrape's own report (`up` and others): these are there even when a scrape fails. */
  readonly reportFrom: number
}

/** Scrapes one target. */
export interface Scraper {
  readonly target: SampleTarget
  /**
   * Writes what a scrape at a time sees of the present state, the value of series i at `place + i`, and says what all series but the
   * report's have there: without a sample the value is NaN.
   */
  scrape(timeMs: UnixMs, into: Float64Array, place: number): Presence
}

/** Creates what scrapes a target of a running platform. */
export function createScraper(simulation: Simulation, slots: TargetSlots): Scraper {
  const { model, values } = simulation
  const { job, instance, intervalMs } = slots.spec
  const labels: Labels = new Map([
    ['instance', instance],
    ['job', job],
    ['platform', model.id],
  ])
  const withTarget = (name: string, own: Labels) => sortLabels([['__name__', name], ...own, ...labels])
  const count = slots.to - slots.from
  const target: SampleTarget = {
    platformId: model.id,
    job,
    labels,
    intervalMs,
    series: [
      ...slots.samples.map((sample) => withTarget(sample.name, sample.labels)),
      ...SCRAPE_REPORT.map((name) => withTarget(name, new Map())),
    ],
    metadata: slots.metrics.map(({ spec: { name, help, type } }) => ({ name, help, type })),
    reportFrom: count,
  }
  const key = hashText(`${model.id}/${job}`)
  const own = values.subarray(slots.from, slots.to)
  let wasUp = false

  return {
    target,
    scrape(timeMs, into, place) {
      const isUp = !simulation.isDown(job, timeMs)
      if (isUp) into.set(own, place)
      else into.fill(Number.NaN, place, place + count)
      const luck = mixKeys(key, Math.floor(timeMs / 1000)) / 4294967296
      // A target that is down refuses the connection at once.
      const seconds = (isUp ? 0.0021 + count * 4e-6 : 0.0004) * (0.8 + 0.5 * luck)
      const samples = isUp ? count : 0
      into.set([isUp ? 1 : 0, seconds, samples, samples, isUp && !wasUp ? count : 0], place + count)
      const presence = isUp ? PRESENCE.sample : wasUp ? PRESENCE.stale : PRESENCE.none
      wasUp = isUp
      return presence
    },
  }
}
