export type CsvCell = string | number | null

/** What a spreadsheet would run, also in its full-width forms, and `%0a=` that decodes to one. */
const FORMULA = /^[=+\-@|%＝＋－＠]/
const NUMERIC = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i
const LEADING_SPACE = /^[\s\p{Cc}\p{Cf}\p{Z}]+/u
const BREAKS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g

/** One row a line, RFC 4180 (CRLF, quotes doubled). Text that a spreadsheet would take for a formula is defused by a `'`. */
export function printCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(printCell).join(',')}\r\n`).join('')
}

function printCell(cell: CsvCell): string {
  if (cell === null) return ''
  const text = typeof cell === 'number' ? printNumber(cell) : defuse(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function printNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf'
  return String(value)
}

function defuse(text: string): string {
  if (text === '+Inf') return 'Inf'
  const oneLine = text.replace(BREAKS, ' ')
  const bare = oneLine.replace(LEADING_SPACE, '')
  if (!FORMULA.test(bare) || NUMERIC.test(bare)) return oneLine
  return `'${bare}`
}
