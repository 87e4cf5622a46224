import type { AlertRule } from '~/domain/alerts/model'
import type { Labels, Matrix, Vector } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/**
 * What went wrong with a source, in the words the screen acts on. Servers name the same fault differently
 * (VictoriaMetrics sends `"errorType":"422"`), so nothing else may switch on a server's own words.
 */
export type SourceErrorKind =
  | 'unreachable' // no readable answer: network, DNS, CORS, TLS, mixed content, policy; see `cause`
  | 'starting' // Prometheus replays its write-ahead log
  | 'auth' // 401, 403, or a redirect to a sign-in page
  | 'badRequest' // the query is wrong: no retry until it changes
  | 'execution' // the query failed while it ran
  | 'tooMuch' // too many points, samples or bytes
  | 'timeout'
  | 'throttled'
  | 'unavailable' // 5xx from the server or a proxy before it
  | 'notFound'
  | 'badPayload' // an answer that is not what the API promises
  | 'client' // our own fault: a worker died, a bug
  | 'aborted' // nobody waits for this answer any more

export type UnreachableCause = 'network' | 'cors' | 'tls' | 'mixed' | 'policy'

export interface SourceErrorDetail {
  readonly kind: SourceErrorKind
  /** One sentence for the screen, literal text. */
  readonly message: string
  /** What the reader can do next, literal text. */
  readonly nextStep?: string
  readonly cause?: UnreachableCause
  readonly httpStatus?: number
  /** From Retry-After, capped at 5 minutes. */
  readonly retryAfterMs?: DurationMs
  /** 0 to 1, of a server that starts. */
  readonly progress?: number
  /** Address of the request without credentials or query. */
  readonly address?: string
}

/** The only error a source may throw. */
export class SourceError extends Error {
  readonly detail: SourceErrorDetail
  constructor(detail: SourceErrorDetail) {
    super(detail.message)
    this.name = 'SourceError'
    this.detail = detail
  }
  get kind(): SourceErrorKind {
    return this.detail.kind
  }
}

/** How a request went, for the inspector and the benchmark. */
export interface RequestCost {
  /** Size of the decoded body in bytes. */
  readonly bytes: number
  /** From sending to the last byte. */
  readonly durationMs: DurationMs
}

interface Answer {
  readonly warnings: readonly string[]
  readonly infos: readonly string[]
  /** The server says that parts of its stores did not answer. */
  readonly partial: boolean
  /** Points that could not be read and were left out. */
  readonly droppedPoints: number
  readonly cost: RequestCost
}

export interface RangeAnswer extends Answer {
  readonly matrix: Matrix
}

export interface InstantAnswer extends Answer {
  readonly vector: Vector
}

export interface RangeQuery {
  readonly expr: string
  /** Inclusive, both on the grid: `endMs - startMs` is a multiple of `stepMs`. */
  readonly startMs: UnixMs
  readonly endMs: UnixMs
  readonly stepMs: DurationMs
  readonly timeoutMs: DurationMs
}

export interface InstantQuery {
  readonly expr: string
  readonly timeMs: UnixMs
  readonly timeoutMs: DurationMs
}

export interface LabelsQuery {
  /** The label whose values are wanted; undefined for the names of all labels. */
  readonly name?: string
  /** Selector of the series that are looked at; undefined for all. */
  readonly match?: string
  readonly startMs: UnixMs
  readonly endMs: UnixMs
  readonly timeoutMs: DurationMs
}

export interface LabelsAnswer {
  /** In the server's order, at most 50,000. */
  readonly names: readonly string[]
  /** How many the server told. */
  readonly total: number
  readonly cost: RequestCost
}

export interface ProbeAnswer {
  /** Such as "2.42.0"; undefined where the server does not say. */
  readonly version?: string
  readonly latencyMs: DurationMs
}

/** A source that can be asked whether it is there. All calls throw SourceError and nothing else. */
export interface ProbedSource {
  readonly id: string
  readonly title: string
  readonly kind: string
  probe(signal: AbortSignal): Promise<ProbeAnswer>
}

/** An alerting rule that a server has loaded. Labels and annotations are as written: templates are not expanded. */
export interface LoadedAlertRule {
  readonly name: string
  readonly labels: Labels
  readonly annotations: Labels
}

/** The Prometheus HTTP API, or anything that answers like it. */
export interface MetricsSource extends ProbedSource {
  queryRange(query: RangeQuery, signal: AbortSignal): Promise<RangeAnswer>
  query(query: InstantQuery, signal: AbortSignal): Promise<InstantAnswer>
  /** Names of labels, or the values of one. */
  labels(query: LabelsQuery, signal: AbortSignal): Promise<LabelsAnswer>
  /** Not all that answer like Prometheus have rules; those that have none throw. */
  alertRules(signal: AbortSignal): Promise<readonly LoadedAlertRule[]>
  /** The same with how each stands, and its alerts. */
  ruleStates(signal: AbortSignal): Promise<readonly AlertRule[]>
}

/** The time as the servers tell it: see `data/server-clock.ts`. */
export interface ServerClock {
  /** Server time now. */
  nowMs(): UnixMs
  /** Server time minus the viewer's, 0 until a server was heard. */
  offsetMs(): DurationMs
}
