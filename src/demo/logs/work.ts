import type { RandomStream } from '../random'

/** Levels as the platforms write them. */
export type WrittenLevel = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL'

/** Drawn for one request; numbers and texts that its lines repeat. */
export interface Draws {
  readonly random: RandomStream
  readonly userId: string
  readonly jobId: string
}

export type Extra = Readonly<Record<string, string | number | boolean>>

/** How a piece of work goes wrong. */
export interface Failure {
  /** From 0 to 1, while no incident is on. */
  readonly share: number
  /** Shares while an incident of the platform's model is on, by its id. */
  readonly during?: Readonly<Record<string, number>>
  /** Class of the exception. */
  readonly type: string
  readonly message: string
}

/** A piece of work that a request consists of: a span of its trace, and the lines that it writes. */
export interface Work {
  /** Unique within a story. */
  readonly span: string
  readonly service: string
  readonly logger: string
  readonly function: string
  /** Written when it begins, at DEBUG unless said otherwise; nothing where it is silent. */
  readonly begin?: { readonly message: string; readonly level?: WrittenLevel }
  /** Written when it ended well. */
  readonly done: string
  /** Milliseconds of its own, without those of what it calls: the median and how widely it spreads (of the logarithm). */
  readonly ms: number
  readonly sigma?: number
  /** How many times as long it takes while an incident is on. */
  readonly slow?: Readonly<Record<string, number>>
  /** Called one after the other. */
  readonly calls?: readonly Work[]
  /** Whether it happens at all; always without. */
  readonly chance?: number
  readonly fails?: Failure
  readonly extra?: (draws: Draws) => Extra
}

/** One kind of request of a platform. */
export interface Story {
  /** How often it is asked, compared with the others of the platform. */
  readonly weight: number
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly endpoint: string
  readonly root: Work
}
