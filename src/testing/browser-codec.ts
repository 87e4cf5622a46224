import type { SourceErrorDetail } from '~/domain/sources'

/** An answer or the error instead, as it crosses from a browser to the tests. */
export type Coded = { readonly answer: unknown } | { readonly error: SourceErrorDetail }

/** Maps and typed arrays as arrays with a mark; numbers that JSON lacks cross as they are. */
export function encode(value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value].map(encode) }
  if (value instanceof Float64Array || value instanceof Uint8Array)
    return { [`$${value.constructor.name}`]: Array.from(value) }
  if (Array.isArray(value)) return value.map(encode)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, encode(one)]))
}

/** The other way round. */
export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [mark, items] = entries[0] ?? []
  if (mark === '$map') return new Map((items as [unknown, unknown][]).map(([name, one]) => [name, decode(one)]))
  if (mark === '$Float64Array') return Float64Array.from(items as number[])
  if (mark === '$Uint8Array') return Uint8Array.from(items as number[])
  return Object.fromEntries(entries.map(([name, one]) => [name, decode(one)]))
}
