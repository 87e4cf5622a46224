import { type ParseResult, parsed } from '~/domain/time/parse-result'
import { parseTimeExpression } from '~/domain/time/time-expression'
import { instantAt } from '~/domain/time/zoned-time'

/** Writes an end of a range so that it means the same instant in every zone: dates become epoch milliseconds, `now-6h` stays. */
export function printPortable(text: string, timeZone: string): ParseResult<string> {
  const expression = parseTimeExpression(text)
  if (!expression.ok) return expression
  if (expression.value.kind === 'relative') return parsed(text.trim())
  const { value } = expression
  return parsed(String(value.kind === 'instant' ? value.ms : instantAt(value.wallMs, timeZone)))
}
