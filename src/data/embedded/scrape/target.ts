import type { Labels } from '~/domain/series/frame'
import type { DurationMs } from '~/domain/units-of-measure'
import { hashOf } from '~/lib/hash'

/** One address that Lookout scrapes itself. */
export interface ScrapeTarget {
  /** Absolute, or relative to the page. */
  readonly url: string
  readonly job: string
  readonly instance: string
  /** Further labels that all of its series get. */
  readonly labels: Labels
  readonly intervalMs: DurationMs
  /** At most the interval. */
  readonly timeoutMs: DurationMs
  /** Labels of the target's own stay when they bear the name of one of ours, instead of becoming `exported_*`. */
  readonly honorLabels?: boolean
  /** Timestamps in the text are used, which is what Prometheus does unless told otherwise. */
  readonly honorTimestamps?: boolean
  readonly maxBodyBytes?: number
}

/** The labels that tell the target's series from those of others: job, instance and its own, none of them empty. */
export function labelsOfTarget(target: ScrapeTarget): Labels {
  const labels = new Map([...target.labels, ['job', target.job], ['instance', target.instance]])
  return new Map([...labels].filter(([name, value]) => value !== '' && name !== '__name__'))
}

/** Equal for targets that are scraped in the same way and write the same series. */
export function targetKey(target: ScrapeTarget): string {
  const { url, intervalMs, timeoutMs, honorLabels = false, honorTimestamps = true, maxBodyBytes = 0 } = target
  const labels = [...labelsOfTarget(target)].sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([url, labels, intervalMs, timeoutMs, honorLabels, honorTimestamps, maxBodyBytes])
}

/** Where in its interval a target is scraped: the same after every reload, and different from target to target. */
export function offsetOfTarget(target: ScrapeTarget): DurationMs {
  return hashOf(targetKey(target)) % target.intervalMs
}
