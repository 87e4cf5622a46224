import type { Course } from '~/data/outlook/use-courses'
import { useServices } from '~/data/services-context'
import { HOUR_MS } from '~/domain/time/duration'
import { planRefreshMs } from '~/domain/time/refresh'
import { staleAfterMs } from '~/domain/truth/decide'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { useView } from '~/state/use-view'
import { DEFAULT_VIEW } from '~/state/view'
import { useSecondTick } from '~/ui/primitives/ticker'

/** The end of a course of hours where it is no longer the newest hour that has ended; null where it is, or nothing is known. */
export function oldEndMs(
  { points }: Pick<Course, 'points'>,
  nowMs: UnixMs,
  intervalMs: DurationMs | null,
): UnixMs | null {
  const endMs = points?.at(-1)?.timeMs
  // The next hour has to end, and to be asked for.
  return endMs !== undefined && nowMs - endMs > HOUR_MS + staleAfterMs(intervalMs) ? endMs : null
}

/** Tells each second which courses of hours have grown old. */
export function useOldEnds(courses: readonly Course[]): readonly (UnixMs | null)[] {
  useSecondTick()
  const { config, clock } = useServices()
  const [{ refresh }] = useView({ ...DEFAULT_VIEW, refresh: config.refreshMs })
  const intervalMs = planRefreshMs(refresh, HOUR_MS, config.scrapeIntervalMs)
  return courses.map((course) => oldEndMs(course, clock.nowMs(), intervalMs))
}
