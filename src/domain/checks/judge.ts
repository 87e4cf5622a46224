import type { DurationMs, UnixMs } from '../units-of-measure'
import { findInAlerts } from './alert-findings'
import { findInApp } from './app-findings'
import { findClock, findOwnClock, ownOffset } from './clock'
import { findFailure } from './failure-findings'
import { type Finding, type FindingSeverity, finding, rankOf, worstOf } from './finding'
import { findInFiles } from './log-findings'
import { findInMetrics } from './metrics-findings'
import type { DeadMan, Observation } from './observation'

/** One part of the installation with what is wrong with it, most urgent first. */
export interface PartReport {
  readonly observed: Observation
  readonly severity: FindingSeverity | 'ok'
  readonly findings: readonly Finding[]
}

/** The state of the whole installation. */
export interface Report {
  /** On the clock of who asked. */
  readonly checkedMs: UnixMs
  readonly severity: FindingSeverity | 'ok'
  /** Worst first, else in the order of the configuration. */
  readonly parts: readonly PartReport[]
  /** Of the whole and of no part. */
  readonly findings: readonly Finding[]
}

/** Slower than this a page of many panels is felt to wait. */
const SLOW_MS: DurationMs = 2_000

/** Turns what was seen into what is wrong, in words. Pure: the same observations give the same report. */
export function judge(observations: readonly Observation[], checkedMs: UnixMs): Report {
  const ownMs = ownOffset(observations)
  const context: Context = {
    checkedMs,
    ownMs,
    hasAlertSource: observations.some(({ part }) => part === 'alerts'),
    deadMan: deadManOf(observations),
  }
  const parts = observations
    .map((observed) => judgePart(observed, context))
    .toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity))
  const findings = findOwnClock(ownMs)
  return { checkedMs, severity: worstOf([...parts, ...findings].map(({ severity }) => severity)), parts, findings }
}

interface Context {
  readonly checkedMs: UnixMs
  readonly ownMs: DurationMs | null
  readonly hasAlertSource: boolean
  readonly deadMan: DeadMan | null
}

function judgePart(observed: Observation, context: Context): PartReport {
  const findings = findAll(observed, context).toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity))
  return { observed, findings, severity: worstOf(findings.map(({ severity }) => severity)) }
}

function findAll(observed: Observation, { checkedMs, ownMs, hasAlertSource, deadMan }: Context): readonly Finding[] {
  const { reach, title, clock, metrics, alerts, files, app, isPreparing } = observed
  if (reach.kind === 'fails') return [findFailure(observed, reach), ...(app === undefined ? [] : findInApp(app))]
  // A server that does not tell its time is taken to have the one that the others agree on.
  const nowMs = checkedMs + ((metrics?.time ?? clock)?.offsetMs ?? ownMs ?? 0)
  return [
    ...(isPreparing === true
      ? [findPreparing(observed)]
      : reach.kind === 'answers' && reach.latencyMs > SLOW_MS
        ? [findSlow(title, reach.latencyMs)]
        : []),
    ...findUnanswered(observed),
    ...findClock(observed, ownMs),
    ...(metrics === undefined ? [] : findInMetrics(metrics, { title, nowMs, hasAlertSource })),
    ...(alerts === undefined ? [] : findInAlerts(alerts, { title, nowMs, deadMan })),
    ...(files === undefined ? [] : findInFiles(files, title)),
    ...(app === undefined ? [] : findInApp(app)),
  ]
}

function findSlow(title: string, latencyMs: DurationMs): Finding {
  return finding(
    'warn',
    'slow',
    `${title} takes ${Math.round(latencyMs / 100) / 10} s to say that it is there.`,
    'Look at its load and at the network between; panels wait at least as long.',
  )
}

/** What lives in the page needs some seconds for its history, and answers slowly meanwhile. */
function findPreparing({ title, kind }: Observation): Finding {
  return finding(
    'info',
    'preparing',
    `${title} ${kind === 'sample' ? 'makes its history' : 'reads its history back'}: what it scrapes and its rules are not known before that is there.`,
    'Nothing to do: it is looked at again in a moment.',
  )
}

/** It answers, but not to all: nobody knows then whether the rest is well. */
function findUnanswered({ title, unanswered = [] }: Observation): readonly Finding[] {
  if (unanswered.length === 0) return []
  return [
    finding(
      'warn',
      'not-told',
      `${title} answers, but not when it is asked for its ${unanswered.join(', its ')}.`,
      'What is not told here is not known. Look at its load and its log, and at the proxy before it.',
    ),
  ]
}

const TELLING: readonly DeadMan[] = ['firing', 'silent', 'new', 'none']

function deadManOf(observations: readonly Observation[]): DeadMan | null {
  const known = observations.flatMap(({ metrics }) => metrics?.rules?.deadMan ?? [])
  return TELLING.find((state) => known.includes(state)) ?? null
}

/** Whether somebody should act: what is merely worth knowing does not count. */
export function isWrong({ severity }: Report): boolean {
  return severity === 'crit' || severity === 'warn'
}

/** The whole in a sentence. */
export function leadOf({ parts, findings }: Report): string {
  const severities = [...parts, ...findings].map(({ severity }) => severity)
  const count = (wanted: FindingSeverity) => severities.filter((severity) => severity === wanted).length
  const [crit, warn] = [count('crit'), count('warn')]
  if (crit + warn === 0) {
    const isAllInside = parts.every(({ observed }) => observed.reach.kind === 'inside' && !observed.metrics)
    if (isAllInside) return 'Everything lives in the page: there is nothing to ask from here.'
    const { unknown, all } = unknownTargets({ parts })
    return unknown === 0
      ? 'Everything answers.'
      : `Everything answers; ${unknown} of ${all} targets are not scraped yet.`
  }
  const said = [
    ...(crit > 0 ? [`${crit} ${crit === 1 ? 'part fails' : 'parts fail'}`] : []),
    ...(warn > 0
      ? [`${warn}${crit > 0 ? '' : warn === 1 ? ' part' : ' parts'} ${warn === 1 ? 'needs' : 'need'} a look`]
      : []),
  ]
  return `${said.join(', ')}.`
}

/** Targets of which nobody knows yet whether they are up, and all of them. */
export function unknownTargets({ parts }: Pick<Report, 'parts'>): { readonly unknown: number; readonly all: number } {
  const targets = parts.flatMap(({ observed }) => observed.metrics?.targets ?? [])
  return { unknown: targets.filter(({ health }) => health === 'unknown').length, all: targets.length }
}
