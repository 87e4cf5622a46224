import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { decode } from '~/lib/decode'

/** How many tests a runner ran. */
export interface Totals {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const vitestReport = v.pipe(
  v.object({
    numPassedTests: count,
    numFailedTests: count,
    numPendingTests: count,
    numTodoTests: v.optional(count, 0),
  }),
  v.transform(
    (report): Totals => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    }),
  ),
)

/** A flaky test passed in the end. */
const playwrightReport = v.pipe(
  v.object({ stats: v.object({ expected: count, unexpected: count, flaky: count, skipped: count }) }),
  v.transform(
    ({ stats }): Totals => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
    }),
  ),
)

/** Totals from the JSON report of Vitest or Playwright; throws a DecodeError for anything else. */
export function decodeTotals(report: unknown): Totals {
  return decode(v.union([vitestReport, playwrightReport], 'is not a report of Vitest or Playwright'), report)
}

/** undefined when the runner ended before it wrote a report. */
export function readTotals(path: string): Totals | undefined {
  try {
    return decodeTotals(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** The plain closing line that tools look for: `12 passed, 0 failed`. */
export function formatTotals(all: readonly Totals[]): string {
  const sum = (key: keyof Totals) => all.reduce((total, each) => total + each[key], 0)
  const skipped = sum('skipped')
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
