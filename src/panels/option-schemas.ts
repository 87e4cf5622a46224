import * as v from 'valibot'
import type { Bound, ThresholdStep } from '~/domain/thresholds'

const finite = v.pipe(v.number(), v.finite())

export const statusSchema = v.picklist(['ok', 'warn', 'crit', 'info', 'unknown'])

const stepSchema = v.strictObject({ value: v.nullable(finite), status: statusSchema })

/** Colour steps, lowest first; the first has no bound (`null`), as in Grafana. */
export const stepsSchema = v.pipe(
  v.array(stepSchema),
  v.maxLength(20),
  v.check((steps) => isAscending(steps), 'must go from the lowest to the highest value, with null first'),
)

export const boundSchema = v.strictObject({
  op: v.picklist(['<', '>']),
  value: finite,
}) satisfies v.GenericSchema<unknown, Bound>

export const finiteSchema = finite

function isAscending(steps: readonly ThresholdStep[]): boolean {
  return steps.every((step, i) => {
    const before = steps[i - 1]
    return before === undefined || (step.value !== null && step.value > (before.value ?? Number.NEGATIVE_INFINITY))
  })
}
