import { badPayload, isObject, parseJson } from '~/data/decode/envelope'
import type { LogField } from '~/domain/logs/model'
import { parseLine } from '~/domain/logs/read/parse-line'
import { createLineSplitter, type TextLine } from '~/domain/logs/read/split-lines'
import type { SourceError } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'
import { type AskOptions, askServer } from './ask-server'
import { cutLine } from './cut-line'
import type { LogFeed } from './feed'
import type { Found, FoundLine, LineServer } from './line-server'
import { msOfNs, NS_A_SECOND, parseRfc3339, printRfc3339 } from './nanoseconds'
import { createPagedFeed } from './paged-feed'
import { narrowForVictoriaLogs, quote, timeFilter, wantsNames } from './victorialogs-query'

const MOST_STREAMS = 5_000

/** Reads from VictoriaLogs' query API: https://docs.victoriametrics.com/victorialogs/querying/#querying-logs */
export function createVictoriaLogsFeed(options: AskOptions): LogFeed {
  const { server, now } = options
  /** Ids of streams by their labels. */
  const streamIds = new Map<string, string>()

  async function names(params: Readonly<Record<string, string>>, signal: AbortSignal): Promise<readonly string[]> {
    const request = { path: '/select/logsql/field_names', params, method: 'POST' } as const
    const { body } = await askServer(options, request, signal)
    const document = parseJson(body)
    const values = isObject(document) && Array.isArray(document['values']) ? document['values'] : []
    return values.flatMap((entry: unknown) =>
      isObject(entry) && typeof entry['value'] === 'string' ? [entry['value']] : [],
    )
  }

  function learn(stream: string, id: unknown): void {
    if (typeof id !== 'string' || !/^[0-9a-f]{1,100}$/.test(id) || streamIds.has(stream)) return
    if (streamIds.size >= MOST_STREAMS) streamIds.delete(streamIds.keys().next().value ?? '')
    streamIds.set(stream, id)
  }

  const lineServer: LineServer = {
    title: server.title,
    async narrow(query, { fromNs, toNs }, signal) {
      if (!wantsNames(query)) return ['*']
      const known = await names({ query: '*', ...bounds(fromNs, toNs) }, signal)
      return [narrowForVictoriaLogs(query, known)]
    },
    ofStream(stream) {
      const id = streamIds.get(stream)
      return id === undefined ? `_stream:${stream}` : `_stream_id:${id}`
    },
    async find(filter, end, { fromNs, toNs, limit }, signal): Promise<Found> {
      const within = `${timeFilter(fromNs, toNs)} ${filter}`
      // `limit` as a parameter gives the newest; a pipe is needed for the oldest.
      const params =
        end === 'newest'
          ? { query: within, limit: String(limit), ...bounds(fromNs, toNs) }
          : { query: `${within} | sort by (_time) limit ${limit}`, ...bounds(fromNs, toNs) }
      const request = { path: '/select/logsql/query', params, method: 'POST' } as const
      const { body, headers } = await askServer(options, request, signal)
      return decodeLines(body, headers.get('content-type') ?? '', limit, learn, now())
    },
  }
  return createPagedFeed(lineServer, now)
}

/** Around the range to the second, as servers differ in what a time without decimals ends with; `_time` cuts exactly. */
function bounds(fromNs: bigint, toNs: bigint): { readonly start: string; readonly end: string } {
  return {
    start: printRfc3339(fromNs - (fromNs % NS_A_SECOND)),
    end: printRfc3339(toNs - (toNs % NS_A_SECOND) + 2n * NS_A_SECOND),
  }
}

function decodeLines(
  body: ArrayBuffer,
  contentType: string,
  limit: number,
  learn: (stream: string, id: unknown) => void,
  readMs: UnixMs,
): Found {
  if (contentType.includes('html')) throw notVictoriaLogs()
  const splitter = createLineSplitter({ encoding: 'utf-8' })
  const texts = [...splitter.push(new Uint8Array(body)), ...splitter.flush()].filter(({ text }) => text.trim() !== '')
  const lines: FoundLine[] = []
  let unreadable = 0
  for (const text of texts) {
    const found = decodeLine(text, learn, readMs)
    if (found === null) unreadable += 1
    else lines.push(found)
  }
  if (lines.length === 0 && unreadable > 0) throw notVictoriaLogs()
  return { lines, isFull: texts.length >= limit, unreadable }
}

/** Null for what is no object with a time, such as one that is cut. */
function decodeLine(
  { text, cutBytes }: TextLine,
  learn: (stream: string, id: unknown) => void,
  readMs: UnixMs,
): FoundLine | null {
  if (cutBytes > 0) return null
  const entry = readObject(text)
  const ns = entry === null ? null : parseRfc3339(entry['_time'])
  if (entry === null || ns === null) return null
  const { _time: time, _msg: message, _stream: labels, _stream_id: id, ...rest } = entry
  const stream = typeof labels === 'string' ? labels : '{}'
  learn(stream, id)
  const fields = Object.entries(rest).filter((field): field is [string, string] => typeof field[1] === 'string')
  const written = writtenLine(String(time), typeof message === 'string' ? message : '', fields, stream)
  const { text: raw, cutBytes: cut } = cutLine(written.raw)
  const timeMs = msOfNs(ns)
  return {
    ...{ ns, stream, key: text },
    line: {
      ...parseLine(raw, { readMs, beforeMs: timeMs, cutBytes: cut }),
      ...{ timeMs, timeIs: 'own', beside: written.beside },
    },
  }
}

/**
 * The line that the fields were made of, as near as can be: VictoriaLogs keeps no text. A message with nothing but labels of
 * its stream was a line itself.
 */
function writtenLine(
  time: string,
  message: string,
  fields: readonly (readonly [string, string])[],
  stream: string,
): { readonly raw: string; readonly beside: readonly LogField[] } {
  const isLabel = ([name, value]: readonly [string, string]) =>
    ['{', ','].some((before) => stream.includes(`${before}${name}=${quote(value)}`))
  const beside = fields.filter(isLabel).map(([path, value]): LogField => ({ path, value, type: 'text' }))
  if (beside.length === fields.length) return { raw: message, beside }
  const own = fields.filter((field) => !isLabel(field))
  const has = (name: string) => own.some(([other]) => other === name)
  const all: readonly (readonly [string, string])[] = [
    [has('timestamp') ? '_time' : 'timestamp', time],
    ...own,
    ...(message === '' ? [] : [[has('message') ? '_msg' : 'message', message] as const]),
  ]
  const printed = all.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
  return { raw: `{${printed.join(',')}}`, beside }
}

function readObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function notVictoriaLogs(): SourceError {
  return badPayload(
    'The server answers, but not as VictoriaLogs does.',
    'Check that the address in config.json is that of VictoriaLogs, without "/select/logsql".',
  )
}
