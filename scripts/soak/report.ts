import type { Check } from './verdict'

/** As a table of Markdown: so it goes into docs/performance.md. */
export function printChecks(checks: readonly Check[]): void {
  const rows = checks.map(({ what, measured, limit, isGood }) => [what, measured, limit, isGood ? 'yes' : '**no**'])
  const all = [['what', 'measured', 'limit', 'good'], ...rows]
  const widths = [0, 1, 2, 3].map((i) => Math.max(...all.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  console.log('')
  for (const [i, row] of all.entries()) {
    console.log(line(row))
    if (i === 0) console.log(`| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`)
  }
}
