import type { SeriesSlice } from '~/domain/promql/queryable'
import { buildSeries, counter, DATA_START_MS, scrapeTimes } from './data/build'
import { createRandom } from './random'

const STEPS = 1440
const STEP_MS = 15_000
const MODELS = 10
const INSTANCES = 100

export const BENCH_EXPR = 'sum by (model)(rate(x_total[5m]))'
export const BENCH_RANGE = {
  startMs: DATA_START_MS + 300_000,
  endMs: DATA_START_MS + 300_000 + (STEPS - 1) * STEP_MS,
  stepMs: STEP_MS,
} as const

/** 1,000 counters, a sample each 15 s with a few milliseconds of jitter, over 6 h 5 min. */
export function benchSeries(): SeriesSlice[] {
  const random = createRandom('bench')
  const all: SeriesSlice[] = []
  for (let instance = 0; instance < INSTANCES; instance++) {
    const times = scrapeTimes(random, { everyMs: STEP_MS, jitterMs: 5, toMs: BENCH_RANGE.endMs })
    for (let model = 0; model < MODELS; model++) {
      const labels = { instance: `10.0.0.${instance}:9100`, job: 'bench', model: `model-${model}` }
      all.push(
        buildSeries(
          'x_total',
          labels,
          times,
          counter(random, () => random.between(0, 20), 0.0005),
        ),
      )
    }
  }
  return all
}
