import type { LogException } from '~/domain/logs/model'
import type { ProbedSource } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** One piece of work of a trace. Times are in milliseconds with fractions. */
export interface Span {
  readonly id: string
  /** Null for a root, and for one whose parent is not in the trace. */
  readonly parentId: string | null
  /** The parent that it names, where that one is not in the trace. */
  readonly missingParentId: string | null
  readonly service: string
  readonly name: string
  readonly startMs: UnixMs
  /** Never negative; 0 where it is not known. */
  readonly durationMs: DurationMs
  /** Measured, the time until the next line of its service, the least that it can be as nobody told its end, or nothing. */
  readonly durationIs: 'measured' | 'guessed' | 'open' | 'unknown'
  readonly failed: boolean
  /** What else is known, in the order told; values are text as written. */
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  readonly events: readonly SpanEvent[]
}

export interface SpanEvent {
  readonly timeMs: UnixMs
  readonly name: string
  readonly exception: LogException | null
  /** Id of the log line that it is made of, if any. */
  readonly lineId: string | null
}

/** The flow of one request through all services. */
export interface Trace {
  readonly id: string
  /** By start, parents before children. */
  readonly spans: readonly Span[]
  /** How spans were found: told by a tracing backend, by `duration_ms` and `parent_span_id` of log lines, or by their order alone. */
  readonly madeOf: 'spans' | 'log-spans' | 'log-order'
  /** Things odd about it, as sentences: a cycle, a missing parent, a negative duration, spans left out. */
  readonly warnings: readonly string[]
}

/**
 * Whether a trace is over: `told` where its end is known, and its duration is that of all; `open` where what began it has told no
 * end yet; `untold` where nothing could tell. In the last two it took at least as long as its duration.
 */
export type TraceEnd = 'told' | 'open' | 'untold'

/** A trace in a list. */
export interface TraceSummary {
  readonly id: string
  readonly service: string
  readonly name: string
  readonly startMs: UnixMs
  readonly durationMs: DurationMs
  readonly spans: number
  readonly failed: boolean
  readonly end: TraceEnd
}

export interface TraceSearch {
  readonly service: string
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
  readonly minDurationMs: DurationMs | null
  readonly failedOnly: boolean
  readonly limit: number
}

/** Jaeger, or what answers like it. All calls throw SourceError and nothing else. */
export interface TraceSource extends ProbedSource {
  /** Null where the source does not know it. Ids are opaque: what is no hex is searched as a tag. */
  trace(id: string, signal: AbortSignal): Promise<Trace | null>
  services(signal: AbortSignal): Promise<readonly string[]>
  search(search: TraceSearch, signal: AbortSignal): Promise<readonly TraceSummary[]>
}
