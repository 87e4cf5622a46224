import type { Grid } from '~/domain/series/frame'

/** A body as it comes from the wire; a string is taken as it is, everything else as JSON. */
export function bodyOf(value: unknown): ArrayBuffer {
  const bytes = new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
  return bytes.slice().buffer
}

type Metric = Readonly<Record<string, string>>

/** A successful answer; `extra` stands beside `data`, such as warnings. */
export function success(data: unknown, extra: Readonly<Record<string, unknown>> = {}): unknown {
  return { status: 'success', data, ...extra }
}

/** One series of a matrix on a grid; undefined leaves the point out. */
export function matrixSeries(metric: Metric, grid: Grid, values: readonly (string | undefined)[]): unknown {
  const points = values.flatMap((value, i) =>
    value === undefined ? [] : [[(grid.startMs + i * grid.stepMs) / 1000, value]],
  )
  return { metric, values: points }
}

/** Data of a range answer. */
export function matrix(...result: readonly unknown[]): unknown {
  return { resultType: 'matrix', result }
}

/** Data of an instant answer. */
export function vector(timeMs: number, ...samples: readonly (readonly [Metric, string])[]): unknown {
  return { resultType: 'vector', result: samples.map(([metric, value]) => ({ metric, value: [timeMs / 1000, value] })) }
}

/** The error of an API answer. */
export function failure(errorType: string, error: unknown): unknown {
  return { status: 'error', errorType, error }
}
