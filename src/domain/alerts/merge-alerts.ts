import { type Labels, labelsKey } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { alertKey } from './alert-key'
import { createFinder } from './find-received'
import type { AlertRule, ReceivedAlert, RuleAlert } from './model'
import type { SeriesAlert } from './series-alerts'

/** What has become of an alert. */
export type Delivery =
  /** `dueMs` is null where its rule is not known. */
  | { readonly kind: 'pending'; readonly dueMs: UnixMs | null }
  /** An Alertmanager sends it to these receivers. */
  | { readonly kind: 'delivered'; readonly receivers: readonly string[] }
  | { readonly kind: 'silenced'; readonly by: readonly string[] }
  /** By alerts with these fingerprints. */
  | { readonly kind: 'inhibited'; readonly by: readonly string[] }
  /** It fires since so short a time that no Alertmanager can have heard of it. */
  | { readonly kind: 'underway' }
  /** It fires, and no Alertmanager knows it: nobody is told. */
  | { readonly kind: 'unknown' }
  /** There is no Alertmanager, or none answers, or it has just started: nobody can say. `last` is what was so before. */
  | { readonly kind: 'unasked'; readonly why: string; readonly last?: LastDelivery }

/** What an Alertmanager told when it answered last. */
export interface LastDelivery {
  readonly kind: 'delivered' | 'silenced' | 'inhibited'
  readonly receivers: readonly string[]
  /** When it was told. */
  readonly heardMs: UnixMs
}

/** One alert, as both systems tell of it. */
export interface AlertRow {
  /** Stable while the alert lives: by its labels. */
  readonly id: string
  readonly name: string
  readonly labels: Labels
  readonly annotations: Labels
  readonly state: 'firing' | 'pending'
  /** Who tells of it; `series` where Prometheus does not tell its rules, but has the series of its alerts. */
  readonly toldBy: 'rules' | 'series' | 'alertmanager'
  /** Since when it has been in this state, as far as anybody tells. */
  readonly sinceMs: UnixMs
  /** Where nobody tells: `sinceMs` is when it was heard of. */
  readonly isSinceUnknown?: true
  /** Of its rule's expression; null where Prometheus does not tell of it, and while its rule only keeps it firing. */
  readonly value: number | null
  readonly rule: AlertRule | null
  /** As an Alertmanager has it; null where none does. */
  readonly received: ReceivedAlert | null
  readonly delivery: Delivery
}

/** An alert as an Alertmanager had it when it was heard last, for want of a newer word. */
export interface OldReceived {
  readonly alert: ReceivedAlert
  readonly heardMs: UnixMs
}

/**
 * What the Alertmanagers tell now; `why` that is not all, in words for the reader, and in `old` what those had told before that
 * cannot be believed now.
 */
export type Received =
  | { readonly ok: true; readonly alerts: readonly ReceivedAlert[] }
  | {
      readonly ok: false
      readonly alerts: readonly ReceivedAlert[]
      readonly why: string
      readonly old?: readonly OldReceived[]
    }

/** While no Alertmanager that was asked has answered. */
export const NOT_HEARD = { ok: false, alerts: [], why: 'delivery not known yet' } as const satisfies Received

/** Prometheus sends at the evaluation after the one that fires, and again each minute. */
const RESEND_MS: DurationMs = 60_000

/**
 * One row an alert from what Prometheus and Alertmanager tell. They are the same alert where all labels of Prometheus' alert are
 * on Alertmanager's: what that has beyond them are labels that Prometheus adds when it sends. `rules` is null where no rule
 * source answers: the alerts that Alertmanager has are rows then, all the same, and those in `series`.
 */
export function mergeAlerts(
  rules: readonly AlertRule[] | null,
  received: Received,
  nowMs: UnixMs,
  series: readonly SeriesAlert[] = [],
): readonly AlertRow[] {
  const hear = createHearing(received)
  /** With the labels that Prometheus has of them. */
  const taken = new Map<ReceivedAlert, Labels>()
  const rows: AlertRow[] = []
  for (const rule of rules ?? []) {
    for (const alert of rule.alerts) {
      const match = hear.find(alert.labels)
      if (match !== undefined) taken.set(match, alert.labels)
      rows.push(ruleRow(rule, alert, match ?? null, hear, nowMs))
    }
  }
  for (const alert of series) {
    const match = hear.find(alert.labels)
    if (match !== undefined) taken.set(match, alert.labels)
    rows.push(seriesRow(alert, match ?? null, hear, nowMs))
  }
  const idOf = createReceivedId(received.alerts, taken, rows)
  for (const alert of received.alerts) if (!taken.has(alert)) rows.push(receivedRow(alert, idOf(alert), hear))
  const known = new Set([...(rules ?? []).map(({ name }) => name), ...series.map(({ labels }) => nameOf(labels))])
  for (const { alert } of oldOf(received)) {
    // Of the alerts of its own rules Prometheus knows better which of them are over.
    if (!taken.has(alert) && !known.has(nameOf(alert.labels))) rows.push(receivedRow(alert, idOf(alert), hear))
  }
  return rows
}

/**
 * An alert that Prometheus has let go and Alertmanager has not yet is the row that it was: without the labels that are added on the
 * way, as told by those alerts that both have.
 */
