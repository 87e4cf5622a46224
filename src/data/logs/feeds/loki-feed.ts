import { badPayload, isObject, parseJson } from '~/data/decode/envelope'
import type { LogField, LogLevel } from '~/domain/logs/model'
import { roleOfPath } from '~/domain/logs/read/field-roles'
import { parseLine } from '~/domain/logs/read/parse-line'
import { readLevel } from '~/domain/logs/read/read-level'
import { SourceError } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'
import { type AskOptions, askServer } from './ask-server'
import { cutLine } from './cut-line'
import type { LogFeed } from './feed'
import type { Found, FoundLine, LineServer } from './line-server'
import { narrowForLoki } from './loki-query'
import { msOfNs, parseNs } from './nanoseconds'
import { createPagedFeed } from './paged-feed'

export interface LokiOptions extends AskOptions {
  /** `{app=~".+"}`; Loki wants one matcher that an empty value does not fulfil. */
  readonly selector: string
}

/** Sets structured metadata apart from the labels of a stream; without it each value would make a stream. */
const CATEGORIZE = { 'X-Loki-Response-Encoding-Flags': 'categorize-labels' }
const MOST_STREAMS = 5_000
const MOST_FIELDS = 500
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/

type Labels = readonly LogField[]

/** Reads from Loki's query API: https://grafana.com/docs/loki/latest/reference/loki-http-api/#query-logs-within-a-range-of-time */
export function createLokiFeed(options: LokiOptions): LogFeed {
  const { server, selector, now } = options
  /** Labels of streams by the names that they have on the screen. */
  const streams = new Map<string, Labels>()
  /** What the server gives at most, once it has said so. */
  let most = Number.POSITIVE_INFINITY

  function nameOf(labels: Labels): string {
    const name = `{${labels.map(({ path, value }) => `${path}=${JSON.stringify(value)}`).join(', ')}}`
    if (!streams.has(name)) {
      if (streams.size >= MOST_STREAMS) streams.delete(streams.keys().next().value ?? '')
      streams.set(name, labels)
    }
    return name
  }

  const lineServer: LineServer = {
    title: server.title,
    narrow: async (query) => narrowForLoki(selector, query),
    ofStream(stream) {
      const known = (streams.get(stream) ?? []).filter(({ path, value }) => LABEL_NAME.test(path) && value !== '')
      if (known.length === 0) return selector
      return `{${known.map(({ path, value }) => `${path}=${JSON.stringify(value)}`).join(', ')}}`
    },
    async find(query, end, { fromNs, toNs, limit }, signal): Promise<Found> {
      for (let size = Math.min(limit, most); ; size = most) {
        const params = {
          ...{ query, start: String(fromNs), end: String(toNs), limit: String(size) },
          direction: end === 'newest' ? 'backward' : 'forward',
        }
        const request = { path: '/loki/api/v1/query_range', params, method: 'GET', headers: CATEGORIZE } as const
        try {
          const { body } = await askServer(options, request, signal)
          return decodeStreams(parseJson(body), size, nameOf, now())
        } catch (error) {
          const allowed = allowedLimit(error)
          if (allowed === null || allowed >= size) throw error
          most = allowed
        }
      }
    },
  }
  return createPagedFeed(lineServer, now)
}

/** `max entries limit per query exceeded, limit > max_entries_limit_per_query (5000 > 1000)` */
function allowedLimit(error: unknown): number | null {
  if (!(error instanceof SourceError)) return null
  const match = /max entries limit .*\(\d+ > (\d{1,9})\)/i.exec(error.message)
  const allowed = Number(match?.[1] ?? 0)
  return allowed > 0 ? allowed : null
}

function decodeStreams(document: unknown, limit: number, nameOf: (labels: Labels) => string, readMs: UnixMs): Found {
  const data = isObject(document) && document['status'] === 'success' ? document['data'] : null
  if (!isObject(data) || data['resultType'] !== 'streams' || !Array.isArray(data['result'])) throw notLoki()
  const lines: FoundLine[] = []
  let unreadable = 0
  for (const entry of data['result'] as readonly unknown[]) {
    if (!isObject(entry) || !isObject(entry['stream']) || !Array.isArray(entry['values'])) {
      unreadable += 1
      continue
    }
    const labels = fieldsOf(entry['stream']).toSorted((a, b) => (a.path < b.path ? -1 : 1))
    const stream = nameOf(labels)
    const values = entry['values'] as readonly unknown[]
    const ordered = isNewestFirst(values) ? values.toReversed() : values
    for (const value of ordered) {
      const found = decodeEntry(value, stream, labels, readMs)
      if (found === null) unreadable += 1
      else lines.push(found)
    }
  }
  return { lines, isFull: lines.length + unreadable >= limit, unreadable }
}

function isNewestFirst(values: readonly unknown[]): boolean {
  const [first, last] = [values[0], values.at(-1)].map((value) => (Array.isArray(value) ? parseNs(value[0]) : null))
  return first !== null && last !== null && first !== undefined && last !== undefined && first > last
}

function decodeEntry(value: unknown, stream: string, labels: Labels, readMs: UnixMs): FoundLine | null {
  if (!Array.isArray(value)) return null
  const [time, written, more] = value as readonly unknown[]
  const ns = parseNs(time)
  if (ns === null || typeof written !== 'string') return null
  const metadata = isObject(more) && isObject(more['structuredMetadata']) ? fieldsOf(more['structuredMetadata']) : []
  const beside = metadata.length === 0 ? labels : [...labels, ...metadata]
  const { text, cutBytes } = cutLine(written)
  const timeMs = msOfNs(ns)
  const line = parseLine(text, { readMs, beforeMs: timeMs, cutBytes })
  return {
    ...{ ns, stream, key: `${ns} ${stream} ${written}` },
    line: {
      ...line,
      ...{ timeMs, timeIs: 'own', beside },
      level: line.level === 'unknown' ? levelOf(metadata, labels) : line.level,
    },
  }
}

/** Of a line that names none itself: as its metadata says, then its labels. */
function levelOf(...lists: readonly Labels[]): LogLevel {
  for (const { path, value } of lists.flat()) {
    if (path !== 'detected_level' && roleOfPath(path)?.role !== 'level') continue
    const level = readLevel(value, 'otel')
    if (level !== 'unknown') return level
  }
  return 'unknown'
}

function fieldsOf(values: Readonly<Record<string, unknown>>): LogField[] {
  return Object.entries(values)
    .slice(0, MOST_FIELDS)
    .flatMap(([path, value]) => (typeof value === 'string' ? [{ path, value, type: 'text' as const }] : []))
}

function notLoki(): SourceError {
  return badPayload(
    'The server answers, but not as Loki does.',
    'Check that the address in config.json is that of Loki, without "/loki/api/v1".',
  )
}
