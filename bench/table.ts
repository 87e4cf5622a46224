/** One measured figure against its goal. */
export interface Row {
  readonly what: string
  /** The figure itself, with its unit and what it is a ratio of. */
  readonly measured: string
  readonly goal: string
  readonly reached: boolean
}

/** Prints rows as a table for docs/performance.md. */
export function printTable(rows: readonly Row[]): void {
  console.log('| what | measured | goal | reached |')
  console.log('| --- | --- | --- | --- |')
  for (const { what, measured, goal, reached } of rows) {
    console.log(`| ${what} | ${measured} | ${goal} | ${reached ? 'yes' : 'no'} |`)
  }
}

/** Middle value; for an even count the upper of the two. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Rows of times in milliseconds that may be so many times `theirs` at the most. */
export function rowAgainst(theirs: readonly number[]) {
  const theirMs = median(theirs)
  return (what: string, values: readonly number[], goal: number): Row => {
    const ratio = median(values) / theirMs
    const measured = `${ratio.toFixed(2)}x (${Math.round(median(values))} ms, theirs ${Math.round(theirMs)} ms)`
    return { what, measured, goal: `at most ${goal.toFixed(1)}x`, reached: ratio <= goal }
  }
}

/** A share as text, such as "1.4 %". */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
