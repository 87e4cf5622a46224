import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '~/domain/time/duration'
import { formatInstant, formatOffset } from '~/domain/time/format-instant'
import { instantAt, offsetMsAt, wallOf } from '~/domain/time/zoned-time'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

export interface TimeTick {
  readonly ms: UnixMs
  readonly label: string
}

const MONTH_MS = 30.44 * DAY_MS
const MAX_TICKS = 200
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Distances between ticks up to a day, then in days, then in months. */
const EXACT_MS: readonly DurationMs[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR_MS),
]
const DAYS = [1, 2, 7, 14]
const MONTH_COUNTS = [1, 3, 6, 12, 24, 60]

/**
 * Ticks of a time axis from `fromMs` to `toMs`, both included, at round wall times of the zone, about `targetCount` at
 * most. Ticks of an hour and less step through instants, so a day of 25 hours has 25 hourly ticks; longer ones step
 * through wall time.
 */
export function timeTicks(fromMs: UnixMs, toMs: UnixMs, timeZone: string, targetCount: number): TimeTick[] {
  if (!(fromMs < toMs)) return []
  const leastMs = (toMs - fromMs) / Math.min(Math.max(1, targetCount), MAX_TICKS)
  const stepMs = EXACT_MS.find((exactMs) => exactMs >= leastMs)
  if (stepMs !== undefined) {
    const times =
      stepMs <= HOUR_MS
        ? instantSteps(fromMs, toMs, stepMs, timeZone)
        : wallSteps(fromMs, toMs, timeZone, (i) => i * stepMs, stepMs)
    return label(times, timeZone, (wallMs) => clockLabel(wallMs, stepMs))
  }
  const days = DAYS.find((count) => count * DAY_MS >= leastMs)
  if (days !== undefined) {
    // 1970-01-05 was a Monday, so ticks of a week fall on Mondays.
    const anchorMs = days % 7 === 0 ? 4 * DAY_MS : 0
    const times = wallSteps(fromMs, toMs, timeZone, (i) => anchorMs + i * days * DAY_MS, days * DAY_MS)
    return label(times, timeZone, dayLabel)
  }
  const months = MONTH_COUNTS.find((count) => count * MONTH_MS >= leastMs) ?? Math.ceil(leastMs / MONTH_MS / 12) * 12
  const times = wallSteps(fromMs, toMs, timeZone, (i) => Date.UTC(1970, i * months, 1), months * MONTH_MS)
  return label(times, timeZone, (wallMs) => monthLabel(wallMs, months))
}

function instantSteps(fromMs: UnixMs, toMs: UnixMs, stepMs: DurationMs, timeZone: string): UnixMs[] {
  const times: UnixMs[] = []
  let ms = alignAfter(fromMs - 1, fromMs, stepMs, timeZone)
  while (ms <= toMs && times.length <= 2 * MAX_TICKS) {
    times.push(ms)
    ms = alignAfter(ms, ms + stepMs, stepMs, timeZone)
  }
  return times
}

/** First instant near `guessMs` and after `afterMs` whose wall time is a multiple of the step, also where the offset jumps. */
function alignAfter(afterMs: UnixMs, guessMs: UnixMs, stepMs: DurationMs, timeZone: string): UnixMs {
  const offsetMs = offsetMsAt(guessMs, timeZone)
  const downMs = Math.floor((guessMs + offsetMs) / stepMs) * stepMs - offsetMs
  if (downMs > afterMs && offsetMsAt(downMs, timeZone) === offsetMs) return downMs
  const upMs = downMs + stepMs
  const upOffsetMs = offsetMsAt(upMs, timeZone)
  return upOffsetMs === offsetMs ? upMs : Math.ceil((upMs + upOffsetMs) / stepMs) * stepMs - upOffsetMs
}

function wallSteps(
  fromMs: UnixMs,
  toMs: UnixMs,
  timeZone: string,
  wallAt: (index: number) => number,
  aboutMs: DurationMs,
): UnixMs[] {
  const times: UnixMs[] = []
  const fromWallMs = wallOf(fromMs, timeZone)
  // Two steps early: months are not equally long, and the anchor of weeks is not at zero.
  let index = Math.floor(fromWallMs / aboutMs) - 2
  for (let i = 0; i < 2 * MAX_TICKS; i++, index++) {
    const ms = instantAt(wallAt(index), timeZone)
    if (ms > toMs) break
    if (ms >= fromMs && ms > (times.at(-1) ?? Number.NEGATIVE_INFINITY)) times.push(ms)
  }
  return times
}

function label(times: readonly UnixMs[], timeZone: string, labelOf: (wallMs: number) => string): TimeTick[] {
  let latestWallMs = Number.NEGATIVE_INFINITY
  return times.map((ms) => {
    const wallMs = wallOf(ms, timeZone)
    // The second 01:00 of a night when clocks go back says which one it is.
    const again = wallMs <= latestWallMs
    latestWallMs = Math.max(latestWallMs, wallMs)
    return { ms, label: again ? `${labelOf(wallMs)} ${formatOffset(ms, timeZone)}` : labelOf(wallMs) }
  })
}

function clockLabel(wallMs: number, stepMs: DurationMs): string {
  if (wallMs % DAY_MS === 0) return dayLabel(wallMs)
  const clock = formatInstant(wallMs, 'UTC').slice(-8)
  return stepMs < MINUTE_MS ? clock : clock.slice(0, 5)
}

function dayLabel(wallMs: number): string {
  const date = new Date(wallMs)
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}`
}

function monthLabel(wallMs: number, months: number): string {
  const date = new Date(wallMs)
  return months % 12 === 0 ? String(date.getUTCFullYear()) : `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}
