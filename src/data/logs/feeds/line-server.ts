import type { ReadLine } from '~/domain/logs/model'
import type { LogQuery } from '~/domain/logs/query/log-query'
import type { UnixNs } from './nanoseconds'

/** A line as a server that searches gave it. */
export interface FoundLine {
  readonly ns: UnixNs
  readonly stream: string
  /** Equal for lines that cannot be told apart: time, stream and text. */
  readonly key: string
  readonly line: ReadLine
}

export interface Found {
  /** In any order. */
  readonly lines: readonly FoundLine[]
  /** As many as were asked for at most: there may be more. */
  readonly isFull: boolean
  /** Entries that could not be read. */
  readonly unreadable: number
}

/** What is asked for: at most `limit` lines of a half open range. */
export interface FindRange {
  readonly fromNs: UnixNs
  readonly toNs: UnixNs
  readonly limit: number
}

/** A server that searches. All calls throw SourceError and nothing else. */
export interface LineServer {
  /** For the screen. */
  readonly title: string
  /**
   * Texts in the server's own language that together find all lines of a query, and maybe others: what the server cannot
   * decide as the query bar does is left out, and decided by whoever reads the lines.
   */
  narrow(query: LogQuery, range: Pick<FindRange, 'fromNs' | 'toNs'>, signal: AbortSignal): Promise<readonly string[]>
  /** The text that finds all lines of a stream, and maybe of others. */
  ofStream(stream: string): string
  /** The newest lines of the range, or its oldest ones. */
  find(ask: string, end: 'newest' | 'oldest', range: FindRange, signal: AbortSignal): Promise<Found>
}

/** Whether a text means the same in a server's search as in ours: no half characters, and none that stand for odd bytes. */
export function isPlainText(text: string): boolean {
  return text !== '' && !/[\ud800-\udfff\ufffd]/.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''))
}

/** Text as a pattern of RE2. */
export function escapePattern(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}

/** Values that are in a line's text as they are, whatever writes it: nothing that JSON may escape. */
export const SAFE_VALUE = /^[A-Za-z0-9_.:@-]{1,200}$/
