import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'

/** Prometheus text 0.0.4, or OpenMetrics 1.0. */
export type ExpositionFormat = 'text' | 'openmetrics'

/** What a target's `/metrics` says: what could be read of it, and every line that could not. */
export interface Exposition {
  readonly format: ExpositionFormat
  /** In the order of the text; a series may stand there twice. */
  readonly samples: readonly ExposedSample[]
  /** By the name that TYPE, HELP and UNIT give, which for OpenMetrics is without `_total`. */
  readonly families: ReadonlyMap<string, FamilyMetadata>
  /** The first of the faults. Prometheus 2.42 refuses the whole text exactly when there is one. */
  readonly faults: readonly ExpositionFault[]
  readonly faultCount: number
}

export interface ExposedSample {
  /** With `__name__`, sorted by name; no label has an empty value. */
  readonly labels: Labels
  readonly value: number
  /** Only where the text gives one. */
  readonly timestampMs?: UnixMs
  readonly exemplar?: Exemplar
  /** Counted from 1. */
  readonly line: number
}

/** Of OpenMetrics: one observation that a counter or a bucket counted. */
export interface Exemplar {
  readonly labels: Labels
  readonly value: number
  readonly timestampMs?: UnixMs
}

export interface FamilyMetadata {
  readonly type?: string
  readonly help?: string
  readonly unit?: string
}

export interface ExpositionFault {
  /** Counted from 1. */
  readonly line: number
  readonly message: string
  /** The beginning of the line, fit to be shown. */
  readonly text: string
}
