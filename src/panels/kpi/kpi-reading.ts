import { type Bound, type Status, satisfies, satisfiesFrom } from '~/domain/thresholds'
import type { Truth } from '~/domain/truth/truth'
import type { StatusMark } from '~/ui/status/tone'

export interface KpiReading {
  readonly status: Status
  readonly mark: StatusMark
  readonly word: string
}

/**
 * Reads a KPI: in alert where the alert bound holds, else on or off target. What is old, missing or without traffic
 * is neither, and so is what is only known to be `atLeast` the value where that decides nothing.
 */
export function readKpi(
  value: number | null,
  target: Bound | undefined,
  alert: Bound | undefined,
  truth: Truth,
  atLeast?: boolean,
): KpiReading {
  if (truth.kind === 'loading') return { status: 'unknown', mark: 'loading', word: truth.word }
  if (truth.old) return { status: 'unknown', mark: 'unknown', word: truth.word }
  if (value === null) {
    const broken = truth.kind === 'failed'
    return { status: 'unknown', mark: broken ? 'broken' : 'unknown', word: broken ? truth.word : 'no data' }
  }
  if (Number.isNaN(value)) return { status: 'unknown', mark: 'idle', word: 'no traffic' }
  const judge = atLeast ? satisfiesFrom : satisfies
  const inAlert = alert !== undefined && judge(value, alert)
  if (inAlert) return { status: 'crit', mark: 'crit', word: 'in alert' }
  const onTarget = target !== undefined && judge(value, target)
  if (onTarget === false && target) return { status: 'warn', mark: 'warn', word: 'off target' }
  if (inAlert === null) return { status: 'unknown', mark: 'unknown', word: 'may be in alert' }
  if (onTarget === null) return { status: 'unknown', mark: 'unknown', word: 'may be off target' }
  return onTarget ? { status: 'ok', mark: 'ok', word: 'on target' } : { status: 'unknown', mark: 'info', word: '' }
}

const PERCENT_END: ReadonlyMap<string, number> = new Map([
  ['percent', 100],
  ['percentunit', 1],
])

/**
 * Right end of a KPI's bar. Where more is better a percentage ends at 100; else the bar has room for the alert bound,
 * for twice the target and for the value.
 */
export function kpiBarEnd(
  value: number | null,
  unit: string,
  target: Bound | undefined,
  alert: Bound | undefined,
): number {
  const whole = PERCENT_END.get(unit)
  const moreIsBetter = target?.op === '>' || alert?.op === '<'
  if (whole !== undefined && moreIsBetter) return whole
  const known = value !== null && Number.isFinite(value) ? value * 1.05 : 0
  const end = Math.max(alert?.value ?? 0, (target?.value ?? 0) * 2, known)
  return end > 0 ? Math.min(end, whole ?? end) : 1
}
