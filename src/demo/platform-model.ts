import type { DurationMs } from '~/domain/units-of-measure'

/*
 * A sample platform is data: scrape targets with the metrics they expose, levels that move with the clock, flows of events
 * that move the metrics, gauges and counters that follow levels, and incidents that change all of it for a while. The engine
 * (`compile-model.ts`, `simulation.ts`) knows no platform. What a model says wrongly (a level, metric, label or series that is
 * not there) throws when it is compiled, with the model's name and the wrong word.
 */

/** Label or attribute names to values. */
export type Values = Readonly<Record<string, string>>

// --- What is scraped ---------------------------------------------------------------------------------------------------

/**
 * A metric as it stands on the wire: a counter's name ends in `_total`. Every series exists from the first scrape, at 0.
 * Its series are each of `together` with every combination of the values in `labels`; without both there is one.
 */
export interface MetricSpec {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  /** Label names with every value they take. */
  readonly labels?: Readonly<Record<string, readonly string[]>>
  /** Labels that occur in these combinations only: `[{ method: 'GET', endpoint: '/jobs' }, ...]`. All have the same names. */
  readonly together?: readonly Values[]
  /** Upper bounds of a histogram without `+Inf`, ascending; by default those of client_python, .005 to 10. */
  readonly buckets?: readonly number[]
  /**
   * Whether it is also made of the weeks before the two days of fine past, for those who ask for a month: what it cost, whether an
   * objective was kept, when a disk is full. `totals` leaves the buckets of a histogram out.
   */
  readonly longPast?: 'all' | 'totals'
}

/** One scrape target: a process with metrics of its own. */
export interface TargetSpec {
  /** The label `job`, and the path segment in the sample server. */
  readonly job: string
  /** The label `instance`, such as `api:8000`. */
  readonly instance: string
  /** Least time between two scrapes; by default as often as whoever scrapes wants. */
  readonly intervalMs?: DurationMs
  readonly metrics: readonly MetricSpec[]
}

/** A metric by name, or as `<job>/<name>` where several targets expose the same name. */
export type MetricRef = string

/** The series of a metric whose labels have these values; without `labels`, all of them. */
export type SeriesRef = MetricRef | { readonly metric: MetricRef; readonly labels?: Values }

// --- Levels ------------------------------------------------------------------------------------------------------------

/** Factors on a level in UTC: 24 hours, joined smoothly, and 7 weekdays from Sunday. A factor 0 means no traffic. */
export interface Rhythm {
  readonly hours: readonly number[]
  readonly weekdays: readonly number[]
}

/** A slow random walk around 1, at most `share` away from it, with a new direction each `periodMs`. */
export interface Drift {
  readonly share: number
  readonly periodMs: DurationMs
}

/** A window that comes again and again, aligned to the epoch: each `everyMs`, `offsetMs` later, for `lastsMs`. */
export interface Recurrence {
  readonly everyMs: DurationMs
  readonly offsetMs: DurationMs
  readonly lastsMs: DurationMs
}

/**
 * A named quantity of the model: a rate a second, a probability, a median, a size. Its value is the base times all of its
 * factors, then changed by the incidents that are on.
 */
export interface Level {
  readonly base: number
  readonly rhythm?: Rhythm
  readonly drift?: Drift
  /** Multiplied by `times` in each window: runs of a scheduler, for example. */
  readonly pulse?: Recurrence & { readonly times: number }
  /** Multiplied by these levels, which stand before this one, with what incidents did to them. */
  readonly of?: readonly string[]
  /** In the long past, how much it grew a day, as a share of what it is since: traffic comes to be, disks fill. */
  readonly growth?: number
}

/** A level's name; with `by`, the level `<level>.<value of that attribute or label>`. */
export type LevelRef = string | { readonly level: string; readonly by: string }

/** A number, or a level. */
export type Share = number | LevelRef

/**
 * A value computed each tick. A series stands for the sum of what it names, as it is at that moment: a gauge can read the gauges
 * that stand before it in the list.
 */
export type Formula =
  | number
  | LevelRef
  | { readonly series: SeriesRef }
  | { readonly sum: readonly Formula[] }
  | { readonly product: readonly Formula[] }
  /** The first minus all others. */
  | { readonly difference: readonly Formula[] }
  | { readonly quotient: readonly [Formula, Formula] }
  | { readonly min: readonly Formula[] }
  | { readonly max: readonly Formula[] }

// --- Flows -------------------------------------------------------------------------------------------------------------

/**
 * A lognormal draw; with `slow`, a share of the draws comes from a second one. Larger draws count as `max`, which is an hour for a
 * wait or work that names none.
 */
export interface Spread {
  readonly median: Share
  readonly sigma: number
  readonly slow?: { readonly share: Share; readonly median: Share; readonly sigma: number }
  readonly max?: number
  /** Whole numbers, at least 1: tokens, words, bytes. */
  readonly whole?: boolean
}

/** Only for events whose attribute has this value, or one of these. */
export interface When {
  readonly attribute: string
  readonly value: string | readonly string[]
}

