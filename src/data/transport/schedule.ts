import type { DurationMs } from '~/domain/units-of-measure'

/** Runs a function once after a delay; the returned function cancels it. An argument everywhere, so that tests own time. */
export type Schedule = (run: () => void, delayMs: DurationMs) => () => void

/** The timers of the browser or of Node. */
export const realSchedule: Schedule = (run, delayMs) => {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}
