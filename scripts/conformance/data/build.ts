import { sortLabels } from '~/domain/promql/labels'
import type { SeriesSlice } from '~/domain/promql/queryable'
import type { Random } from '../random'

/** The samples begin on a leap day and the newest is two hours later; a fixed time, so that a seed says all. */
export const DATA_START_MS = Date.UTC(2024, 1, 29, 10, 0, 0)
export const DATA_END_MS = DATA_START_MS + 2 * 3_600_000

/** A value, or the marker that says that the series ended. */
export type Written = number | 'stale'

/** One series; `write` gives the value at each time, or undefined for none. */
export function buildSeries(
  name: string,
  labels: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
  timesMs: readonly number[],
  write: (timeMs: number, i: number) => Written | undefined,
): SeriesSlice {
  const pairs: Iterable<readonly [string, string]> = Array.isArray(labels) ? labels : Object.entries(labels)
  const kept: { timeMs: number; written: Written }[] = []
  for (const [i, timeMs] of timesMs.entries()) {
    const written = write(timeMs, i)
    if (written !== undefined) kept.push({ timeMs, written })
  }
  return {
    labels: sortLabels([['__name__', name], ...pairs]),
    timesMs: Float64Array.from(kept, ({ timeMs }) => timeMs),
    values: Float64Array.from(kept, ({ written }) => (written === 'stale' ? Number.NaN : written)),
    stale: kept.some(({ written }) => written === 'stale')
      ? Uint8Array.from(kept, ({ written }) => (written === 'stale' ? 1 : 0))
      : null,
  }
}

export interface Scrapes {
  readonly everyMs: number
  /** Each scrape is up to this late. */
  readonly jitterMs?: number
  readonly fromMs?: number
  readonly toMs?: number
  /** Spans without scrapes, in milliseconds after DATA_START_MS: from inclusive, to exclusive. */
  readonly gaps?: readonly (readonly [number, number])[]
}

/** Times of scrapes, ascending, all different. */
export function scrapeTimes(random: Random, scrapes: Scrapes): number[] {
  const { everyMs, jitterMs = 0, fromMs = DATA_START_MS, toMs = DATA_END_MS, gaps = [] } = scrapes
  const times: number[] = []
  const phaseMs = jitterMs > 0 ? random.between(0, everyMs - 1) : 0
  for (let dueMs = fromMs + phaseMs; dueMs <= toMs; dueMs += everyMs) {
    const timeMs = dueMs + (jitterMs > 0 ? random.between(0, Math.min(jitterMs, everyMs - 1)) : 0)
    const afterMs = timeMs - DATA_START_MS
    if (timeMs <= toMs && !gaps.some(([from, to]) => afterMs >= from && afterMs < to)) times.push(timeMs)
  }
  return times
}

/** A counter as a program keeps it: grows by `grow`, and begins anew with the given probability at each scrape. */
export function counter(random: Random, grow: () => number, resets = 0.005): () => number {
  let value = random.chance(0.3) ? 0 : random.between(1, 100_000)
  return () => {
    value = random.chance(resets) ? (random.chance(0.5) ? 0 : grow()) : value + grow()
    return value
  }
}
