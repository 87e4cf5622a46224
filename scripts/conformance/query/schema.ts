import type { SeriesSlice } from '~/domain/promql/queryable'
import type { Dataset } from '../data/generate'

/** The series of one metric name. */
export interface Family {
  readonly name: string
  /** All label names that occur, `__name__` left out. */
  readonly labels: readonly string[]
  /** The label sets, without the name. */
  readonly sets: readonly ReadonlyMap<string, string>[]
  readonly isCounter: boolean
  readonly isHistogram: boolean
  /** Times of samples where a series begins, ends, is marked as ended, or pauses for more than a minute. */
  readonly edgesMs: readonly number[]
}

/** What the data holds, so that queries can ask for what is there. */
export interface Schema {
  readonly families: readonly Family[]
  /** Values of each label anywhere. */
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly startMs: number
  readonly endMs: number
}

export function describeData({ series, startMs, endMs }: Dataset): Schema {
  const sets = new Map<string, ReadonlyMap<string, string>[]>()
  const edges = new Map<string, number[]>()
  const values = new Map<string, Set<string>>()
  for (const one of series) {
    const { labels } = one
    const set = new Map([...labels].filter(([label]) => label !== '__name__'))
    const name = labels.get('__name__') ?? ''
    sets.set(name, [...(sets.get(name) ?? []), set])
    edges.set(name, [...(edges.get(name) ?? []), ...edgesOf(one)])
    for (const [label, value] of labels) values.set(label, (values.get(label) ?? new Set()).add(value))
  }
  const families = [...sets].map(([name, own]) => ({
    name,
    labels: [...new Set(own.flatMap((set) => [...set.keys()]))],
    sets: own,
    isCounter: /_(?:total|count|sum|bucket)$/.test(name),
    isHistogram: name.endsWith('_bucket'),
    edgesMs: edges.get(name) ?? [],
  }))
  return { families, values: new Map([...values].map(([label, all]) => [label, [...all]])), startMs, endMs }
}

const PAUSE_MS = 60_000

function edgesOf({ timesMs, stale }: SeriesSlice): number[] {
  return [...timesMs].filter((timeMs, i) => {
    const before = timesMs[i - 1] ?? Number.NEGATIVE_INFINITY
    const after = timesMs[i + 1] ?? Number.POSITIVE_INFINITY
    return stale?.[i] === 1 || timeMs - before > PAUSE_MS || after - timeMs > PAUSE_MS
  })
}
