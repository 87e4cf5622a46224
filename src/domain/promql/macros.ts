import { formatDuration } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'

export interface MacroContext {
  readonly stepMs: DurationMs
  readonly rangeMs: DurationMs
  readonly scrapeIntervalMs: DurationMs
}

/**
 * Window that always holds at least two samples of a scraped series, whatever the step: Grafana's
 * `max(step + scrape interval, 4 * scrape interval)`.
 */
export function rateIntervalMs({ stepMs, scrapeIntervalMs }: MacroContext): DurationMs {
  return Math.max(stepMs + scrapeIntervalMs, 4 * scrapeIntervalMs)
}

/** Replaces `$__rate_interval`, `$__interval`, `$__interval_ms`, `$__range`, `$__range_s`, `$__range_ms`, with or without braces. */
export function replaceMacros(expr: string, context: MacroContext): string {
  // The range is rounded up to the step, so that a growing range does not make another expression at every refresh.
  const rangeMs = Math.ceil(context.rangeMs / context.stepMs) * context.stepMs
  const values = new Map([
    ['__rate_interval', formatDuration(rateIntervalMs(context))],
    ['__rate_interval_ms', String(rateIntervalMs(context))],
    ['__interval', formatDuration(context.stepMs)],
    ['__interval_ms', String(context.stepMs)],
    ['__range', formatDuration(rangeMs)],
    ['__range_s', String(Math.round(rangeMs / 1000))],
    ['__range_ms', String(rangeMs)],
  ])
  return expr.replace(/\$\{(__[a-z_]+)\}|\$(__[a-z_]+)/g, (whole, braced: string, bare: string) => {
    return values.get(braced ?? bare) ?? whole
  })
}
