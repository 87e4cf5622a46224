/** How a field is compared. `!=` and `!~` are true where `=` and `~` are not, and so where the field is missing. */
export const FIELD_OPS = ['=', '!=', '>', '>=', '<', '<=', '~', '!~'] as const
export type FieldOp = (typeof FIELD_OPS)[number]

/** A value to compare with. */
export interface QueryValue {
  readonly text: string
  /** `*` in the text stands for any characters: it was written without quotes and has one. */
  readonly wildcard: boolean
}

/** Text to be found in the line as written. All lower case finds any case, else it is exact. */
export interface TextTerm {
  readonly kind: 'text'
  readonly negated: boolean
  readonly text: string
}

export interface FieldTerm {
  readonly kind: 'field'
  readonly negated: boolean
  /** `level`, `logger`, `message` and `stream` are the line's own; others name paths, see `namesPath`. */
  readonly field: string
  readonly op: FieldOp
  /** At least one; more than one with `=` and `!=` alone. A wildcard with these alone. */
  readonly values: readonly QueryValue[]
}

export type QueryTerm = TextTerm | FieldTerm

/** Lines that fulfil all terms; all lines for none. */
export interface LogQuery {
  readonly terms: readonly QueryTerm[]
}

/** What is wrong with a query, where, and what to do. */
export interface LogQueryError {
  /** Place in the text, in UTF-16 units. */
  readonly offset: number
  readonly message: string
}

/** Names that mean the line's own and never a path. */
export const OWN_FIELDS = ['level', 'logger', 'message', 'stream'] as const
export type OwnField = (typeof OWN_FIELDS)[number]

export function isOwnField(field: string): field is OwnField {
  return OWN_FIELDS.some((own) => own === field)
}

/** Whether a field of a query means a path: it is the path, or what of it comes after a dot. */
export function namesPath(field: string, path: string): boolean {
  if (!path.endsWith(field)) return false
  const before = path.length - field.length
  return before === 0 || path.charCodeAt(before - 1) === 46
}