/**
 * One attribute of an event, drawn by share; the option without a share takes what the others leave. A share may depend on an
 * attribute drawn before (`{ level: 'api.failure', by: 'route' }`). An option can set further attributes at the same time:
 * `{ value: 'list', share: 0.4, sets: { method: 'GET', endpoint: '/jobs' } }`. With `when`, other events do not get it (or get it
 * from another entry of the same name).
 */
export interface Attribute {
  readonly name: string
  readonly when?: When
  readonly options: readonly { readonly value: string; readonly share?: Share; readonly sets?: Values }[]
}

/**
 * What an event does to a metric: a counter grows by 1 or `amount`, a histogram observes, a gauge counts while it lasts.
 * The life of an event: `start`, wait, `begin`, work, `end`. A gauge counts `during` all of it, or while `waiting` or `working`.
 */
export interface Emission {
  readonly metric: MetricRef
  readonly at: 'start' | 'begin' | 'end' | 'during' | 'waiting' | 'working'
  readonly when?: When
  /**
   * Where the metric's labels come from: by default from the attribute of the same name. A text is the value itself, such as
   * `{ status: 'started' }`; `{ attribute }` is another attribute's value.
   */
  readonly labels?: Readonly<Record<string, string | { readonly attribute: string }>>
  /** For histograms: `duration` is the seconds of work, `wait` those before it, a spread is drawn anew. */
  readonly observe?: 'duration' | 'wait' | Spread
  /** How much a counter grows an event. */
  readonly amount?: Spread
}

/**
 * A stream of events. Root flows arrive at a rate a second; others are born of a parent's start, begin or end, `each` of them
 * on average, or exactly one without `each`. A child inherits its parent's attributes. Parents stand before children.
 */
export interface Flow {
  readonly id: string
  readonly arrivals:
    | { readonly rate: Share }
    | {
        readonly parent: string
        readonly at: 'start' | 'begin' | 'end'
        readonly each?: Share
        readonly when?: When
      }
  readonly attributes?: readonly Attribute[]
  /** Seconds in the queue before the work. Both caps together are at most 6 hours. */
  readonly wait?: Spread
  /** Seconds of work. */
  readonly work?: Spread
  readonly emissions: readonly Emission[]
  /** The job whose restart ends the running events of this flow without a trace; by default they outlive any restart. */
  readonly diesWith?: string
}

// --- Metrics that no event moves ---------------------------------------------------------------------------------------

/** A gauge. The engine sets it for each series that `labels` names (all of them by default); `by` in it reads that series' label. */
export type GaugeSource = { readonly metric: MetricRef; readonly labels?: Values } & (
  | {
      /** Info metrics are the number 1. */
      readonly value: Formula
      readonly whole?: boolean
    }
  /** When the target's process started, in seconds since 1970. */
  | { readonly startTime: true }
  /** Seconds since the target's process started. */
  | { readonly uptime: true }
  | { readonly stock: Stock }
)

/**
 * A whole number of things that are there: grows by what a counter (or several series) grows or at a rate a second, loses what
 * another one grows, up to `served` a second, and the share `drain` of itself a second. Never below 0.
 */
export interface Stock {
  readonly initial: number
  readonly inflow?: SeriesRef
  readonly outflow?: SeriesRef
  /** Things a second that come in besides, drawn as a Poisson count. */
  readonly arriving?: Formula
  /** Things a second that can leave, drawn as a Poisson count: with `arriving` or `inflow`, this is a queue. */
  readonly served?: Formula
  readonly drain?: Share
}

/** A counter that grows by `rate` a second, such as the CPU seconds of a mode; `whole` draws a Poisson count of that mean. */
export interface CounterSource {
  readonly metric: MetricRef
  readonly labels?: Values
  readonly rate: Formula
  readonly whole?: boolean
}

// --- Incidents ---------------------------------------------------------------------------------------------------------

export type LevelEffect = { readonly times: number } | { readonly to: number } | { readonly plus: number }

/**
 * `down`: no scrape of the target succeeds; with `restarts` its process is a new one afterwards. `restartEveryMs`: a new process at
 * the start of the incident and each so often. A new process has its counters and histograms at 0.
 */
export type TargetEffect =
  | { readonly down: true; readonly restarts?: boolean }
  | { readonly restartEveryMs: DurationMs }

/** A window in which levels and targets change. Without `recurs` it happens only when it is asked for. */
export interface Incident {
  readonly id: string
  readonly title: string
  readonly recurs?: Recurrence
  /** By level. */
  readonly effects: Readonly<Record<string, LevelEffect>>
  /** The effects on levels grow evenly for so long before they are whole: a disk fills, memory leaks. */
  readonly rampMs?: DurationMs
  /** By job. */
  readonly targets?: Readonly<Record<string, TargetEffect>>
}

export interface PlatformModel {
  /** The label `platform`. */
  readonly id: string
  readonly title: string
  readonly targets: readonly TargetSpec[]
  readonly levels: Readonly<Record<string, number | Level>>
  readonly flows: readonly Flow[]
  /** Set each tick after the events, in this order. */
  readonly gauges: readonly GaugeSource[]
  /** Grow each tick before the gauges. */
  readonly counters?: readonly CounterSource[]
  readonly incidents: readonly Incident[]
}
