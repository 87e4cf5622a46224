import { compareText } from '~/domain/promql/labels'
import type { UnixMs } from '~/domain/units-of-measure'
import { firstAtOrAfter, timeAt } from './chunk-times'
import type { StoredSeries } from './stored-series'

/** Names of the labels that these series have, sorted. */
export function labelNamesOf(series: Iterable<StoredSeries>): string[] {
  const names = new Set<string>()
  for (const { labels } of series) for (const name of labels.keys()) names.add(name)
  return [...names].sort(compareText)
}

/** Values of one label among these series, sorted. */
export function labelValuesOf(series: Iterable<StoredSeries>, name: string): string[] {
  const values = new Set<string>()
  for (const { labels } of series) {
    const value = labels.get(name)
    if (value !== undefined) values.add(value)
  }
  return [...values].sort(compareText)
}

/** Whether a series has a sample in a window, both ends inclusive. */
export function hasSampleIn(series: StoredSeries, startMs: UnixMs, endMs: UnixMs): boolean {
  if (!(series.lastMs >= startMs && series.firstMs <= endMs)) return false
  const times = series.times[series.chunkAtOrAfter(startMs)]
  if (times !== undefined) return timeAt(times, firstAtOrAfter(times, startMs)) <= endMs
  const place = series.laneFrom + series.headAtOrAfter(startMs)
  return (series.lane?.timesMs[place] ?? Number.POSITIVE_INFINITY) <= endMs
}
