import type { SeriesSlice } from '~/domain/promql/queryable'
import { createTsdb, type Tsdb } from '~/domain/tsdb/tsdb'

/** Puts the series into a store of ours, sample by sample in the order of time, as a scraper would. */
export function fillStore(series: readonly SeriesSlice[]): Tsdb {
  const tsdb = createTsdb()
  const events = series.flatMap(({ labels, timesMs, values, stale }) => {
    const ref = tsdb.series(labels)
    return Array.from(timesMs, (timeMs, i) => ({
      ref,
      timeMs,
      value: values[i] ?? Number.NaN,
      isStale: stale?.[i] === 1,
    }))
  })
  events.sort((a, b) => a.timeMs - b.timeMs)
  for (const { ref, timeMs, value, isStale } of events) {
    const verdict = isStale ? tsdb.appendStale(ref, timeMs) : tsdb.append(ref, timeMs, value)
    if (verdict !== 'ok') throw new Error(`our store refused a sample: ${verdict}`)
  }
  return tsdb
}
