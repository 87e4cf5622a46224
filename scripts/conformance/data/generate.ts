import { compareLabels } from '~/domain/promql/labels'
import type { SeriesSlice } from '~/domain/promql/queryable'
import { createRandom } from '../random'
import { oddSeries } from './oddities'
import { serviceSeries } from './services'

/** The data of a run: about 180 series, sorted by labels, the same for the same seed. */
export function generateData(seed: number): SeriesSlice[] {
  const series = [...serviceSeries(createRandom(`${seed}:services`)), ...oddSeries(createRandom(`${seed}:odd`))]
  return series.sort((a, b) => compareLabels(a.labels, b.labels))
}
