import * as v from 'valibot'

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

/** `browser`, `utc` or a zone; whether this runtime knows it is asked later. */
export const timeZone = v.pipe(
  v.string('must be text'),
  v.regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/, 'must be "browser", "utc" or a zone such as "Europe/Berlin"'),
)
