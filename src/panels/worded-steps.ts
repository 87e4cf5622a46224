import * as v from 'valibot'
import { finiteSchema, isAscending, statusSchema } from './option-schemas'

const wordedStepSchema = v.strictObject({
  value: v.nullable(finiteSchema),
  status: statusSchema,
  /** Instead of the status' own word, such as "breached". */
  text: v.exactOptional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(80))),
})

/** Steps that may say in their own words what a value means. */
export const wordedStepsSchema = v.pipe(
  v.array(wordedStepSchema),
  v.maxLength(20),
  v.check((steps) => isAscending(steps), 'must go from the lowest to the highest value, with null first'),
)
