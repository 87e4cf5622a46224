import { type Grid, type GridSeries, gridEndMs, type Matrix } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'

/** An answer for no series at all on a grid. */
export function emptyMatrix(grid: Grid): Matrix {
  return { grid, series: [] }
}

/** The same points on another grid of the same step and phase; points outside it are dropped, series without any too. */
export function cropMatrix(matrix: Matrix, grid: Grid): Matrix {
  return mergeTail(matrix, emptyMatrix({ startMs: gridEndMs(grid) + grid.stepMs, stepMs: grid.stepMs, count: 0 }), grid)
}

/**
 * Joins what was held with a newer answer: before the newer one's first point the held points stand, from there on the
 * newer one's, also where it has none. Both must share the step and phase of `window`. Series are ordered by key.
 */
export function mergeTail(held: Matrix, tail: Matrix, window: Grid): Matrix {
  const tailStart = tail.grid.startMs
  const byKey = new Map<string, { held?: GridSeries; tail?: GridSeries }>()
  for (const series of held.series) byKey.set(series.key, { held: series })
  for (const series of tail.series) {
    const entry = byKey.get(series.key)
    if (entry) entry.tail = series
    else byKey.set(series.key, { tail: series })
  }
  const series: GridSeries[] = []
  for (const key of [...byKey.keys()].sort()) {
    const entry = byKey.get(key)
    const origin = entry?.tail ?? entry?.held
    if (!entry || !origin) continue
    const values = new Float64Array(window.count).fill(Number.NaN)
    const present = new Uint8Array(window.count)
    if (entry.held) copyPoints(entry.held, held.grid, values, present, window, window.startMs, tailStart)
    if (entry.tail) copyPoints(entry.tail, tail.grid, values, present, window, tailStart, Number.POSITIVE_INFINITY)
    if (present.includes(1)) series.push({ labels: origin.labels, key, values, present })
  }
  return { grid: window, series }
}

function copyPoints(
  from: GridSeries,
  fromGrid: Grid,
  values: Float64Array,
  present: Uint8Array,
  window: Grid,
  firstMs: UnixMs,
  beforeMs: UnixMs,
): void {
  const step = window.stepMs
  const start = Math.max(firstMs, window.startMs, fromGrid.startMs)
  const end = Math.min(beforeMs - step, gridEndMs(window), gridEndMs(fromGrid))
  const count = Math.floor((end - start) / step) + 1
  if (count <= 0) return
  const source = (start - fromGrid.startMs) / step
  const target = (start - window.startMs) / step
  values.set(from.values.subarray(source, source + count), target)
  present.set(from.present.subarray(source, source + count), target)
}

/**
 * Whether two answers agree on every point from `fromMs` to `toMs` (inclusive). Values may differ by 1e-9 of
 * their size: a server may add the same numbers in another order after it compacted its head.
 */
export function agreeBetween(a: Matrix, b: Matrix, fromMs: UnixMs, toMs: UnixMs): boolean {
  const byKey = new Map(b.series.map((series) => [series.key, series]))
  const seen = new Set<string>()
  for (const series of a.series) {
    seen.add(series.key)
    if (!seriesAgree(series, a.grid, byKey.get(series.key), b.grid, fromMs, toMs)) return false
  }
  return b.series.every(
    (series) => seen.has(series.key) || seriesAgree(undefined, a.grid, series, b.grid, fromMs, toMs),
  )
}

function seriesAgree(
  a: GridSeries | undefined,
  aGrid: Grid,
  b: GridSeries | undefined,
  bGrid: Grid,
  fromMs: UnixMs,
  toMs: UnixMs,
): boolean {
  for (let ms = fromMs; ms <= toMs; ms += aGrid.stepMs) {
    const i = (ms - aGrid.startMs) / aGrid.stepMs
    const j = (ms - bGrid.startMs) / bGrid.stepMs
    if ((a?.present[i] ?? 0) !== (b?.present[j] ?? 0)) return false
    if (!nearlyEqual(a?.values[i] ?? Number.NaN, b?.values[j] ?? Number.NaN)) return false
  }
  return true
}

function nearlyEqual(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))
}
