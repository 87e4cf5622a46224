import type { ProbedSource, SourceErrorDetail } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { LogLevel, LogLine } from './model'

/** What is asked of a log source. */
export interface LogQuestion {
  /** Text of the query bar (`query/parse-log-query.ts`); whoever asks has parsed it without error. */
  readonly query: string
  /** Half open: from `fromMs`, before `toMs`. */
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
  readonly order: 'newest' | 'oldest'
  /** Paths of fields whose values are counted, where lines have them; the main ones of any log where it is silent. */
  readonly facets?: readonly string[]
}

/** How many lines of each level lie in one bar. */
export interface VolumeBar {
  readonly startMs: UnixMs
  readonly counts: Readonly<Partial<Record<LogLevel, number>>>
}

export interface LogFacet {
  /** Path of a field, or `level`, `logger`, `stream`. */
  readonly path: string
  /** The most frequent values, at most 20, with how many of the matching lines have them. */
  readonly values: readonly { readonly value: string; readonly count: number }[]
  /** How many other values there are. */
  readonly others: number
}

/** Something that a reader left out or could not know, for the screen: nothing is left out in silence. */
export interface LogGap {
  readonly kind:
    | 'older' // older lines are there and were not read: `count` lines where known, else bytes
    | 'skipped' // more lines came at once than are kept: `count` were passed over
    | 'dropped' // lines that were read and had to make room
    | 'rotated' // a file was replaced; what was written between the last read and that moment may be missing
    | 'truncated' // a file was cut and written anew
    | 'gone' // a file is not there
    | 'limit' // the server gave no more than its limit
    | 'unread' // a file or a range that could not be read: see `message`
  readonly stream: string
  /** Where in time it lies; null where that is not known. */
  readonly atMs: UnixMs | null
  readonly count: number | null
  readonly bytes: number | null
  /** One sentence, literal text. */
  readonly message: string
  /** `LogSession.load` reads it. */
  readonly canLoad?: boolean
}

/** What a source knows about a question, without its lines. */
export interface LogOverview {
  /** Goes up whenever the matching lines are others than before; rows are asked of one version. */
  readonly version: number
  /** How many lines match. */
  readonly matched: number
  /** How many lines of the range were looked at. */
  readonly scanned: number
  /** Time of the newest line that the source has at all, of its own timestamps; null for none. */
  readonly newestMs: UnixMs | null
  /** When the source was last read with success, on the server's clock; null for never. */
  readonly readMs: UnixMs | null
  /** Bars of equal width from `fromMs` to `toMs`; empty ones included. */
  readonly volume: readonly VolumeBar[]
  readonly volumeStepMs: DurationMs
  readonly facets: readonly LogFacet[]
  /** Paths of all fields of the matching lines, the most frequent first, at most 200. */
  readonly fields: readonly string[]
  readonly gaps: readonly LogGap[]
  /** Of the time before it not all lines are known: more than is shown were written, or may have been. Null where all are. */
  readonly wholeFromMs: UnixMs | null
  /** Lines of the range that look like JSON and are none. */
  readonly broken: number
  /** More of the range is being read: numbers will grow. */
  readonly loading: boolean
  /** Why the last read failed; what is known stays. */
  readonly error: SourceErrorDetail | null
}

/** Lines alike but for their numbers, ids and names. */
export interface LogPattern {
  /** With `<…>` in place of what differs. */
  readonly template: string
  readonly level: LogLevel
  readonly count: number
  readonly firstMs: UnixMs
  readonly lastMs: UnixMs
  /** Counts in the bars of the overview. */
  readonly trend: readonly number[]
  /** A line of it. */
  readonly example: LogLine
  /** A query that finds its lines, or lines that contain its longest fixed part. */
  readonly query: string
}

/** A question that stays open: as long as it is, a live range follows what is written. */
export interface LogSession {
  /** Asks something else from now on; what was asked before is not answered any more. */
  ask(question: LogQuestion): void
  /** Reads on now; the next overview tells what came of it. Sources that push need no poll. */
  poll(): void
  /** Reads what was passed over of a stream, as far as there is room: see `LogGap.canLoad`. */
  load(stream: string): void
  /** Matching lines by their place in the order of the question; fewer where there are no more. Null where `version` is past. */
  lines(version: number, from: number, count: number): Promise<readonly LogLine[] | null>
  /** The lines before and after one in its own stream, whatever the query; null where it is not kept any more. */
  around(id: string, before: number, after: number): Promise<readonly LogLine[] | null>
  /** Place of a line among the matching ones; -1 where it does not match. */
  find(version: number, id: string): Promise<number>
  /** At most 200, the most frequent first. */
  patterns(version: number): Promise<readonly LogPattern[] | null>
  /** All matching lines, as they were written or as a table; null where `version` is past. */
  download(version: number, as: 'jsonl' | 'csv', columns: readonly string[]): Promise<Blob | null>
  close(): void
}

/** A place where log lines are: files on a web server, Loki, VictoriaLogs, or the sample platforms. */
export interface LogSource extends ProbedSource {
  /** `heard` gets an overview whenever one is new. */
  open(question: LogQuestion, heard: (overview: LogOverview) => void): LogSession
}
