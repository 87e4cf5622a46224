import { compareLabels } from '~/domain/promql/labels'
import type { SeriesSlice } from '~/domain/promql/queryable'
import { createRandom } from '../random'
import { DATA_END_MS, DATA_START_MS } from './build'
import { oddSeries } from './oddities'
import { serviceSeries } from './services'

/** What a run is about: all samples lie from `startMs` to `endMs`. */
export interface Dataset {
  /** Sorted by labels. */
  readonly series: readonly SeriesSlice[]
  readonly startMs: number
  readonly endMs: number
}

/**
 * The data of a run, about 180 series, the same for the same seed. Every third seed has them four times as slow, so that ranges
 * hold few samples and the store many windows, and every fourth at the beginning of the epoch.
 */
export function generateData(seed: number): Dataset {
  const made = [...serviceSeries(createRandom(`${seed}:services`)), ...oddSeries(createRandom(`${seed}:odd`))]
  const scale = seed % 3 === 0 ? 4 : 1
  const startMs = seed % 4 === 0 ? 0 : DATA_START_MS
  const moved = (timeMs: number) => startMs + (timeMs - DATA_START_MS) * scale
  const series = made
    .map((one) => ({ ...one, timesMs: one.timesMs.map(moved) }))
    .sort((a, b) => compareLabels(a.labels, b.labels))
  return { series, startMs, endMs: moved(DATA_END_MS) }
}
