import * as v from 'valibot'
import { decode } from '~/lib/decode'
import { mappingsSchema } from '../option-schemas'
import { wordedStepsSchema } from '../worded-steps'

const shortText = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200))
const linkSchema = v.pipe(v.string(), v.nonEmpty(), v.maxLength(2_000))

const columnSchema = v.pipe(
  v.strictObject({
    /** A column of label values: the label's name. */
    label: v.exactOptional(shortText),
    /** A column of numbers: which of the panel's queries, the first is 0. */
    query: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(49))),
    title: v.exactOptional(shortText),
    /** The panel's own where it is left out. */
    unit: v.exactOptional(v.pipe(v.string(), v.maxLength(200))),
    decimals: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10))),
    steps: v.exactOptional(wordedStepsSchema),
    mappings: v.exactOptional(mappingsSchema),
    /** Address of a cell: `{{label}}` is the row's label and `{{__value}}` its value, both encoded. */
    link: v.exactOptional(linkSchema),
  }),
  v.check(({ label, query }) => (label === undefined) !== (query === undefined), 'needs either a label or a query'),
  v.check(
    ({ label, unit, decimals, steps, mappings }) =>
      label === undefined || [unit, decimals, steps, mappings].every((option) => option === undefined),
    'a column of a label has no unit, decimals, steps or mappings',
  ),
)

const schema = v.strictObject({
  /**
   * In their order. Without a label column there is one for each label that differs; without a query column there is one
   * for each query.
   */
  columns: v.optional(v.pipe(v.array(columnSchema), v.maxLength(50)), []),
  /** By the title of a column; by the first column where it is left out. */
  sort: v.exactOptional(v.strictObject({ column: shortText, desc: v.optional(v.boolean(), false) })),
  /** Filter and CSV above the table; with more than eight rows where it is left out. */
  toolbar: v.exactOptional(v.boolean()),
})

export type TableOptions = v.InferOutput<typeof schema>
export type TableColumnOptions = TableOptions['columns'][number]

/** Options of a table panel; throws a DecodeError that names the path. */
export function decodeTableOptions(input: unknown): TableOptions {
  return decode(schema, input)
}
