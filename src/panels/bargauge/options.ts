import * as v from 'valibot'
import { decode } from '~/lib/decode'
import { boundSchema, finiteSchema } from '../option-schemas'
import { wordedStepsSchema } from '../worded-steps'

const schema = v.pipe(
  v.strictObject({
    /** Left end of the bars; 0, or the least value where one is negative. */
    min: v.exactOptional(finiteSchema),
    /** Right end; 100 for percentages, else the greatest value. */
    max: v.exactOptional(finiteSchema),
    steps: v.optional(wordedStepsSchema, []),
    target: v.exactOptional(boundSchema),
    sort: v.optional(v.picklist(['desc', 'asc', 'none']), 'desc'),
    /** Bars that are drawn at most; the note below says how many there are. */
    limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 20),
  }),
  v.forward(
    v.check(({ min, max }) => min === undefined || max === undefined || max > min, 'must be greater than min'),
    ['max'],
  ),
)

export type BargaugeOptions = v.InferOutput<typeof schema>

/** Options of a bargauge panel; throws a DecodeError that names the path. */
export function decodeBargaugeOptions(input: unknown): BargaugeOptions {
  return decode(schema, input)
}
