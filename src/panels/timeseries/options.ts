import * as v from 'valibot'
import { decode } from '~/lib/decode'
import { finiteSchema, statusSchema } from '../option-schemas'

const calcSchema = v.picklist(['min', 'mean', 'max', 'last'])

const schema = v.pipe(
  v.strictObject({
    /** Bars stand on each other, whatever the stacking. */
    drawStyle: v.optional(v.picklist(['line', 'bars']), 'line'),
    stacking: v.optional(v.picklist(['none', 'normal']), 'none'),
    /** Opacity of the area under the line, 0 to 1. */
    fill: v.exactOptional(v.pipe(finiteSchema, v.minValue(0), v.maxValue(1))),
    lineWidth: v.exactOptional(v.pipe(finiteSchema, v.minValue(0.5), v.maxValue(10))),
    thresholds: v.optional(
      v.pipe(
        v.array(
          v.strictObject({
            value: finiteSchema,
            status: statusSchema,
            label: v.optional(v.string(), ''),
            /** Which side is bad: above for ">". */
            op: v.optional(v.picklist(['<', '>']), '>'),
          }),
        ),
        v.maxLength(20),
      ),
      [],
    ),
    thresholdStyle: v.optional(v.picklist(['line', 'band']), 'line'),
    min: v.exactOptional(finiteSchema),
    max: v.exactOptional(finiteSchema),
    legend: v.optional(
      v.strictObject({
        show: v.optional(v.boolean(), true),
        calcs: v.optional(v.array(calcSchema), ['min', 'mean', 'max', 'last']),
      }),
      {},
    ),
  }),
  v.forward(
    v.check(({ min, max }) => min === undefined || max === undefined || max > min, 'must be greater than min'),
    ['max'],
  ),
)

export type TimeseriesOptions = v.InferOutput<typeof schema>

/** Options of a timeseries panel; throws a DecodeError that names the path. */
export function decodeTimeseriesOptions(input: unknown): TimeseriesOptions {
  return decode(schema, input)
}
