/**
 * Rounds parts to whole steps (a cent is 0.01) so that they sum to the whole, rounded: what is shown adds up. Each part is
 * the step below or above it: those with the largest remainders go up (Hamilton's method of the largest remainder).
 * `shown` is the whole as it is shown elsewhere, where it was itself rounded as a part.
 */
export function roundParts(parts: readonly number[], step: number, shown?: number): readonly number[] {
  const perStep = Math.round(1 / step)
  const exact = parts.map((part) => part * perStep)
  const floors = exact.map(Math.floor)
  const whole = Math.round(shown === undefined ? exact.reduce((sum, part) => sum + part, 0) : shown * perStep)
  let left = whole - floors.reduce((sum, part) => sum + part, 0)
  const order = exact
    .map((part, i) => ({ i, rest: part - Math.floor(part) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i)
  const rounded = [...floors]
  for (const { i } of order) {
    if (left <= 0) break
    rounded[i] = (rounded[i] ?? 0) + 1
    left -= 1
  }
  return rounded.map((part) => part / perStep)
}

/** Step of money in a table: a cent, and a hundredth of that where the whole is less than a dollar. */
export function moneyStep(whole: number): { readonly step: number; readonly decimals: number } {
  return Math.abs(whole) < 1 ? { step: 0.0001, decimals: 4 } : { step: 0.01, decimals: 2 }
}
