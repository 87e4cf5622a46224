import { type Labels, labelsKey } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** A stretch of time in which one alert fired. */
export interface Episode {
  /** The first point that has it: it began within the step before. */
  readonly fromMs: UnixMs
  /** One step after the last point that has it, not included: it ended within that step. */
  readonly toMs: UnixMs
  /** It fired at the first point of the range: it began at an unknown time. */
  readonly openStart: boolean
  /** It fired at the last point of the range: it may not be over. */
  readonly openEnd: boolean
}

/** What the episodes of one alert, or of all of a name, come to. */
export interface EpisodeFigures {
  readonly count: number
  /** Fired, within the range; of several alerts the sum. */
  readonly totalMs: DurationMs
  /** Mean time from firing to resolved, of episodes that begin and end in the range; null where there is none. */
  readonly meanResolveMs: DurationMs | null
  readonly longestMs: DurationMs
}

/** An alert: one label set. */
export interface AlertHistory extends EpisodeFigures {
  readonly key: string
  /** Those of the alert: without name and state of the series. */
  readonly labels: Labels
  /** In order of time. */
  readonly episodes: readonly Episode[]
  /** How often it was waiting for its `for`. */
  readonly pendingCount: number
  readonly isFlapping: boolean
}

/** All alerts of one name, severity and platform. */
export interface NamedHistory extends EpisodeFigures {
  readonly key: string
  readonly name: string
  /** Empty where the alerts do not say. */
  readonly severity: string
  readonly platform: string
  /** The noisiest first. */
  readonly alerts: readonly AlertHistory[]
  readonly pendingCount: number
  /** One of its alerts flaps. */
  readonly isFlapping: boolean
}

/** The points of `ALERTS` at equal distances. */
export interface AlertPoints {
  readonly timesMs: ArrayLike<UnixMs>
  readonly stepMs: DurationMs
  readonly series: readonly { readonly labels: Labels; readonly present: ArrayLike<number> }[]
}

/** An alert flaps that begins to fire this often within this time. */
export const FLAPPING: { readonly episodes: number; readonly withinMs: DurationMs } = {
  episodes: 4,
  withinMs: 3_600_000,
}

export const HISTORY_ORDERS = ['count', 'time', 'mean', 'name'] as const
export type HistoryOrder = (typeof HISTORY_ORDERS)[number]

/** The stretches in which `present` is 1, on times that are one step apart. */
export function episodesOf(
  present: ArrayLike<number>,
  timesMs: ArrayLike<UnixMs>,
  stepMs: DurationMs,
): readonly Episode[] {
  const episodes: Episode[] = []
  const count = timesMs.length
  for (let start = 0; start < count; ) {
    if (present[start] !== 1) {
      start++
      continue
    }
    let end = start
    while (end + 1 < count && present[end + 1] === 1) end++
    const [fromMs, lastMs] = [timesMs[start] as UnixMs, timesMs[end] as UnixMs]
    episodes.push({ fromMs, toMs: lastMs + stepMs, openStart: start === 0, openEnd: end === count - 1 })
    start = end + 1
  }
  return episodes
}

/** Count and times of episodes. */
export function figuresOf(episodes: readonly Episode[]): EpisodeFigures {
  const times = episodes.map(({ fromMs, toMs }) => toMs - fromMs)
  const closed = episodes.filter(({ openStart, openEnd }) => !openStart && !openEnd)
  const closedMs = closed.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  return {
    count: episodes.length,
    totalMs: times.reduce((sum, ms) => sum + ms, 0),
    meanResolveMs: closed.length === 0 ? null : closedMs / closed.length,
    longestMs: times.reduce((most, ms) => Math.max(most, ms), 0),
  }
}

/** Whether enough episodes of one alert begin within the time that makes it flap. */
export function isFlapping(episodes: readonly Episode[]): boolean {
  const { episodes: enough, withinMs } = FLAPPING
  return episodes.some(({ fromMs }, i) => {
    const last = episodes[i + enough - 1]
    return last !== undefined && last.fromMs - fromMs <= withinMs
  })
}

/** What `ALERTS` tells of the alerts that fired or waited in a range, by their names; the noisiest first. */
export function alertHistory({ timesMs, stepMs, series }: AlertPoints): readonly NamedHistory[] {
  const found = new Map<string, { labels: Labels; firing: readonly Episode[]; pending: readonly Episode[] }>()
  for (const { labels: told, present } of series) {
    const state = told.get('alertstate')
    if (state !== 'firing' && state !== 'pending') continue
    const labels = alertLabels(told)
    const key = labelsKey(labels)
    const known = found.get(key) ?? { labels, firing: [], pending: [] }
    found.set(key, { ...known, [state]: episodesOf(present, timesMs, stepMs) })
  }
  const groups = new Map<string, AlertHistory[]>()
  for (const [key, { labels, firing, pending }] of found) {
    const name = JSON.stringify(['alertname', 'severity', 'platform'].map((label) => labels.get(label) ?? ''))
    const alert: AlertHistory = {
      ...{ key, labels, episodes: firing, ...figuresOf(firing) },
      ...{ pendingCount: pending.length, isFlapping: isFlapping(firing) },
    }
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [alert])
    else group.push(alert)
  }
  const named = [...groups].map(([key, alerts]): NamedHistory => {
    const { labels } = alerts[0] as AlertHistory
    return {
      key,
      name: labels.get('alertname') ?? '',
      severity: labels.get('severity') ?? '',
      platform: labels.get('platform') ?? '',
      alerts: alerts.sort(noisiest),
      ...figuresOf(alerts.flatMap(({ episodes }) => episodes)),
      pendingCount: alerts.reduce((sum, alert) => sum + alert.pendingCount, 0),
      isFlapping: alerts.some((alert) => alert.isFlapping),
    }
  })
  return sortHistory(named, 'count')
}

/** By the greatest of what is asked, or by name; then by how noisy they are. */
export function sortHistory(history: readonly NamedHistory[], order: HistoryOrder): readonly NamedHistory[] {
  const byName = (a: NamedHistory, b: NamedHistory) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  const by: Readonly<Record<HistoryOrder, (a: NamedHistory, b: NamedHistory) => number>> = {
    count: noisiest,
    time: (a, b) => b.totalMs - a.totalMs,
    mean: (a, b) => (b.meanResolveMs ?? -1) - (a.meanResolveMs ?? -1),
    name: byName,
  }
  return history.toSorted((a, b) => by[order](a, b) || noisiest(a, b) || byName(a, b))
}

/** Stretches in which at least one of the alerts fired, in order of time and without overlaps. */
export function joinEpisodes(alerts: readonly Pick<AlertHistory, 'episodes'>[]): readonly Episode[] {
  const all = alerts.flatMap(({ episodes }) => episodes).sort((a, b) => a.fromMs - b.fromMs)
  const joined: Episode[] = []
  for (const episode of all) {
    const last = joined.at(-1)
    if (last === undefined || episode.fromMs > last.toMs) joined.push(episode)
    else if (episode.toMs > last.toMs)
      joined[joined.length - 1] = { ...last, toMs: episode.toMs, openEnd: episode.openEnd }
  }
  return joined
}

function noisiest(a: EpisodeFigures, b: EpisodeFigures): number {
  return b.count - a.count || b.totalMs - a.totalMs
}

function alertLabels(series: Labels): Labels {
  const labels = new Map(series)
  labels.delete('__name__')
  labels.delete('alertstate')
  return labels
}
