import type { DurationMs } from '~/domain/units-of-measure'

/*
 * A sample platform is data: metrics it exposes, levels that move with the clock, flows of events that move the
 * metrics, gauges, and incidents that change levels for a while. The engine (`simulation.ts`) knows no platform.
 */

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

/** A named quantity of the model: a rate a second, a probability, a median, a size. */
export interface Level {
  readonly base: number
  readonly rhythm?: Rhythm
  readonly drift?: Drift
}

/** A level's name; with `by`, the level `<level>.<value of that attribute>` of the event. */
export type LevelRef = string | { readonly level: string; readonly by: string }

/** A lognormal draw; with `slow`, a share of the draws comes from a second one. Capped at `max` where given. */
export interface Spread {
  readonly median: LevelRef
  readonly sigma: number
  readonly slow?: { readonly share: LevelRef; readonly median: LevelRef; readonly sigma: number }
  readonly max?: number
  /** Whole numbers, at least 1: tokens, words, bytes. */
  readonly whole?: boolean
}

/** One attribute of an event, drawn by share; the option without a share takes what the others leave. */
export interface Attribute {
  readonly name: string
  readonly options: readonly { readonly value: string; readonly share?: LevelRef | number }[]
}

/** What an event does to a metric: a counter grows by 1 or `amount`, a histogram observes, a gauge counts while it lasts. */
export interface Emission {
  readonly metric: string
  readonly at: 'start' | 'end' | 'during'
  /** Only for events whose attribute has this value. */
  readonly when?: { readonly attribute: string; readonly value: string }
  /** For histograms `duration` is the seconds of work, without the wait. */
  readonly observe?: 'duration' | Spread
  readonly amount?: Spread
}

/**
 * A stream of events. Root flows arrive at a rate a second; others are born of a parent's start or end, `each` of them
 * on average, or exactly one without `each`. A child inherits its parent's attributes. Parents stand before children.
 */
export interface Flow {
  readonly id: string
  readonly arrivals:
    | { readonly rate: string }
    | {
        readonly parent: string
        readonly at: 'start' | 'end'
        readonly each?: string
        readonly when?: { readonly attribute: string; readonly value: string }
      }
  readonly attributes?: readonly Attribute[]
  /** Seconds in the queue before the work. */
  readonly wait?: Spread
  /** Seconds of work. */
  readonly work?: Spread
  readonly emissions: readonly Emission[]
}

/** A gauge that no event moves. */
export type GaugeSource =
  /** The level's value, rounded where `whole`. */
  | {
      readonly metric: string
      readonly labels?: Readonly<Record<string, string>>
      readonly level: string
      readonly whole?: boolean
    }
  /** A stock: grows by what the counter `inflow` grows, loses the share `drain` of itself a second, starts at `initial`. */
  | { readonly metric: string; readonly inflow: string; readonly drain: string; readonly initial: number }
  /** When the process started, in seconds since 1970. */
  | { readonly metric: string; readonly startTime: true }

/** Label names with every value they take, so that each series exists from the first scrape. */
export interface MetricSpec {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly labels?: Readonly<Record<string, readonly string[]>>
  /** Upper bounds of a histogram without `+Inf`, ascending. */
  readonly buckets?: readonly number[]
}

/** A window in which levels change. Without `recurs` it happens only when it is asked for. */
export interface Incident {
  readonly id: string
  readonly title: string
  /** Aligned to the epoch: each `everyMs`, `offsetMs` later, for `lastsMs`. */
  readonly recurs?: { readonly everyMs: DurationMs; readonly offsetMs: DurationMs; readonly lastsMs: DurationMs }
  readonly effects: Readonly<Record<string, { readonly times: number } | { readonly to: number }>>
}

export interface PlatformModel {
  readonly id: string
  readonly title: string
  readonly metrics: readonly MetricSpec[]
  readonly levels: Readonly<Record<string, number | Level>>
  readonly flows: readonly Flow[]
  readonly gauges: readonly GaugeSource[]
  readonly incidents: readonly Incident[]
}
