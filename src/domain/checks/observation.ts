import type { SourceErrorDetail } from '../sources'
import type { DurationMs, UnixMs } from '../units-of-measure'

/** What an installation is made of; `app` is the server of Lookout's own files. */
export type Part = 'app' | 'metrics' | 'alerts' | 'logs' | 'traces'

/** How far a server's clock is from that of the computer that asked. */
export interface ClockReading {
  /** The server's time minus ours. */
  readonly offsetMs: DurationMs
  /** The truth lies within this much of it, to both sides. */
  readonly uncertaintyMs: DurationMs
}

/** What came of asking. */
export type Reach =
  | { readonly kind: 'answers'; readonly latencyMs: DurationMs }
  | { readonly kind: 'fails'; readonly error: SourceErrorDetail; readonly systemCode?: string }
  /** It lives in the page, so that from elsewhere it cannot be asked. */
  | { readonly kind: 'inside' }

export type TargetHealth = 'up' | 'down' | 'unknown'

/** What is scraped, as /api/v1/targets tells it. */
export interface Target {
  readonly job: string
  readonly instance: string
  readonly url: string
  readonly health: TargetHealth
  readonly lastError: string
  /** On the server's clock; null before the first scrape. */
  readonly lastScrapeMs: UnixMs | null
  readonly lastTookMs: DurationMs | null
  /** Null where the server does not say. */
  readonly intervalMs: DurationMs | null
}

/** The rule that always fires, so that its absence tells. */
export type DeadMan = 'none' | 'firing' | 'silent' | 'new'

export interface Rules {
  /** Alerting rules that are loaded. */
  readonly count: number
  /** Names of those whose last evaluation failed. */
  readonly failing: readonly string[]
  readonly deadMan: DeadMan
}

/** What a server of metrics says of itself; null for what it does not say, which its relatives mostly do not. */
export interface MetricsFacts {
  readonly targets: readonly Target[] | null
  readonly rules: Rules | null
  /** Addresses of the Alertmanagers that it sends to. */
  readonly alertmanagers: readonly string[] | null
  /** Its own clock by a query: a Date header is that of the proxy before it, mostly. Scrapes and rules go by it. */
  readonly time: ClockReading | null
  /** The last reload of its configuration went well. */
  readonly configIsGood: boolean | null
}

export interface AlertFacts {
  readonly startedMs: UnixMs | null
  /** Members of its cluster, itself included; 0 for none. */
  readonly peers: number
  readonly clusterStatus: string
  /** Whether the dead man's switch arrives here. */
  readonly hearsDeadMan: boolean | null
}

/** A file of a log source that is written to, by the answer to a request for its first byte. What it was rotated to need not be there. */
export interface LogFile {
  readonly name: string
  readonly state: 'ranges' | 'whole' | 'empty' | 'missing' | 'page' | 'fails'
  readonly error?: SourceErrorDetail
}

/** How the page is protected: by headers, by a `<meta>` element alone, or not at all. */
export type Protection = 'headers' | 'meta' | 'none'

export interface AppFacts {
  /** Null where it could not be told. */
  readonly protection: Protection | null
  /** The build on the server is another than the one that runs; null where it could not be told. */
  readonly isOlder: boolean | null
  /** Origins that the policy kept this page from asking. */
  readonly blocked: readonly string[]
}

/** What was seen of one part of the installation. */
export interface Observation {
  readonly part: Part
  readonly id: string
  readonly title: string
  readonly kind: string
  /** Null for what lives in the page. */
  readonly address: string | null
  readonly reach: Reach
  /** Null where it does not say. */
  readonly version: string | null
  /** Null where no time could be read. */
  readonly clock: ClockReading | null
  /** What was asked of it and not answered, in words; what it simply does not have is not in it. */
  readonly unanswered?: readonly string[]
  /** Its history is not there yet, and what it scrapes and evaluates neither: it was not asked for them. */
  readonly isPreparing?: boolean
  readonly metrics?: MetricsFacts
  readonly alerts?: AlertFacts
  readonly files?: readonly LogFile[]
  readonly app?: AppFacts
}
