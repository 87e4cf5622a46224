import { printCsv } from '~/domain/csv/csv'
import type { LogLine } from '~/domain/logs/model'
import { fieldOf } from '~/domain/traces/from-log-lines'

const LINES_A_CHUNK = 1_000

/** Lines as text of a file, in pieces: as they were written, or the columns of a table with their own and the chosen ones. */
export function exportChunks(
  lines: Iterable<LogLine>,
  as: 'jsonl' | 'csv',
  columns: readonly string[],
): readonly string[] {
  const print =
    as === 'csv' ? (rows: readonly LogLine[]) => printCsv(rows.map((line) => csvRow(line, columns))) : printJsonLines
  const chunks: string[] =
    as === 'csv' ? [printCsv([['time', 'level', 'stream', 'logger', 'message', ...columns]])] : []
  let rows: LogLine[] = []
  for (const line of lines) {
    rows.push(line)
    if (rows.length < LINES_A_CHUNK) continue
    chunks.push(print(rows))
    rows = []
  }
  chunks.push(print(rows))
  return chunks
}

function printJsonLines(rows: readonly LogLine[]): string {
  return rows.map((line) => `${jsonLine(line)}\n`).join('')
}

/** A line as it was written; text, which is no JSON, as an object with its message. */
function jsonLine({ format, raw, timeMs, stream, message }: LogLine): string {
  const isOneObject = format === 'json' && !raw.includes('\n')
  if (isOneObject) return raw
  return JSON.stringify({
    timestamp: new Date(timeMs).toISOString(),
    stream,
    message: format === 'json' ? message : raw,
  })
}

function csvRow(line: LogLine, columns: readonly string[]): readonly string[] {
  const { timeMs, level, stream, logger, message } = line
  const own = [new Date(timeMs).toISOString(), level, stream, logger, message]
  return [...own, ...columns.map((path) => fieldOf(line, path) ?? '')]
}
