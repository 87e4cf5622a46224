import type { LogOverview, LogPattern, LogQuestion } from '~/domain/logs/log-ports'
import type { LogLine } from '~/domain/logs/model'
import type { UserIdPolicy } from '~/domain/logs/user-policy'
import type { DurationMs } from '~/domain/units-of-measure'
import type { FollowedFile } from './feeds/file-feed'

/** Where a source's lines are, with absolute addresses. */
export type LogFeedSpec =
  | { readonly kind: 'sample' }
  | { readonly kind: 'jsonl'; readonly files: readonly FollowedFile[] }
  | { readonly kind: 'loki'; readonly server: LogServerSpec; readonly selector: string }
  | { readonly kind: 'victorialogs'; readonly server: LogServerSpec }

/** A server that searches. */
export interface LogServerSpec {
  /** For the screen. */
  readonly title: string
  /** Without a trailing slash. */
  readonly url: string
  /** Headers of the tenant. */
  readonly headers: Readonly<Record<string, string>>
}

export interface LogWorkerSpec {
  /** Address of the page: requests are explained against it. */
  readonly pageUrl: string
  readonly sources: readonly { readonly id: string; readonly feed: LogFeedSpec }[]
  readonly redact: readonly string[]
  /** Mask what commonly is secret. */
  readonly secrets: boolean
  readonly userIds: UserIdPolicy
}

/** What can be asked of a session besides its overviews; each names the session first. */
export interface LogCalls {
  lines(version: number, from: number, count: number): readonly LogLine[] | null
  around(id: string, before: number, after: number): readonly LogLine[] | null
  find(version: number, id: string): number
  patterns(version: number): readonly LogPattern[] | null
  download(version: number, as: 'jsonl' | 'csv', columns: readonly string[]): readonly string[] | null
}
export type LogCallName = keyof LogCalls
type LogCall = {
  [Name in LogCallName]: { readonly name: Name; readonly args: Parameters<LogCalls[Name]> }
}[LogCallName]

/** From the page. Every message says how far the servers' clock is from the viewer's, and whether the page hangs on a wall. */
export type ToLogWorker = { readonly clockOffsetMs: DurationMs; readonly isWall: boolean } & (
  | { readonly kind: 'start'; readonly spec: LogWorkerSpec }
  | {
      readonly kind: 'open'
      readonly session: number
      readonly source: string
      readonly question: LogQuestion
      /** Versions go on from here: those of a worker that died must not come again. */
      readonly afterVersion: number
    }
  | { readonly kind: 'ask'; readonly session: number; readonly question: LogQuestion }
  | { readonly kind: 'poll'; readonly session: number }
  | { readonly kind: 'load'; readonly session: number; readonly stream: string }
  | { readonly kind: 'close'; readonly session: number }
  | { readonly kind: 'call'; readonly session: number; readonly id: number; readonly call: LogCall }
)

export type FromLogWorker =
  | { readonly kind: 'overview'; readonly session: number; readonly overview: LogOverview }
  | { readonly kind: 'answer'; readonly id: number; readonly value: ReturnType<LogCalls[LogCallName]> }
  | { readonly kind: 'faults'; readonly faults: readonly string[] }
