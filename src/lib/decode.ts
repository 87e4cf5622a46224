import * as v from 'valibot'

export interface DecodeIssue {
  /** JSON pointer (RFC 6901) to the place, `""` for the whole document. */
  readonly path: string
  readonly message: string
}

/** A value from outside that is not what it should be. The message names the first place; `issues` has them all. */
export class DecodeError extends Error {
  readonly issues: readonly DecodeIssue[]
  constructor(issues: readonly DecodeIssue[]) {
    const first = issues[0] ?? { path: '', message: 'is not valid' }
    super(`${first.path === '' ? '(document)' : first.path}: ${first.message}`)
    this.name = 'DecodeError'
    this.issues = issues
  }
}

/** Turns an unknown value into a typed one, or throws a DecodeError with the path of every fault. */
export function decode<Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input)
  if (result.success) return result.output
  throw new DecodeError(
    result.issues.map((issue) => ({
      path: (issue.path ?? []).map((item) => `/${escapePointer(String(item.key))}`).join(''),
      message: issue.message,
    })),
  )
}

/** A name as a segment of a JSON pointer. */
export function escapePointer(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1')
}
