import * as v from 'valibot'

/**
 * Variables of a dashboard file. They are decoded apart from the rest, in code that only dashboards with variables load;
 * the JSON Schema for editors is generated from these decoders too.
 */
const text = (description: string) => v.pipe(v.string(), v.maxLength(20_000), v.description(description))
const expr = (description: string) =>
  v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'), v.maxLength(65_536), v.description(description))

const named = {
  name: v.pipe(
    v.string(),
    v.regex(
      /^(?!__)[A-Za-z_]\w{0,49}$/,
      'must be letters, digits and underscores, at most 50, and not begin with "__"',
    ),
    v.description('What queries, titles and links call it, after a dollar; in the address it is var-name.'),
  ),
  label: v.optional(text('Text beside its control; the name where there is none.')),
  description: v.optional(text('What it is for.'), ''),
  hide: v.optional(v.pipe(v.boolean(), v.description('No control; the address can still set it.')), false),
}

const chosen = v.optional(
  v.pipe(
    v.union([v.string(), v.pipe(v.array(v.string()), v.nonEmpty(), v.maxLength(100))]),
    v.transform((value): readonly string[] => (typeof value === 'string' ? [value] : value)),
    v.description(
      'Value or values where the address is silent; $__all for all. Else all, if there is such a choice, or the first.',
    ),
  ),
)

const choice = {
  multi: v.optional(v.pipe(v.boolean(), v.description('Several values may be chosen.')), false),
  all: v.optional(v.pipe(v.boolean(), v.description('All values may be chosen at once.')), false),
  allValue: v.optional(
    v.pipe(
      v.string(),
      v.nonEmpty(),
      v.maxLength(2_000),
      v.description(
        'Regular expression that stands for all, such as .* or .+; else all values are listed in the query.',
      ),
    ),
  ),
  default: chosen,
}

const asked = {
  ...choice,
  regex: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(2_000),
      v.description('RE2. Keeps what it finds; with a group, named "value" or the first one, keeps what that holds.'),
    ),
    '',
  ),
  sort: v.optional(v.picklist(['text', 'none']), 'text'),
}

const option = v.union([
  v.pipe(
    v.string(),
    v.maxLength(2_000),
    v.transform((value) => ({ value, text: value })),
  ),
  v.strictObject({ value: v.pipe(v.string(), v.maxLength(2_000)), text: text('What the reader sees.') }),
])

export const variableSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('labelValues'),
    ...named,
    ...asked,
    of: v.pipe(v.string(), v.regex(/^[A-Za-z_]\w*$/, 'must be a label name'), v.description('The label.')),
    match: v.optional(expr('Selector of the series whose label is read, such as up{job="api"}.')),
  }),
  v.strictObject({
    kind: v.literal('queryResult'),
    ...named,
    ...asked,
    expr: expr(
      'Instant query; each series is read as the text metric{labels} value time, from which `regex` takes its part.',
    ),
  }),
  v.strictObject({
    kind: v.literal('custom'),
    ...named,
    ...choice,
    options: v.pipe(v.array(option), v.nonEmpty('needs at least one option'), v.maxLength(500)),
  }),
  v.strictObject({
    kind: v.literal('interval'),
    ...named,
    default: v.optional(v.string()),
    options: v.pipe(
      v.array(
        v.pipe(v.string(), v.regex(/^(?:auto|(?:\d{1,6}(?:ms|[smhdwy]))+)$/, 'must be a duration such as 5m, or auto')),
      ),
      v.nonEmpty('needs at least one option'),
      v.maxLength(100),
    ),
  }),
  v.strictObject({
    kind: v.literal('text'),
    ...named,
    default: v.optional(v.string(), ''),
  }),
])

/** Says that a panel is drawn once for each chosen value of a variable. */
export type Variable = v.InferOutput<typeof variableSchema>
