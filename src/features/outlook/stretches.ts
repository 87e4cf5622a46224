import type { Stretch } from '~/data/outlook/use-courses'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** Whole hours up to the last one that has ended. */
function lastHours(id: string, widthMs: DurationMs): Stretch {
  const at = (nowMs: UnixMs) => {
    const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
    return { fromMs: toMs - widthMs, toMs }
  }
  return { id, stepMs: HOUR_MS, at }
}

/** Five weeks: four of each hour of the week before the newest. */
export const FIVE_WEEKS = lastHours('5w', 35 * DAY_MS)

/** Long enough for a trend, short enough for what changed a month ago not to count. */
export const TWO_WEEKS = lastHours('2w', 14 * DAY_MS)

export const DEPLOY_STEP_MS: DurationMs = 5 * MINUTE_MS
const AROUND_MS: DurationMs = 2 * HOUR_MS

/** The last week in steps in which two deploys are told apart. */
export const LAST_WEEK: Stretch = {
  id: '1w',
  stepMs: DEPLOY_STEP_MS,
  at: (nowMs) => {
    const toMs = Math.floor(nowMs / DEPLOY_STEP_MS) * DEPLOY_STEP_MS
    return { fromMs: toMs - 7 * DAY_MS, toMs }
  },
}

/** Two hours on each side of a moment, as far as they have passed. */
export function around(atMs: UnixMs): Stretch {
  const at = (nowMs: UnixMs) => {
    const lastMs = Math.floor(nowMs / DEPLOY_STEP_MS) * DEPLOY_STEP_MS
    const toMs = Math.min(lastMs, Math.ceil((atMs + AROUND_MS) / DEPLOY_STEP_MS) * DEPLOY_STEP_MS)
    return { fromMs: Math.floor((atMs - AROUND_MS) / DEPLOY_STEP_MS) * DEPLOY_STEP_MS, toMs }
  }
  return { id: `around ${atMs}`, stepMs: DEPLOY_STEP_MS, at }
}
