const ROWS = 1_500

/** Text, numbers and objects, as a refresh has them. Leaves nothing behind. */
export function toil(times: number): number {
  let sum = 0
  for (let i = 0; i < times; i++) sum += once()
  return sum
}

function once(): number {
  const rows = Array.from({ length: ROWS }, (_, i) => ({
    name: `row ${(i * 7_919) % ROWS}`,
    values: [i, i / 3, `${i}`],
  }))
  const read = JSON.parse(JSON.stringify(rows)) as typeof rows
  return read.toSorted((a, b) => (a.name < b.name ? -1 : 1)).reduce((sum, { values }) => sum + values.length, 0)
}
