import type { UnixMs } from '~/domain/units-of-measure'

/** Levels, the least first, as the platforms write them; `unknown` for a line that names none. */
export const LOG_LEVELS = ['unknown', 'trace', 'debug', 'info', 'warning', 'error', 'critical'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** What a field of a JSON line held, as written there; a number's text is that of the line, so no digit is lost. */
export type LogFieldType = 'text' | 'number' | 'boolean' | 'null'

/** One leaf of a JSON line. */
export interface LogField {
  /** Names from the outermost in, joined by dots: `extra.endpoint`; a list's entries by their place: `tags.0`. */
  readonly path: string
  readonly value: string
  readonly type: LogFieldType
}

/**
 * - `json`: an object, its leaves are `fields`.
 * - `text`: a plain line, such as a pretty-printed one.
 * - `broken`: begins like an object and is none; shown as it is.
 */
export type LogFormat = 'json' | 'text' | 'broken'

export interface LogException {
  readonly type: string
  readonly message: string
  /** Lines of the traceback as written, joined by newlines; empty where the line has none. */
  readonly traceback: string
}

/** A line as a reader made of it. Text is as written: what is shown goes through `displayText`. */
export interface LogLine {
  /** Names the line as long as its source keeps it, the same for all who read it: see `lineId`. */
  readonly id: string
  /** Where it came from: the file's name, or the labels of a stream. */
  readonly stream: string
  /** Its own timestamp, or where it has none that of the line before it in its stream, or else when it was read. */
  readonly timeMs: UnixMs
  readonly timeIs: 'own' | 'neighbour' | 'read'
  readonly level: LogLevel
  readonly logger: string
  /** What the line says: the field `message`, or the whole line where there is none. */
  readonly message: string
  readonly format: LogFormat
  /** In the order of the line, at most 500. */
  readonly fields: readonly LogField[]
  readonly exception: LogException | null
  /** The line as written, lines that continue it (tracebacks) included, without its newline. */
  readonly raw: string
  /** Bytes that were cut off at its end because it was longer than 256 KiB. */
  readonly cutBytes: number
}

/** A line before it has a place in a source: what `parse-line.ts` makes of text, and what an index takes. */
export type ReadLine = Omit<LogLine, 'id' | 'stream'> & {
  /** Fields that came beside the text, such as labels of its stream; `fields` are those of the text. */
  readonly beside?: readonly LogField[]
}

/** Fields that tie lines of one flow together, and by which it is asked for. */
export const FLOW_FIELDS = ['trace_id', 'request_id', 'user_id', 'job_id', 'batch_id', 'correlation_id'] as const
export type FlowField = (typeof FLOW_FIELDS)[number]
