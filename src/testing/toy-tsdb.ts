import { type Labels, labelsKey, type Matrix, type Vector } from '~/domain/series/frame'
import { type MetricsSource, SourceError } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'

interface StoredSample {
  readonly timeMs: UnixMs
  readonly value: number
  /** When the server first knew of it: later than `timeMs` for a late sample. */
  readonly arrivedMs: UnixMs
}

interface StoredSeries {
  readonly labels: Labels
  samples: StoredSample[]
}

interface Evaluation {
  readonly seenAtMs: UnixMs
  readonly startMs: UnixMs
  readonly endMs: UnixMs
}

type Evaluate = (series: readonly StoredSample[], atMs: UnixMs, evaluation: Evaluation) => number | null

const MIN = 60_000
const LOOKBACK_MS = 5 * MIN

/**
 * A store small enough to be checked by eye, with the expressions whose reach in time differs: it judges whether merged
 * tails equal one whole query, so only the times that an expression reads matter, not Prometheus' extrapolation.
 */
const EXPRESSIONS: ReadonlyMap<string, Evaluate> = new Map<string, Evaluate>([
  ['m', (series, at) => newestIn(series, at - LOOKBACK_MS, at)],
  ['rate(m[5m])', (series, at) => rateIn(series, at - 5 * MIN, at)],
  ['increase(m[1h])', (series, at) => rateIn(series, at - 60 * MIN, at)],
  ['m offset 10m', (series, at) => newestIn(series, at - 10 * MIN - LOOKBACK_MS, at - 10 * MIN)],
  ['m offset -2m', (series, at) => newestIn(series, at + 2 * MIN - LOOKBACK_MS, at + 2 * MIN)],
  ['max_over_time(rate(m[2m])[10m:1m])', (series, at) => subqueryMax(series, at)],
  ['rate(m[5m]) / rate(m[5m])', (series, at) => ratio(rateIn(series, at - 5 * MIN, at))],
  ['m @ end()', (series, _at, { endMs }) => newestIn(series, endMs - LOOKBACK_MS, endMs)],
])

export const TOY_EXPRESSIONS: readonly string[] = [...EXPRESSIONS.keys()]

export class ToyTsdb {
  readonly #series = new Map<string, StoredSeries>()

  append(labels: Labels, timeMs: UnixMs, value: number, arrivedMs: UnixMs): void {
    const key = labelsKey(labels)
    const series = this.#series.get(key) ?? { labels, samples: [] }
    series.samples = [
      ...series.samples.filter((sample) => sample.timeMs !== timeMs),
      { timeMs, value, arrivedMs },
    ].sort((a, b) => a.timeMs - b.timeMs)
    this.#series.set(key, series)
  }

  queryRange(expr: string, startMs: UnixMs, endMs: UnixMs, stepMs: number, seenAtMs: UnixMs): Matrix {
    const grid = { startMs, stepMs, count: Math.round((endMs - startMs) / stepMs) + 1 }
    const series = [...this.#series.keys()].sort().flatMap((key) => {
      const stored = this.#series.get(key)
      if (!stored) return []
      const values = new Float64Array(grid.count).fill(Number.NaN)
      const present = new Uint8Array(grid.count)
      for (let i = 0; i < grid.count; i++) {
        const value = evaluateAt(expr, stored.samples, startMs + i * stepMs, { seenAtMs, startMs, endMs })
        if (value === null) continue
        values[i] = value
        present[i] = 1
      }
      return present.includes(1) ? [{ labels: stored.labels, key, values, present }] : []
    })
    return { grid, series }
  }

  query(expr: string, timeMs: UnixMs, seenAtMs: UnixMs): Vector {
    const samples = [...this.#series].flatMap(([key, stored]) => {
      const value = evaluateAt(expr, stored.samples, timeMs, { seenAtMs, startMs: timeMs, endMs: timeMs })
      return value === null ? [] : [{ labels: stored.labels, key, value }]
    })
    return { timeMs, samples }
  }
}

export interface ToySource extends MetricsSource {
  /** The next so many requests fail. */
  failNext: number
  /** Points that were sent, over all requests. */
  points: number
  requests: number
}

/** A MetricsSource over a toy store whose present is `now`. */
export function createToySource(tsdb: ToyTsdb, now: () => UnixMs): ToySource {
  const remarks = { warnings: [], infos: [], partial: false, droppedPoints: 0, cost: { bytes: 0, durationMs: 0 } }
  const source: ToySource = {
    id: 'toy',
    title: 'toy',
    kind: 'prometheus',
    failNext: 0,
    points: 0,
    requests: 0,
    probe: async () => ({ latencyMs: 0 }),
    labels: async () => ({ names: [], total: 0, cost: { bytes: 0, durationMs: 0 } }),
    alertRules: async () => [],
    ruleStates: async () => [],
    queryRange: async ({ expr, startMs, endMs, stepMs }) => {
      countOrFail()
      const matrix = tsdb.queryRange(expr, startMs, endMs, stepMs, now())
      source.points += matrix.series.length * matrix.grid.count
      return { ...remarks, matrix }
    },
    query: async ({ expr, timeMs }) => {
      countOrFail()
      const vector = tsdb.query(expr, timeMs, now())
      source.points += vector.samples.length
      return { ...remarks, vector }
    },
  }
  function countOrFail(): void {
    source.requests += 1
    if (source.failNext === 0) return
    source.failNext -= 1
    throw new SourceError({ kind: 'unavailable', message: 'The toy is told to fail.' })
  }
  return source
}

function evaluateAt(
  expr: string,
  samples: readonly StoredSample[],
  atMs: UnixMs,
  evaluation: Evaluation,
): number | null {
  const evaluate = EXPRESSIONS.get(expr)
  if (!evaluate) throw new Error(`The toy store does not know ${expr}`)
  const seen = samples.filter((sample) => sample.arrivedMs <= evaluation.seenAtMs)
  return evaluate(seen, atMs, evaluation)
}

function newestIn(samples: readonly StoredSample[], afterMs: UnixMs, toMs: UnixMs): number | null {
  const newest = samples.findLast((sample) => sample.timeMs > afterMs && sample.timeMs <= toMs)
  return newest ? newest.value : null
}

/** Increase a second over the window with counter resets; null with fewer than two samples. */
function rateIn(samples: readonly StoredSample[], afterMs: UnixMs, toMs: UnixMs): number | null {
  const inside = samples.filter((sample) => sample.timeMs > afterMs && sample.timeMs <= toMs)
  const first = inside[0]
  const last = inside.at(-1)
  if (!first || !last || first === last) return null
  let increase = 0
  for (let i = 1; i < inside.length; i++) {
    const value = inside[i]?.value ?? 0
    const before = inside[i - 1]?.value ?? 0
    increase += value < before ? value : value - before
  }
  return (increase * 1000) / (last.timeMs - first.timeMs)
}

function subqueryMax(samples: readonly StoredSample[], atMs: UnixMs): number | null {
  let max: number | null = null
  // Subquery steps are multiples of their own step, whatever the evaluation time.
  for (let t = Math.floor(atMs / MIN) * MIN; t > atMs - 10 * MIN; t -= MIN) {
    const rate = rateIn(samples, t - 2 * MIN, t)
    if (rate !== null) max = Math.max(max ?? rate, rate)
  }
  return max
}

function ratio(rate: number | null): number | null {
  return rate === null ? null : rate / rate
}
