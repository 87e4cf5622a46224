import type { Span, Trace, TraceSummary } from '~/domain/traces/model'
import { isRunning } from '~/domain/traces/summary'
import { formatText } from '~/domain/units/format-value'
import type { UnixMs } from '~/domain/units-of-measure'

/** How long a span took, and how that is known. */
export function durationWords({ durationMs, durationIs }: Pick<Span, 'durationMs' | 'durationIs'>): string {
  if (durationIs === 'unknown') return 'its length is not known'
  if (durationIs === 'open') return `took at least ${formatText(durationMs, { unit: 'ms' })}: its end is not told`
  const length = formatText(durationMs, { unit: 'ms' })
  return durationIs === 'measured' ? `took ${length}` : `about ${length}, until the next line of its service`
}

/** How long a trace took, and whether that is all: "4.2 s", "at least 3 min, still running". */
export function tookWords(trace: Omit<TraceSummary, 'id'>, nowMs: UnixMs): string {
  const length = formatText(trace.durationMs, { unit: 'ms', atLeast: trace.end !== 'told' })
  return trace.end === 'open' ? `${length}, ${isRunning(trace, nowMs) ? 'still running' : 'no end told'}` : length
}

/** How the spans of a trace were found. */
export function madeOfWords(madeOf: Trace['madeOf'], told: string): string {
  if (madeOf === 'spans') return `Spans as measured, told by ${told}.`
  if (madeOf === 'log-spans') {
    return 'Spans rebuilt from log lines: lengths are those of duration_ms, what called what is told by parent_span_id.'
  }
  return 'No line names its span: each line stands in the lane of its service, in the order of time. What called what is not known, and a length is only measured where a line has duration_ms.'
}
