/** A moment that a chart marks. */
export interface TimeMark {
  readonly timeMs: number
  /** Drawn stronger than the others. */
  readonly strong: boolean
}

/** Marks that are drawn as one. */
export interface MarkGroup {
  readonly x: number
  readonly count: number
  readonly strong: boolean
}

/**
 * Joins marks, in order of time, that would be drawn nearer than `near` to the first of their group; a group stands where
 * its first strong mark is, or else its first.
 */
export function groupMarks(
  marks: readonly TimeMark[],
  xOf: (timeMs: number) => number,
  near: number,
): readonly MarkGroup[] {
  const groups: { x: number; count: number; strong: boolean }[] = []
  let firstX = Number.NEGATIVE_INFINITY
  for (const { timeMs, strong } of marks) {
    const x = xOf(timeMs)
    const group = groups.at(-1)
    if (group === undefined || x - firstX >= near) {
      groups.push({ x, count: 1, strong })
      firstX = x
      continue
    }
    group.count++
    if (strong && !group.strong) {
      group.x = x
      group.strong = true
    }
  }
  return groups
}

/**
 * Those that follow none within `near`, and all strong ones: a process that restarts all the time is one fence post, and not
 * a fence before the lines.
 */
export function firstOfBursts(groups: readonly MarkGroup[], near: number): readonly MarkGroup[] {
  return groups.filter(({ x, strong }, i) => strong || x - (groups[i - 1]?.x ?? Number.NEGATIVE_INFINITY) >= near)
}
