import { formatAge } from '~/domain/time/duration'
import type { UnixMs } from '~/domain/units-of-measure'
import type { AlertRow } from './merge-alerts'
import type { AlertRule } from './model'
import { MISSING_OF_SERIES } from './series-alerts'

/** Alerts that always fire, so that their absence tells: no row of the list. */
const ALWAYS_FIRING = new Set(['Watchdog', 'DeadMansSwitch'])

export function isDeadMansSwitch({ name }: { readonly name: string }): boolean {
  return ALWAYS_FIRING.has(name)
}

/** What makes the list itself not to be believed, worst first, each in a sentence. */
export interface PipelineFault {
  readonly title: string
  readonly reason: string
}

const SERIES_WORDS = {
  none: 'The series ALERTS, which tells of what fires without them, has nothing: whether anything fires is not known.',
  some: MISSING_OF_SERIES,
} as const

/** Evaluations that may be missed before it is said: a reload of the rules takes one. */
const MISSED = 3

/**
 * Faults of what tells of alerts: an empty list is no good news while there is one. `rules` is null where no rule source answers;
 * `why` says so in words, and `series` whether the series of alerts were
 * read in their place; `readMs` is when they were read, on the server's clock. A rule that was loaded a moment ago and not yet evaluated is no fault.
 */
export function pipelineFaults(
  rules: readonly AlertRule[] | null,
  why: string,
  rows: readonly AlertRow[],
  readMs: UnixMs,
  series: 'none' | 'some' | 'unread' = 'unread',
): readonly PipelineFault[] {
  if (rules === null) {
    return series === 'unread'
      ? [{ title: 'Nobody evaluates alerts', reason: why }]
      : [{ title: 'Rules cannot be read', reason: `${why} ${SERIES_WORDS[series]}` }]
  }
  const late = rules.find(
    ({ evaluatedMs, intervalMs }) => evaluatedMs !== null && readMs - evaluatedMs > MISSED * intervalMs,
  )
  if (late !== undefined) {
    const ageMs = readMs - (late.evaluatedMs ?? readMs)
    return [
      {
        title: 'Rules are not evaluated',
        reason: `${late.name} was evaluated ${formatAge(ageMs)} ago and is due every ${formatAge(late.intervalMs)}: what fires now is not known.`,
      },
    ]
  }
  return rules.filter(isDeadMansSwitch).flatMap((rule) => faultOf(rule, rows) ?? [])
}

function faultOf({ name, evaluatedMs }: AlertRule, rows: readonly AlertRow[]): PipelineFault | null {
  if (evaluatedMs === null) return null
  const row = rows.find((each) => each.name === name && each.state === 'firing')
  if (row === undefined) {
    return { title: `${name} is silent`, reason: 'Its rule always fires, and was evaluated without doing so.' }
  }
  if (row.delivery.kind !== 'unknown') return null
  return {
    title: `${name} does not arrive`,
    reason:
      'Prometheus fires it and Alertmanager does not know it: no alert is delivered. Look at alerting.alertmanagers in prometheus.yml.',
  }
}
