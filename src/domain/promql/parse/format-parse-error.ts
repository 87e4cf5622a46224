import type { ParseFault } from '~/domain/promql/ast'

/** A fault with its place, as Prometheus prints it: `1:5: parse error: ...`, line and column from 1, columns in bytes of UTF-8. */
export function formatParseError(text: string, fault: ParseFault): string {
  const before = text.slice(0, fault.span.from)
  const line = before.split('\n').length
  const column = new TextEncoder().encode(before.slice(before.lastIndexOf('\n') + 1)).length + 1
  return `${line}:${column}: parse error: ${fault.message}`
}
