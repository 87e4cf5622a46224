interface Range {
  from: number
  to: number
  /** Passed over, as more came at once than is read. */
  readonly isSkipped: boolean
}

/** Ranges of a file that were not read, in bytes from its start. */
export interface Unread {
  /** Behind all ranges so far. */
  add(from: number, to: number, isSkipped: boolean): void
  /** The newest range ends here: a line began before. */
  grow(to: number): void
  newest(): Readonly<Range> | undefined
  /** The newest range was read from here to its end. */
  takeFrom(from: number): void
  readonly bytes: number
  /** Of them those that were passed over, and in how many ranges. */
  readonly skippedBytes: number
  readonly skippedParts: number
}

export function createUnread(): Unread {
  const ranges: Range[] = []
  return {
    add(from, to, isSkipped) {
      if (to > from) ranges.push({ from, to, isSkipped })
    },
    grow(to) {
      const last = ranges.at(-1)
      if (last !== undefined) last.to = to
    },
    newest: () => ranges.at(-1),
    takeFrom(from) {
      const last = ranges.at(-1)
      if (last === undefined) return
      last.to = from
      if (last.to <= last.from) ranges.pop()
    },
    get bytes() {
      return sizeOf(ranges)
    },
    get skippedBytes() {
      return sizeOf(ranges.filter(({ isSkipped }) => isSkipped))
    },
    get skippedParts() {
      return ranges.filter(({ isSkipped }) => isSkipped).length
    },
  }
}

function sizeOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0)
}
