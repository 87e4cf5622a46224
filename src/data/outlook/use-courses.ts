import { useMemo } from 'react'
import type { PlaneQuery } from '~/data/query-plane/query-data'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { asSourceError } from '~/data/questions/as-source-error'
import { useServices } from '~/data/services-context'
import { replaceMacros } from '~/domain/promql/macros'
import { normaliseExpr } from '~/domain/promql/normalise'
import type { Matrix } from '~/domain/series/frame'
import type { SourceError } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** A stretch of time whose points do not change any more. */
export interface Stretch {
  readonly id: string
  readonly stepMs: DurationMs
  /** At a server time; whole steps. */
  readonly at: (nowMs: UnixMs) => { readonly fromMs: UnixMs; readonly toMs: UnixMs }
}

/** One value over time; null where there is no data, NaN where nothing happened. */
export interface Course {
  readonly points: readonly { readonly timeMs: UnixMs; readonly value: number | null }[] | undefined
  readonly matrix: Matrix | undefined
  readonly error: SourceError | null
}

/** The courses of expressions over a stretch, each asked once for it. Of several series the first is taken: these are to have one. */
export function useCourses(exprs: readonly string[], stretch: Stretch): readonly Course[] {
  const { config, metrics, plane } = useServices()
  const { scrapeIntervalMs } = config
  const questions = useMemo(
    () =>
      exprs.map((text): PlaneQuery => {
        const { stepMs } = stretch
        const expr = normaliseExpr(replaceMacros(text, { stepMs, rangeMs: stepMs, scrapeIntervalMs }))
        const resolveWindow = (nowMs: UnixMs) => ({ ...stretch.at(nowMs), live: false })
        const key = JSON.stringify([metrics.id, 'course', stretch.id, stepMs, expr])
        return { key, sourceId: metrics.id, expr, stepMs, mode: 'range', resolveWindow }
      }),
    [exprs, stretch, metrics.id, scrapeIntervalMs],
  )
  const unique = useMemo(() => [...new Map(questions.map((one) => [one.key, one])).values()], [questions])
  const results = usePlaneQueries(plane, unique)
  return questions.map(({ key }) => {
    const { data, error } = results[unique.findIndex((one) => one.key === key)] ?? {}
    return {
      points: data?.matrix ? pointsOf(data.matrix) : undefined,
      matrix: data?.matrix ?? undefined,
      error: asSourceError(error ?? null),
    }
  })
}

const known = new WeakMap<Matrix, Course['points'] & object>()

function pointsOf(matrix: Matrix): Course['points'] & object {
  const before = known.get(matrix)
  if (before !== undefined) return before
  const { grid, series } = matrix
  const [one] = series
  const points = Array.from({ length: grid.count }, (_, i) => ({
    timeMs: grid.startMs + i * grid.stepMs,
    value: one?.present[i] === 1 ? (one.values[i] ?? null) : null,
  }))
  known.set(matrix, points)
  return points
}
