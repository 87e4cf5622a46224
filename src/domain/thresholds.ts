/** Status of a value against its thresholds. */
export type Status = 'ok' | 'warn' | 'crit' | 'info' | 'unknown'

/** A colour threshold: applies from `value` upwards; the lowest step has no bound (`null`). */
export interface ThresholdStep {
  readonly value: number | null
  readonly status: Status
}

/** A bound such as "> 95". */
export interface Bound {
  readonly op: '<' | '>'
  readonly value: number
}

const BAD: ReadonlySet<Status> = new Set(['warn', 'crit'])

/**
 * Status of a value: the highest step whose bound is at most the value (Grafana's rule). NaN and null are 'unknown',
 * never the base step: a value that is not known has no good colour. One that is only known to be `atLeast` that much is
 * unknown too where a higher step may be the true one, unless both are bad: it is no better than the lower then.
 */
export function statusOf(value: number | null, steps: readonly ThresholdStep[], atLeast?: boolean): Status {
  if (value === null || Number.isNaN(value)) return 'unknown'
  let status: Status = 'unknown'
  for (const step of steps) {
    if (step.value === null || value >= step.value) status = step.status
    else if (atLeast && step.status !== status && !(BAD.has(status) && BAD.has(step.status))) return 'unknown'
  }
  return status
}

/** Whether the value satisfies the bound; NaN satisfies nothing. */
export function satisfies(value: number, bound: Bound): boolean {
  return bound.op === '<' ? value < bound.value : value > bound.value
}

/** The same of a value that is only known to be at least `least`; null where that does not decide it. */
export function satisfiesFrom(least: number, bound: Bound): boolean | null {
  const holds = satisfies(least, bound)
  return holds === (bound.op === '>') ? holds : null
}
