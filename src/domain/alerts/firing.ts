import { severityTone } from '~/domain/annotations/alert-spans'
import { quoteText } from '~/domain/promql/parse/go-quote'
import { type Labels, labelsKey, type VectorSample } from '~/domain/series/frame'
import type { AlertRow, Delivery } from './merge-alerts'
import { isDeadMansSwitch } from './pipeline-faults'

/* What counts as firing: one definition for the navigation, the tab, home and the list of alerts. */

/** Alerts of one name, severity and platform that fire. */
export interface FiringGroup {
  readonly name: string
  /** As its label says; empty where there is none. */
  readonly severity: string
  readonly platform: string
  readonly count: number
}

/** Firing alerts that somebody should look at, by how bad they are. */
export interface FiringCount {
  readonly critical: number
  /** Also those whose severity nobody knows. */
  readonly warning: number
}

/** All that fires, in as many series as there are kinds of alerts; in the form of `normaliseExpr`. */
export const FIRING_EXPR = 'count by(alertname,severity,platform)(ALERTS{alertstate="firing"})'

/** More names make a question that no proxy lets through. */
const MAX_NAMES = 200
/** More series are no small answer any more; those beyond are taken for not silenced. */
const MAX_SERIES = 2_000

/** The firing alerts of these names, each with its labels; null where there are no names. */
export function seriesExpr(names: Iterable<string>): string | null {
  const wanted = [...new Set(names)].sort().slice(0, MAX_NAMES)
  if (wanted.length === 0) return null
  const pattern = wanted.map((name) => name.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('|')
  return `topk(${MAX_SERIES},ALERTS{alertstate="firing",alertname=~${quoteText(pattern)}})`
}

/** Whether an answer to `seriesExpr` may lack some: with each refresh others. */
export function isCut(samples: readonly VectorSample[]): boolean {
  return samples.length >= MAX_SERIES
}

/** What the answer to `FIRING_EXPR` tells. What fires always, so that its absence tells, is none of it. */
export function readFiring(samples: readonly VectorSample[]): readonly FiringGroup[] {
  return samples
    .map(({ labels, value }) => ({ ...groupOf(labels), count: value }))
    .filter((group) => !isDeadMansSwitch(group) && group.count > 0)
}

/** How much an alert of this severity needs somebody: `note` for nobody. A word that nobody knows may mean anything. */
export function needOf(severity: string): 'critical' | 'warning' | 'note' {
  const tone = severityTone(severity)
  if (tone === 'crit') return 'critical'
  return tone === 'info' || severity.toLowerCase() === 'none' ? 'note' : 'warning'
}

export function countFiring(groups: readonly FiringGroup[]): FiringCount {
  const of = (need: string) =>
    groups.reduce((sum, { severity, count }) => sum + (needOf(severity) === need ? count : 0), 0)
  return { critical: of('critical'), warning: of('warning') }
}

/**
 * Whether somebody has silenced an alert, or it was inhibited. Where the Alertmanager cannot be asked now, what it told last
 * goes on, `isOld`: it is neither counted as if nobody had heard of it, nor said to be so now.
 */
export function mutedBy(delivery: Delivery): { readonly isOld: boolean } | null {
  if (delivery.kind === 'silenced' || delivery.kind === 'inhibited') return { isOld: false }
  const last = delivery.kind === 'unasked' ? delivery.last : undefined
  return last?.kind === 'silenced' || last?.kind === 'inhibited' ? { isOld: true } : null
}

/** What is known of all that fires. */
export interface KnownFiring {
  /** What somebody should hear of. */
  readonly loud: readonly FiringGroup[]
  readonly muted: readonly FiringGroup[]
  /** Of the muted ones, those that were so when an Alertmanager answered last. */
  readonly doubtful: number
}

/** An alert that fires, as its series in ALERTS tells of it. */
export interface FiringAlert extends Pick<AlertRow, 'id' | 'name' | 'labels' | 'delivery'> {
  readonly state: 'firing'
}

/** The alerts in the answer to `seriesExpr`, with what was heard of them. */
export function readAlerts(
  samples: readonly VectorSample[],
  deliveryOf: (labels: Labels) => Delivery,
): readonly FiringAlert[] {
  return samples.map((sample) => {
    const labels = new Map([...sample.labels].filter(([label]) => label !== '__name__' && label !== 'alertstate'))
    const name = labels.get('alertname') ?? ''
    return { id: labelsKey(labels), name, labels, delivery: deliveryOf(labels), state: 'firing' }
  })
}

/** The critical ones of so many alerts that they cannot be told apart: one for each kind. */
export function criticalKinds({ loud }: KnownFiring): readonly FiringAlert[] {
  return loud
    .filter(({ severity }) => needOf(severity) === 'critical')
    .map((group) => ({
      id: `kind ${keyOf(group)}`,
      name: group.name,
      labels: new Map(
        [
          ['alertname', group.name],
          ['severity', group.severity],
          ['platform', group.platform],
        ].filter((pair): pair is [string, string] => pair[1] !== ''),
      ),
      ...{ state: 'firing', delivery: { kind: 'underway' } },
    }))
}

/** Takes the muted ones out of the groups. Without a series of its own no alert is taken for muted. */
export function splitMuted(groups: readonly FiringGroup[], alerts: readonly FiringAlert[]): KnownFiring {
  const found = new Map<string, { now: number; old: number }>()
  for (const { labels, delivery } of alerts) {
    const muted = mutedBy(delivery)
    if (muted === null) continue
    const key = keyOfLabels(labels)
    const counts = found.get(key) ?? { now: 0, old: 0 }
    found.set(key, counts)
    counts[muted.isOld ? 'old' : 'now']++
  }
  let doubtful = 0
  const parts = groups.map((group) => {
    const { now, old } = found.get(keyOf(group)) ?? { now: 0, old: 0 }
    // The two questions may be answered at different moments.
    const muted = Math.min(group.count, now + old)
    doubtful += Math.min(old, muted)
    return { loud: { ...group, count: group.count - muted }, muted: { ...group, count: muted } }
  })
  const some = ({ count }: FiringGroup) => count > 0
  return {
    loud: parts.map(({ loud }) => loud).filter(some),
    muted: parts.map(({ muted }) => muted).filter(some),
    doubtful,
  }
}

/** The same of the rows of a list: of what this Prometheus says to fire. What Alertmanager alone tells of is no part of it. */
export function firingOfRows(rows: readonly AlertRow[]): KnownFiring {
  const own: FiringAlert[] = []
  const groups = new Map<string, { readonly group: Omit<FiringGroup, 'count'>; count: number }>()
  for (const row of rows) {
    if (row.state !== 'firing' || row.toldBy === 'alertmanager' || isDeadMansSwitch(row)) continue
    // Nothing else is taken out of the groups.
    if (mutedBy(row.delivery) !== null) own.push({ ...row, state: 'firing' })
    const key = keyOfLabels(row.labels)
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { group: groupOf(row.labels), count: 1 })
    else known.count++
  }
  return splitMuted(
    [...groups.values()].map(({ group, count }) => ({ ...group, count })),
    own,
  )
}

const keys = new WeakMap<Labels, string>()

/** `keyOf` of an alert's labels, worked out once: there may be thousands. */
function keyOfLabels(labels: Labels): string {
  const known = keys.get(labels)
  if (known !== undefined) return known
  const key = keyOf(groupOf(labels))
  keys.set(labels, key)
  return key
}

function groupOf(labels: Labels): Omit<FiringGroup, 'count'> {
  const [name = '', severity = '', platform = ''] = ['alertname', 'severity', 'platform'].map((one) => labels.get(one))
  return { name, severity, platform }
}

function keyOf({ name, severity, platform }: Omit<FiringGroup, 'count'>): string {
  return JSON.stringify([name, severity, platform])
}
