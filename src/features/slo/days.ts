import type { BudgetPoint } from '~/domain/slo/history'
import { formatInstant } from '~/domain/time/format-instant'

export interface BudgetDay {
  readonly name: string
  /** Bad events of the steps that end in it; null where none has data. */
  readonly bad: number | null
  /** At its end; null without data. */
  readonly left: number | null
}

/** The course of a budget day by day in a zone, the newest first; hour by hour for short windows. */
export function daysOf(points: readonly BudgetPoint[], timeZone: string, isHourly: boolean): readonly BudgetDay[] {
  const days = new Map<string, BudgetDay>()
  for (const { timeMs, bad, left } of points) {
    // A step belongs to the day in which it began.
    const name = formatInstant(timeMs - 1, timeZone).slice(0, isHourly ? 13 : 10) + (isHourly ? ':00' : '')
    const before = days.get(name)
    const sum = bad === null ? (before?.bad ?? null) : (before?.bad ?? 0) + bad
    days.set(name, { name, bad: sum, left: left ?? before?.left ?? null })
  }
  return [...days.values()].reverse()
}
