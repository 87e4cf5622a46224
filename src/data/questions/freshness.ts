import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import type { Dashboard } from '~/domain/dashboards/model'
import { formatDuration } from '~/domain/time/duration'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** What the newest scrape of a platform is asked with, and what was answered so far. */
interface Asking {
  readonly questionOf: (expr: string, instant: boolean) => PlaneQuery
  readonly scrapeIntervalMs: DurationMs
  readonly answerOf: (question: PlaneQuery) => QueryData | undefined
}

/**
 * What has to be asked for the newest scrape of a platform; nothing where nobody can tell. Looking back over an hour costs
 * a server as much as a page of panels, so it is asked only while no target is up.
 */
export function questionsOfFreshness({ freshness }: Pick<Dashboard, 'freshness'>, asking: Asking): PlaneQuery[] {
  if (freshness === undefined) return []
  const now = asking.questionOf(freshness, true)
  const isDown = asking.answerOf(now)?.tip?.samples.length === 0
  const before = `max_over_time((${freshness})[1h:${formatDuration(asking.scrapeIntervalMs)}])`
  return isDown ? [now, asking.questionOf(before, true)] : [now]
}

/** Time of a platform's newest scrape by the answers to those questions, in their order; null where none tells. */
export function scrapedMsOf(answers: readonly (QueryData | undefined)[]): UnixMs | null {
  const seconds = answers.map((data) => data?.tip?.samples[0]?.value).find(Number.isFinite)
  return seconds === undefined ? null : seconds * 1000
}
