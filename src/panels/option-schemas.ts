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

/** Words for a value or for all values from one bound to another, both included. The first that fits is taken. */
export const mappingsSchema = v.pipe(
  v.array(
    v.pipe(
      v.strictObject({
        value: v.exactOptional(finite),
        from: v.exactOptional(finite),
        to: v.exactOptional(finite),
        text: v.pipe(v.string(), v.nonEmpty(), v.maxLength(80)),
        status: v.optional(statusSchema, 'unknown'),
      }),
      v.check(
        ({ value, from, to }) => (value === undefined) !== (from === undefined && to === undefined),
        'needs either a value, or from and to or one of them',
      ),
    ),
  ),
  v.maxLength(100),
)

export const boundSchema = v.strictObject({
  op: v.picklist(['<', '>']),
  value: finite,
}) satisfies v.GenericSchema<unknown, Bound>

export const finiteSchema = finite

/** Whether steps go from the lowest to the highest value, with null first. */
export function isAscending(steps: readonly ThresholdStep[]): boolean {
  return steps.every((step, i) => {
    const before = steps[i - 1]
    return before === undefined || (step.value !== null && step.value > (before.value ?? Number.NEGATIVE_INFINITY))
  })
}
