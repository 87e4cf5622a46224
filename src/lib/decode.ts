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

/** What `run` decodes, or what is wrong with it, below `path`. */
export function decodeAt<T>(
  path: string,
  run: () => T,
): { readonly value: T } | { readonly issues: readonly DecodeIssue[] } {
  try {
    return { value: run() }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    return { issues: error.issues.map((issue) => ({ ...issue, path: path + issue.path })) }
  }
}

/** The same of one entry of a list: a faulty one is left out and told of in `issues`, and the others live. */
export function decodeEntry<T>(path: string, run: () => T, issues: DecodeIssue[]): T[] {
  const result = decodeAt(path, run)
  if ('value' in result) return [result.value]
  issues.push(...result.issues)
  return []
}

/** A name as a segment of a JSON pointer. */
export function escapePointer(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1')
}
