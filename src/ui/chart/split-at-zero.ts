export interface SignedPoint {
  readonly timeMs: number
  /** The value where it is at least zero; null below and in gaps. */
  readonly above: number | null
  /** The value where it is at most zero; null above and in gaps. */
  readonly below: number | null
}

/** A course as two, one above zero and one below, which meet in a point of their own wherever it crosses. */
export function splitAtZero(
  points: readonly { readonly timeMs: number; readonly left: number | null }[],
): readonly SignedPoint[] {
  const split: SignedPoint[] = []
  for (const [i, { timeMs, left }] of points.entries()) {
    const before = points[i - 1]
    if (before?.left != null && left !== null && before.left * left < 0) {
      const share = before.left / (before.left - left)
      split.push({ timeMs: before.timeMs + share * (timeMs - before.timeMs), above: 0, below: 0 })
    }
    split.push({
      timeMs,
      above: left !== null && left >= 0 ? left : null,
      below: left !== null && left <= 0 ? left : null,
    })
  }
  return split
}
