import type { LogGap } from '~/domain/logs/log-ports'
import type { LogLine, ReadLine } from '~/domain/logs/model'
import type { UnixMs } from '~/domain/units-of-measure'

/** What is wanted of a feed. */
export interface FeedRange {
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
  /** Text of a query that parses; feeds that do not search themselves ignore it. */
  readonly query: string
}

/** Where a feed puts what it reads. */
export interface LogSink {
  /** Lines after all that the stream has. */
  append(stream: string, lines: readonly ReadLine[]): void
  /** Lines in their order before those at the newest seam of the stream, or before all that it has. */
  prepend(stream: string, lines: readonly ReadLine[]): void
  /** What is appended from now on does not follow what the stream has: lines between were passed over. */
  seam(stream: string): void
  /** The oldest so many seams of a stream stay: at the others nothing is left to be read. */
  closeSeams(stream: string, left: number): void
  /** Forgets all lines and gaps: the feed begins anew. */
  clear(): void
  gap(gap: LogGap): void
  /** Forgets gaps of a kind, of one stream or of all: what was left out was read meanwhile. */
  closeGaps(kind: LogGap['kind'], stream?: string): void
  /** Lines or bytes may be taken at all: there is room. */
  readonly hasRoom: boolean
  /** Time of the oldest line of a stream; null for none. */
  oldestMs(stream: string): UnixMs | null
  /** Lets whoever waits for the worker come first, and shows what was read so far. */
  pause(): Promise<void>
}

/** Reads lines from where they are. One call at a time; all throw SourceError and nothing else. */
export interface LogFeed {
  /** Its server searches: lines are those of one query, and some more that the session leaves out. */
  readonly perQuery: boolean
  /** Reads what a range needs and is not there yet. */
  cover(range: FeedRange, sink: LogSink, signal: AbortSignal): Promise<void>
  /** Reads what is new. */
  poll(range: FeedRange, sink: LogSink, signal: AbortSignal): Promise<void>
  /** Reads what was passed over of a stream, as far as there is room. */
  load?(stream: string, sink: LogSink, signal: AbortSignal): Promise<void>
  /** Lines of a stream around one, in order, whatever the query; for feeds that read the lines of one query only. */
  around?(
    line: Pick<LogLine, 'stream' | 'timeMs'>,
    before: number,
    after: number,
    signal: AbortSignal,
  ): Promise<readonly ReadLine[]>
}
