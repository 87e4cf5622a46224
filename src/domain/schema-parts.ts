import * as v from 'valibot'

/*
 * What the files that operators edit have in common: config.json, prices.json, slos.json and outlook.json.
 */

const MAX_ENTRIES = 200

export function text(maxLength: number) {
  return v.pipe(
    v.string('must be text'),
    v.nonEmpty('must not be empty'),
    v.maxLength(maxLength, `must have at most ${maxLength} characters`),
  )
}

export const id = v.pipe(
  v.string('must be text'),
  v.regex(
    /^[a-z0-9][a-z0-9-]{0,79}$/,
    'must be 1 to 80 lower-case letters, digits and dashes, not starting with a dash',
  ),
)

export function oneOf<const Options extends readonly [string, ...string[]]>(...options: Options) {
  return v.picklist(options, `must be ${options.map((option) => `"${option}"`).join(' or ')}`)
}

/** A list whose entries are decoded one by one, so that a faulty one costs only itself. */
export function listOfUnknown(most: number) {
  return v.pipe(v.array(v.unknown(), 'must be a list'), v.maxLength(most, `must have at most ${most} entries`))
}

export function listOf<Item extends v.GenericSchema>(item: Item) {
  return v.pipe(v.array(item, 'must be a list'), v.maxLength(MAX_ENTRIES, `must have at most ${MAX_ENTRIES} entries`))
}

/** A list whose entries have an id of their own: a link and a query name a source by it. */
export function listById<Item extends v.GenericSchema<unknown, { readonly id: string }>>(item: Item) {
  return v.pipe(
    listOf(item),
    v.check((entries) => new Set(entries.map((entry) => entry.id)).size === entries.length, 'must not repeat an id'),
  )
}

/** valibot reports a missing key with the message of the object, as an issue at the key. */
export function object(shape: string) {
  return (issue: v.ObjectIssue): string =>
    issue.path === undefined || issue.received !== 'undefined' ? `must be an object: ${shape}` : 'is missing'
}

/** The first keys of a file: for editors, and which version of its format it is written in. */
export const fileHead = {
  $schema: v.optional(v.string('must be text')),
  schema: v.literal(1, 'must be 1, the version of this format'),
}

export const finiteNumber = v.pipe(v.number('must be a number'), v.finite('must be finite'))

/** A name that no label of Prometheus' own has. */
export function labelName(example: string) {
  return v.pipe(text(100), v.regex(/^(?!__)[A-Za-z_][A-Za-z0-9_]*$/, `must be a label name such as "${example}"`))
}

export function labelSet(name: string, value: string) {
  return v.record(labelName(name), text(300), `must be an object of texts: {"${name}": "${value}"}`)
}

/** `browser`, `utc` or a zone; whether this runtime knows it is asked later. */
export const timeZone = v.pipe(
  v.string('must be text'),
  v.regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/, 'must be "browser", "utc" or a zone such as "Europe/Berlin"'),
)
