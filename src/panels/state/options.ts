import * as v from 'valibot'
import { decode } from '~/lib/decode'
import { mappingsSchema } from '../option-schemas'
import { wordedStepsSchema } from '../worded-steps'

const schema = v.strictObject({
  /** Words for values; they go before the steps. */
  mappings: v.optional(mappingsSchema, []),
  /** Words for ranges of values; a step without a text has its status' word. */
  steps: v.optional(wordedStepsSchema, []),
  /** The state whose share of the time is written at the right; the first good one where it is left out. */
  share: v.exactOptional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(80))),
  /** Rows that are drawn at most; a note says how many there are. */
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 50),
})

export type StateOptions = v.InferOutput<typeof schema>

/** Options of a state panel; throws a DecodeError that names the path. */
export function decodeStateOptions(input: unknown): StateOptions {
  return decode(schema, input)
}
