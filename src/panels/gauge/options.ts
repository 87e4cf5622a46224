import * as v from 'valibot'
import { decode } from '~/lib/decode'
import { finiteSchema, mappingsSchema, stepsSchema } from '../option-schemas'

const schema = v.pipe(
  v.strictObject({
    min: v.optional(finiteSchema, 0),
    max: v.optional(finiteSchema, 100),
    steps: v.optional(stepsSchema, []),
    /** Words for values, such as up and down; they go before the steps. */
    mappings: v.optional(mappingsSchema, []),
  }),
  v.forward(
    v.check(({ min, max }) => max > min, 'must be greater than min'),
    ['max'],
  ),
)

export type GaugeOptions = v.InferOutput<typeof schema>

/** Options of a gauge panel; throws a DecodeError that names the path. */
export function decodeGaugeOptions(input: unknown): GaugeOptions {
  return decode(schema, input)
}
