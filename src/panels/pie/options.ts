import * as v from 'valibot'
import { decode } from '~/lib/decode'

const schema = v.strictObject({
  /** Slices before the rest becomes "others". */
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)), 8),
  /** The sum in the middle of the ring. */
  total: v.optional(v.boolean(), true),
})

export type PieOptions = v.InferOutput<typeof schema>

/** Options of a pie panel; throws a DecodeError that names the path. */
export function decodePieOptions(input: unknown): PieOptions {
  return decode(schema, input)
}
