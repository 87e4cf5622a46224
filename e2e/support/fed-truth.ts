import type { FedPlatforms, FedSeries } from './fed-platforms'

/** What one line, bar, slice or cell has to show. */
export interface Figure {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
  /** Relative error that a window which is no whole number of scrapes allows; 0 where both sides of a quotient share it. */
  readonly slack: number
}

/** Null: a metric that it is made of is not there, so that nobody knows. */
export type Figures = readonly Figure[] | null

type Where = Readonly<Record<string, string | RegExp>>

/** A rate is extrapolated to the ends of its window: it may be off by as much as a tenth of one scrape in the shortest window. */
const WINDOW_SLACK = 0.03

/**
 * What is true of a fed platform, computed from the growth and the levels that it was fed with: no PromQL, no Prometheus. `by` names
 * the labels of which each combination has its own figure; without any there is one figure.
 */
export interface FedTruth {
  /** Growth of a counter a second. */
  rate(name: string, where?: Where, by?: readonly string[]): Figures
  /** Growth of a counter over the last so many seconds, or over all that was fed where that is less. */
  increase(seconds: number, name: string, where?: Where, by?: readonly string[]): Figures
  sum(name: string, where?: Where, by?: readonly string[]): Figures
  /** Of a histogram, interpolated within its bucket. */
  quantile(share: number, histogram: string, by?: readonly string[]): Figures
  /** Average observation of a histogram. */
  mean(histogram: string, by?: readonly string[]): Figures
  restarts(by: readonly string[]): Figures
}

/** What is true of one platform at a time. */
export function truthOf(fed: FedPlatforms, platform: string, atMs: number): FedTruth {
  const own = fed.series.filter(({ labels }) => labels.get('platform') === platform)
  const find = (name: string, where: Where = {}) => {
    const named = own.filter((series) => series.name === name)
    if (named.length === 0) return null
    return named.filter(({ labels }) =>
      Object.entries(where).every(([label, wanted]) => fits(labels.get(label), wanted)),
    )
  }
  const grouped = (
    found: readonly FedSeries[] | null,
    by: readonly string[],
    slack: number,
    figureOf: (series: readonly FedSeries[]) => number,
  ): Figures => {
    if (found === null) return null
    // A sum of nothing that could be there is none, but where the metric is known: then it is zero.
    if (by.length === 0) return [{ labels: {}, value: figureOf(found), slack }]
    const groups = groupBy(found, ({ labels }) => by.map((label) => labels.get(label) ?? '').join('\n'))
    return [...groups.values()].map((group) => ({
      labels: Object.fromEntries(by.map((label) => [label, group[0]?.labels.get(label) ?? ''])),
      value: figureOf(group),
      slack,
    }))
  }
  const perSecond = (all: readonly FedSeries[]) =>
    all.reduce((sum, { perScrape, intervalMs }) => sum + (perScrape * 1000) / intervalMs, 0)
  const rate: FedTruth['rate'] = (name, where, by = []) => grouped(find(name, where), by, WINDOW_SLACK, perSecond)
  return {
    rate,
    increase: (seconds, name, where, by) => times(Math.min(seconds, (atMs - fed.fromMs) / 1000), rate(name, where, by)),
    sum: (name, where, by = []) =>
      grouped(find(name, where), by, 0, (all) => all.reduce((sum, { level }) => sum + level, 0)),
    quantile: (share, histogram, by = []) =>
      grouped(find(`${histogram}_bucket`), by, 0, (buckets) => {
        const groups = groupBy(buckets, ({ labels }) => Number(labels.get('le')?.replace('+Inf', 'Infinity')))
        return quantileOf(
          share,
          [...groups].map(([bound, all]) => [bound, perSecond(all)]),
        )
      }),
    mean: (histogram, by) => over(rate(`${histogram}_sum`, {}, by), rate(`${histogram}_count`, {}, by)),
    restarts: (by) =>
      grouped(find('process_start_time_seconds'), by, 0, ([one]) =>
        one === undefined ? Number.NaN : fed.restartsUntil(one, atMs),
      ),
  }
}

function fits(value: string | undefined, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? value === wanted : wanted.test(value ?? '')
}

/** Of how many observations up to each bound: straight between the bounds. NaN where nothing was observed. */
function quantileOf(share: number, upTo: readonly (readonly [bound: number, count: number])[]): number {
  const sorted = upTo.toSorted(([a], [b]) => a - b)
  const all = sorted.at(-1)?.[1] ?? 0
  if (all === 0) return Number.NaN
  const at = sorted.findIndex(([, count]) => count >= share * all)
  const [bound, count] = sorted[at] ?? [Number.NaN, 0]
  const [below, before] = sorted[at - 1] ?? [0, 0]
  return below + ((bound - below) * (share * all - before)) / (count - before)
}

function groupBy<K>(all: readonly FedSeries[], keyOf: (series: FedSeries) => K): ReadonlyMap<K, readonly FedSeries[]> {
  const groups = new Map<K, FedSeries[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group === undefined) groups.set(keyOf(one), [one])
    else group.push(one)
  }
  return groups
}

const same = (a: Figure, b: Figure) => Object.entries(a.labels).every(([label, value]) => b.labels[label] === value)

/** Quotients by the groups of `whole`; a group may give `part` nothing. What came out of the same scrapes shares their error. */
export function over(part: Figures, whole: Figures): Figures {
  if (part === null || whole === null) return null
  return whole.map((one) => ({
    ...one,
    value: (part.find((other) => same(one, other))?.value ?? 0) / one.value,
    slack: 0,
  }))
}

export function plus(a: Figures, b: Figures, sign = 1): Figures {
  if (a === null || b === null) return null
  return a.map((one) => {
    const value = one.value + sign * (b.find((other) => same(one, other))?.value ?? 0)
    return { ...one, value }
  })
}

export function times(factor: number, figures: Figures): Figures {
  return figures?.map((one) => ({ ...one, value: one.value * factor })) ?? null
}

/** Products of single figures. */
export function product(a: Figures, b: Figures): Figures {
  if (a === null || b === null) return null
  return a.map((one) => ({ ...one, value: one.value * (b[0]?.value ?? Number.NaN), slack: WINDOW_SLACK }))
}

export const minus = (a: Figures, b: Figures) => plus(a, b, -1)
export const percent = (part: Figures, whole: Figures) => times(100, over(part, whole))