function createReceivedId(
  alerts: readonly ReceivedAlert[],
  taken: ReadonlyMap<ReceivedAlert, Labels>,
  rows: readonly AlertRow[],
): (alert: ReceivedAlert) => string {
  let added: readonly Labels[] | undefined
  let ids: Set<string> | undefined
  return ({ labels }) => {
    added ??= addedOnTheWay(taken)
    ids ??= new Set([...rows.map(({ id }) => id), ...alerts.map((alert) => alertKey(alert.labels))])
    const own = added.find((each) => [...each].every(([name, value]) => labels.get(name) === value))
    const id = own === undefined ? undefined : labelsKey(new Map([...labels].filter(([name]) => !own.has(name))))
    if (id === undefined || ids.has(id)) return alertKey(labels)
    ids.add(id)
    return id
  }
}

function addedOnTheWay(taken: ReadonlyMap<ReceivedAlert, Labels>): readonly Labels[] {
  const found = new Map<string, Labels>()
  for (const [{ labels: all }, own] of taken) {
    if (all.size === own.size) continue
    const added = new Map([...all].filter(([name]) => !own.has(name)))
    found.set(labelsKey(added), added)
  }
  return [...found.values()]
}

/** What becomes of alerts, as far as the Alertmanagers tell. */
export interface Hearing {
  /** The alert as one of them has it, or had it. */
  find(labels: Labels): ReceivedAlert | undefined
  /** Of an alert that fires for so long, and of what was found of it. */
  deliveryOf(found: ReceivedAlert | null, firesMs: DurationMs, intervalMs: DurationMs): Delivery
}

/** Looks for an alert in what is told now, and then in what was told before. */
export function createHearing(received: Received): Hearing {
  const old = new Map(oldOf(received).map(({ alert, heardMs }) => [alert, heardMs]))
  const [findNow, findOld] = [createFinder(received.alerts), createFinder([...old.keys()])]
  return {
    find: (labels) => findNow(labels) ?? findOld(labels),
    deliveryOf(found, firesMs, intervalMs) {
      const heardMs = found === null ? undefined : old.get(found)
      if (found !== null && heardMs === undefined) return deliveryOfReceived(found)
      if (!received.ok) return { kind: 'unasked', why: received.why, ...lastOf(found, heardMs) }
      return firesMs < 2 * intervalMs + RESEND_MS ? { kind: 'underway' } : { kind: 'unknown' }
    },
  }
}

function oldOf(received: Received): readonly OldReceived[] {
  return received.ok ? [] : (received.old ?? [])
}

function lastOf(found: ReceivedAlert | null, heardMs: UnixMs | undefined): { readonly last?: LastDelivery } {
  if (found === null || heardMs === undefined) return {}
  const { kind } = deliveryOfReceived(found)
  if (kind !== 'delivered' && kind !== 'silenced' && kind !== 'inhibited') return {}
  return { last: { kind, receivers: found.receivers, heardMs } }
}

function ruleRow(
  rule: AlertRule,
  alert: RuleAlert,
  match: ReceivedAlert | null,
  hear: Hearing,
  nowMs: UnixMs,
): AlertRow {
  const { labels, annotations, state, activeMs, value } = alert
  const firesSinceMs = activeMs + rule.forMs
  return {
    id: alertKey(labels),
    name: rule.name,
    labels,
    annotations,
    state,
    toldBy: 'rules',
    sinceMs: state === 'pending' ? activeMs : firesSinceMs,
    value,
    rule,
    received: match,
    delivery:
      state === 'pending'
        ? { kind: 'pending', dueMs: firesSinceMs }
        : hear.deliveryOf(match, nowMs - firesSinceMs, rule.intervalMs),
  }
}

/** Why it is not said that one was not delivered. */
const NO_AGE = 'no Alertmanager has it, or not yet'

function seriesRow(
  { labels, state, activeMs }: SeriesAlert,
  match: ReceivedAlert | null,
  hear: Hearing,
  nowMs: UnixMs,
): AlertRow {
  const heard = hear.deliveryOf(match, 0, 0)
  // Between the condition and the firing lies a `for` that nobody tells.
  const delivery: Delivery = heard.kind === 'underway' && match === null ? { kind: 'unasked', why: NO_AGE } : heard
  return {
    id: alertKey(labels),
    name: nameOf(labels),
    labels,
    annotations: match?.annotations ?? new Map(),
    ...{ state, toldBy: 'series', value: null, rule: null, received: match },
    sinceMs: activeMs ?? nowMs,
    ...(activeMs === null && { isSinceUnknown: true as const }),
    delivery: state === 'pending' ? { kind: 'pending', dueMs: null } : delivery,
  }
}

function nameOf(labels: Labels): string {
  return labels.get('alertname') ?? ''
}

function deliveryOfReceived({ state, silencedBy, inhibitedBy, receivers }: ReceivedAlert): Delivery {
  if (silencedBy.length > 0) return { kind: 'silenced', by: silencedBy }
  if (inhibitedBy.length > 0) return { kind: 'inhibited', by: inhibitedBy }
  return state === 'unprocessed' ? { kind: 'underway' } : { kind: 'delivered', receivers }
}

/** An alert of another Prometheus, or one that this one has let go and Alertmanager has not yet. */
function receivedRow(alert: ReceivedAlert, id: string, hear: Hearing): AlertRow {
  return {
    id,
    name: nameOf(alert.labels),
    labels: alert.labels,
    annotations: alert.annotations,
    state: 'firing',
    toldBy: 'alertmanager',
    sinceMs: alert.startsMs,
    value: null,
    rule: null,
    received: alert,
    delivery: hear.deliveryOf(alert, 0, 0),
  }
}
