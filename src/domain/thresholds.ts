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

/**
 * Status of a value: the highest step whose bound is at most the value (Grafana's rule). NaN and null are 'unknown',
 * never the base step: a value that is not known has no good colour.
 */
export function statusOf(value: number | null, steps: readonly ThresholdStep[]): Status {
  if (value === null || Number.isNaN(value)) return 'unknown'
  let status: Status = 'unknown'
  for (const step of steps) {
    if (step.value === null || value >= step.value) status = step.status
  }
  return status
}

/** Whether the value satisfies the bound; NaN satisfies nothing. */
export function satisfies(value: number, bound: Bound): boolean {
  return bound.op === '<' ? value < bound.value : value > bound.value
}
