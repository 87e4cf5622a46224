/** What a parser found, or one sentence for the person who typed the text. */
export type ParseResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string }

/** A successful parse. */
export function parsed<T>(value: T): ParseResult<T> {
  return { ok: true, value }
}

/** A failed parse with its sentence. */
export function refused(message: string): ParseResult<never> {
  return { ok: false, message }
}
