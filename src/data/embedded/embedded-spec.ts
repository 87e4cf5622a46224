import type { DurationMs } from '~/domain/units-of-measure'

/** What an embedded Prometheus is made of; it crosses to the worker, so it is plain data. */
export type EmbeddedSpec = SampleSpec | ScrapeSpec

interface CommonSpec {
  /** Of the source, which names what is kept of it in the browser. */
  readonly id: string
  /** Addresses of rule files, absolute. */
  readonly ruleFiles: readonly string[]
  /** How often rules are evaluated that do not say. */
  readonly evaluationMs: DurationMs
  /** Address of the app, for links in alerts. */
  readonly externalUrl: string
}

/** The sample platforms, made in the browser. */
export interface SampleSpec extends CommonSpec {
  readonly kind: 'sample'
}

/** Targets that are scraped from the browser. */
export interface ScrapeSpec extends CommonSpec {
  readonly kind: 'scrape'
  readonly targets: readonly TargetSpec[]
  readonly retentionMs: DurationMs
  readonly maxBytes: number
}

export interface TargetSpec {
  /** Absolute. */
  readonly url: string
  readonly job: string
  readonly instance: string
  readonly labels: readonly (readonly [name: string, value: string])[]
  readonly intervalMs: DurationMs
  readonly timeoutMs: DurationMs
  readonly honorLabels: boolean
}
