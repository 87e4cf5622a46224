import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** Label names to values, in the order the server sent them. A Map, because `__proto__` is a legal label name. */
export type Labels = ReadonlyMap<string, string>

/** Evaluation times `startMs + i * stepMs` for `i` in `0 .. count - 1`. */
export interface Grid {
  readonly startMs: UnixMs
  readonly stepMs: DurationMs
  readonly count: number
}

/**
 * One series on a grid. `present[i]` is 1 where the server sent a point; `values[i]` is NaN where it did not.
 * A NaN with `present` 1 is a real NaN (such as 0/0), which means "no traffic" and not "no data".
 */
export interface GridSeries {
  readonly labels: Labels
  /** Canonical text of the labels, equal for equal label sets: see `labelsKey`. */
  readonly key: string
  readonly values: Float64Array
  readonly present: Uint8Array
}

/** The answer of a range query. */
export interface Matrix {
  readonly grid: Grid
  readonly series: readonly GridSeries[]
}

export interface VectorSample {
  readonly labels: Labels
  readonly key: string
  readonly value: number
}

/** The answer of an instant query at `timeMs`. */
export interface Vector {
  readonly timeMs: UnixMs
  readonly samples: readonly VectorSample[]
}

/** Canonical text of a label set: names sorted, each pair length-prefixed so that no value can imitate a separator. */
export function labelsKey(labels: Labels): string {
  const names = [...labels.keys()].sort()
  // Joined it is one text; added up it would be a tree, which the first look-up has to walk through.
  return names
    .map((name) => {
      const value = labels.get(name) ?? ''
      return `${name.length}:${name}=${value.length}:${value};`
    })
    .join('')
}

/** Time of the last grid point; equals `startMs - stepMs` for an empty grid. */
export function gridEndMs(grid: Grid): UnixMs {
  return grid.startMs + (grid.count - 1) * grid.stepMs
}
