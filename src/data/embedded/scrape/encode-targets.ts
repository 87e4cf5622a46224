import type { Labels } from '~/domain/series/frame'
import { formatDuration } from '~/domain/time/duration'
import type { TargetState } from './target-loop'

/** The `data` of /api/v1/targets in Prometheus' shape. */
export function encodeTargets(states: readonly TargetState[]): object {
  return { activeTargets: states.map(encodeTarget), droppedTargets: [] }
}

function encodeTarget(state: TargetState): object {
  const { target, labels, problem, lastScrapeMs } = state
  const { intervalMs, timeoutMs } = target
  const [scrapeInterval, scrapeTimeout] = [formatDuration(intervalMs), formatDuration(Math.min(timeoutMs, intervalMs))]
  return {
    discoveredLabels: toObject([
      ['__address__', target.instance],
      ['__scrape_interval__', scrapeInterval],
      ['__scrape_timeout__', scrapeTimeout],
      ['job', target.job],
      ...target.labels,
    ]),
    labels: toObject(labels),
    scrapePool: target.job,
    scrapeUrl: target.url,
    globalUrl: target.url,
    lastError: problem === undefined ? '' : `${problem.message} ${problem.nextStep}`,
    // What Go prints for a time that never was.
    lastScrape: lastScrapeMs === undefined ? '0001-01-01T00:00:00Z' : new Date(lastScrapeMs).toISOString(),
    lastScrapeDuration: state.lastDurationMs / 1000,
    health: state.health,
    scrapeInterval,
    scrapeTimeout,
  }
}

/** Object.fromEntries defines its keys, so `__proto__` is one like any other. */
function toObject(labels: Labels | readonly (readonly [string, string])[]): object {
  return Object.fromEntries(labels)
}
