import * as v from 'valibot'
import { decode } from '~/lib/decode'
import { boundSchema, stepsSchema } from '../option-schemas'

const schema = v.strictObject({
  steps: v.optional(stepsSchema, []),
  sparkline: v.optional(v.boolean(), true),
  target: v.exactOptional(boundSchema),
})

export type StatOptions = v.InferOutput<typeof schema>

/** Options of a stat panel; throws a DecodeError that names the path. */
export function decodeStatOptions(input: unknown): StatOptions {
  return decode(schema, input)
}
