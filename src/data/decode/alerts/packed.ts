import type { AlertRule } from '~/domain/alerts/model'
import type { Labels } from '~/domain/series/frame'

/*
 * How alerts cross from the decoding worker to the page. Of thousands most are the same each five seconds: what the page has
 * already is told by a number, and the rest as few texts and columns of numbers, which cost the page next to nothing to take.
 */

/** What is to be decoded, and of which answer the page still has the label sets. */
export interface AlertsTask {
  readonly kind: 'rules' | 'received'
  /** Answers of one feed are like each other. */
  readonly feed: string
  /** `version` of the answer that the page has; 0 for none. */
  readonly base: number
}

/** Label sets, each once. */
export interface PackedSets {
  /** For each its place among those of the answer before; -1 for the next one of the fresh. */
  readonly before: Int32Array
  /** For each fresh one how many labels it has. */
  readonly sizes: Int32Array
  /** Of each fresh one what `labelsKey` makes of it, or -1, and then its names and values: places in `texts`. */
  readonly refs: Int32Array
  readonly texts: readonly string[]
}

interface Packed {
  /** What `base` was taken for: 0 where all sets are fresh. */
  readonly base: number
  readonly version: number
  /** As they are, where they cross no thread. */
  readonly sets: PackedSets | readonly Labels[]
  /** Places in `sets`, one an alert. */
  readonly labels: Int32Array
  readonly annotations: Int32Array
}

export const [PENDING, FIRING, KEPT_FIRING] = [0, 1, 2]

export interface PackedRules extends Packed {
  readonly kind: 'rules'
  readonly rules: readonly Omit<AlertRule, 'alerts'>[]
  /** How many alerts each rule has; they stand in the order of the rules. */
  readonly counts: Int32Array
  /** PENDING, FIRING or KEPT_FIRING. */
  readonly states: Uint8Array
  readonly activeMs: Float64Array
  readonly values: Float64Array
}

export interface PackedReceived extends Packed {
  readonly kind: 'received'
  readonly fingerprints: readonly string[]
  readonly startsMs: Float64Array
  readonly endsMs: Float64Array
  /** Places in `RECEIVED_STATES`. */
  readonly states: Uint8Array
  readonly lists: readonly (readonly string[])[]
  /** Places in `lists`. */
  readonly receivers: Int32Array
  readonly silencedBy: Int32Array
  readonly inhibitedBy: Int32Array
  /** One each, as places in `urls`. */
  readonly generatorUrls: Int32Array
  readonly urls: readonly string[]
}

export type PackedAlerts = PackedRules | PackedReceived

export const RECEIVED_STATES = ['active', 'suppressed', 'unprocessed'] as const
