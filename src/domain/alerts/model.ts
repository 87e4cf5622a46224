import type { LabelMatcher } from '~/domain/promql/matchers'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/* What the two systems tell. Times are those of the servers. */

/** An alert as Prometheus knows it: what its rule found. */
export interface RuleAlert {
  readonly labels: Labels
  /** Templates are expanded. */
  readonly annotations: Labels
  readonly state: 'pending' | 'firing'
  readonly activeMs: UnixMs
  /** Null while it is only kept firing: its condition holds no longer, and of that nobody tells the value. */
  readonly value: number | null
}

/** An alerting rule as a server has loaded and last evaluated it. */
export interface AlertRule {
  readonly name: string
  readonly group: string
  readonly file: string
  readonly query: string
  readonly forMs: DurationMs
  readonly keepFiringMs: DurationMs
  /** As written: templates are not expanded. */
  readonly labels: Labels
  readonly annotations: Labels
  readonly state: 'inactive' | 'pending' | 'firing' | 'unknown'
  readonly health: 'ok' | 'err' | 'unknown'
  /** Empty where there is none. */
  readonly lastError: string
  /** Null for never. */
  readonly evaluatedMs: UnixMs | null
  readonly evaluationMs: DurationMs
  /** Of its group. */
  readonly intervalMs: DurationMs
  readonly alerts: readonly RuleAlert[]
}

/** An alert as an Alertmanager knows it. */
export interface ReceivedAlert {
  readonly fingerprint: string
  readonly labels: Labels
  readonly annotations: Labels
  readonly startsMs: UnixMs
  readonly endsMs: UnixMs
  /** `unprocessed`: it came just now. */
  readonly state: 'active' | 'suppressed' | 'unprocessed'
  readonly receivers: readonly string[]
  /** Ids of silences. */
  readonly silencedBy: readonly string[]
  /** Fingerprints of alerts. */
  readonly inhibitedBy: readonly string[]
  readonly generatorUrl: string
}

export interface Silence {
  readonly id: string
  readonly matchers: readonly LabelMatcher[]
  readonly startsMs: UnixMs
  readonly endsMs: UnixMs
  readonly updatedMs: UnixMs
  readonly createdBy: string
  readonly comment: string
  readonly state: 'active' | 'pending' | 'expired'
}

/** What is posted: a new silence, or with an id another one in its place. */
export interface SilenceDraft {
  readonly id?: string
  readonly matchers: readonly LabelMatcher[]
  readonly startsMs: UnixMs
  readonly endsMs: UnixMs
  readonly createdBy: string
  readonly comment: string
}

export interface AlertmanagerStatus {
  /** Empty where it does not say. */
  readonly version: string
  readonly startedMs: UnixMs | null
  /** YAML of the configuration that is live, secrets left out by the server. */
  readonly config: string
  readonly peers: number
}
