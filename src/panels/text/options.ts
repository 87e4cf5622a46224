import * as v from 'valibot'
import { decode } from '~/lib/decode'

const schema = v.strictObject({
  /** Markdown; what is beyond 16 KB is cut when it is shown. */
  content: v.pipe(v.string(), v.maxLength(1_000_000)),
  mode: v.optional(v.picklist(['markdown', 'plain']), 'markdown'),
})

export type TextOptions = v.InferOutput<typeof schema>

/** Options of a text panel; throws a DecodeError that names the path. */
export function decodeTextOptions(input: unknown): TextOptions {
  return decode(schema, input)
}
