import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { endOf } from './critical-path'
import type { Span, Trace, TraceEnd, TraceSummary } from './model'
import { extentOf } from './waterfall'

/** Clocks and writers are so far apart at the edges of what one span covers. */
const SLACK_MS: DurationMs = 50
/** Who has not been heard of for longer is not said to run: it may have crashed. */
const QUIET_MS: DurationMs = 600_000

/** A trace in a line: what began it, how long all of it took, whether that is all, and whether anything in it failed. */
export function summaryOf(trace: Trace): TraceSummary {
  const { id, spans } = trace
  const teller = rootOf(spans) ?? spans[0]
  return {
    id,
    service: teller?.service ?? '',
    name: teller?.name ?? '',
    ...extentOf(spans),
    spans: spans.length,
    failed: spans.some(({ failed }) => failed),
    end: endIn(trace),
  }
}

/** Whether a trace whose end nobody told was heard of just now, and nothing in it failed. */
export function isRunning(trace: Omit<TraceSummary, 'id'>, nowMs: UnixMs): boolean {
  return trace.end === 'open' && !trace.failed && !isQuiet(trace, nowMs)
}

/** Whether nothing came of a trace for long. */
export function isQuiet({ startMs, durationMs }: Pick<TraceSummary, 'startMs' | 'durationMs'>, nowMs: UnixMs): boolean {
  return nowMs - (startMs + durationMs) >= QUIET_MS
}

/** The longest of those that nothing called. */
function rootOf(spans: readonly Span[]): Span | undefined {
  return spans
    .filter(({ parentId, missingParentId }) => parentId === null && missingParentId === null)
    .reduce<Span | undefined>(
      (best, span) => (best === undefined || span.durationMs > best.durationMs ? span : best),
      undefined,
    )
}

function endIn({ spans, madeOf }: Trace): TraceEnd {
  if (madeOf === 'log-order') return endInOrder(spans)
  const root = rootOf(spans)
  if (root === undefined) return 'untold'
  return root.durationIs === 'measured' ? 'told' : 'open'
}

/** Where no line names its span, a service is done once one line's length reaches from its first line to its last. */
function endInOrder(spans: readonly Span[]): TraceEnd {
  if (!spans.some(({ durationIs }) => durationIs === 'measured')) return 'untold'
  const byService = new Map<string, Span[]>()
  for (const span of spans) {
    const own = byService.get(span.service)
    if (own === undefined) byService.set(span.service, [span])
    else own.push(span)
  }
  return [...byService.values()].every(isCovered) ? 'told' : 'open'
}

function isCovered(spans: readonly Span[]): boolean {
  const { startMs, durationMs } = extentOf(spans)
  return spans.some(
    (span) =>
      span.durationIs === 'measured' &&
      span.startMs <= startMs + SLACK_MS &&
      endOf(span) >= startMs + durationMs - SLACK_MS,
  )
}
