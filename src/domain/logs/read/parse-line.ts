import type { LogField, LogFieldType, LogLevel, ReadLine } from '~/domain/logs/model'
import type { UnixMs } from '~/domain/units-of-measure'
import { looksLikeTrace, toException } from './exceptions'
import { type FieldRole, type RankedRole, roleOfPath } from './field-roles'
import { readLevel } from './read-level'
import { createObjectReader } from './read-object'
import { readPlain } from './read-plain'
import { readTime } from './read-time'

/** What a line is read against. */
export interface LineContext {
  /** When it was read, on the server's clock. */
  readonly readMs: UnixMs
  /** Time of the line before it in its stream, null for none. */
  readonly beforeMs: UnixMs | null
  /** Bytes that were cut off at its end. */
  readonly cutBytes?: number
}

interface Claim {
  readonly rank: number
  readonly value: string
  readonly type: LogFieldType
}

const reader = createObjectReader()
/** Claims of the line that is being read, by role; kept between lines, as is their memory. */
const claims: Record<FieldRole, Claim[]> = {
  time: [],
  level: [],
  logger: [],
  message: [],
  errorType: [],
  errorMessage: [],
  trace: [],
  maybeTrace: [],
}
const ALL_CLAIMS = Object.values(claims)

function hear(role: RankedRole, value: string, type: LogFieldType): void {
  if (type === 'null' || value === '') return
  claims[role.role].push({ rank: role.rank, value, type })
}

/**
 * Reads one line of text. Never throws: what is no JSON is a plain line, and what begins like an object and is none is
 * `broken`, with what could be read of it before its fault. `text` may have several lines where a traceback belongs to it.
 */
export function parseLine(text: string, context: LineContext): ReadLine {
  for (const list of ALL_CLAIMS) list.length = 0
  const isObject = text.charCodeAt(firstInk(text)) === 123
  // What follows the first line of an object continues it and is no part of the JSON.
  const end = isObject ? text.indexOf('\n') : -1
  const fields = isObject ? reader.read(end === -1 ? text : text.slice(0, end), hear) : undefined
  if (fields !== undefined) return toLine(text, 'json', fields, context)
  if (isObject) return toLine(text, 'broken', [], context)
  return plainLine(text, context)
}

function plainLine(text: string, context: LineContext): ReadLine {
  const end = text.indexOf('\n')
  const facts = readPlain(end === -1 ? text : text.slice(0, end), context.readMs)
  const fields = facts.fields ?? []
  for (const { path, value, type } of fields) {
    const role = roleOfPath(path)
    if (role !== undefined) hear(role, value, type)
  }
  const line = toLine(text, 'text', fields, context)
  return {
    ...line,
    ...(facts.timeMs === undefined ? {} : { timeMs: facts.timeMs, timeIs: 'own' as const }),
    ...(facts.level === undefined ? {} : { level: facts.level }),
    ...(facts.logger === undefined ? {} : { logger: facts.logger }),
  }
}

function toLine(
  raw: string,
  format: ReadLine['format'],
  fields: readonly LogField[],
  { readMs, beforeMs, cutBytes = 0 }: LineContext,
): ReadLine {
  const ownMs = firstOf('time', (claim) => (claim.type === 'boolean' ? undefined : readTime(claim.value)))
  const message = format === 'broken' ? undefined : firstOf('message', ({ value }) => value)
  return {
    timeMs: ownMs ?? beforeMs ?? readMs,
    timeIs: ownMs !== undefined ? 'own' : beforeMs !== null ? 'neighbour' : 'read',
    level: firstOf('level', levelOf) ?? 'unknown',
    logger: firstOf('logger', ({ value }) => value) ?? '',
    message: message ?? raw,
    format,
    fields,
    exception: exceptionOf(raw),
    raw,
    cutBytes,
  }
}

function levelOf({ value, type, rank }: Claim): LogLevel | undefined {
  // Ranks of `levelno` and OpenTelemetry's `severity_number` in field-roles.ts.
  const scale = type !== 'number' ? 'pino' : rank === LEVELNO ? 'python' : rank > LEVELNO ? 'otel' : 'pino'
  const level = readLevel(value, scale)
  return level === 'unknown' ? undefined : level
}
const LEVELNO = roleOfPath('levelno')?.rank ?? 0

/** The value of the lowest rank that can be read; of equal ranks the last, as of equal names. */
function firstOf<Read>(role: FieldRole, read: (claim: Claim) => Read | undefined): Read | undefined {
  const list = claims[role]
  if (list.length === 1 && list[0] !== undefined) return read(list[0])
  let best: Read | undefined
  let bestRank = Number.POSITIVE_INFINITY
  for (const claim of list) {
    if (claim.rank > bestRank) continue
    const value = read(claim)
    if (value === undefined) continue
    best = value
    bestRank = claim.rank
  }
  return best
}

function exceptionOf(raw: string): ReadLine['exception'] {
  const follows = raw.indexOf('\n')
  const { errorType, errorMessage, trace, maybeTrace } = claims
  if (follows === -1 && errorType.length + errorMessage.length + trace.length + maybeTrace.length === 0) return null
  const type = firstOf('errorType', ({ value }) => value) ?? ''
  const message = firstOf('errorMessage', ({ value }) => value) ?? ''
  const told =
    // `exc_info: true` says that there is one and not which.
    firstOf('trace', (claim) => (claim.type === 'text' ? claim.value : undefined)) ??
    firstOf('maybeTrace', ({ value }) => (looksLikeTrace(value) ? value : undefined)) ??
    ''
  if (told !== '' || follows === -1) return toException(type, message, told)
  const rest = raw.slice(follows + 1)
  const first = raw.slice(0, follows)
  // A traceback without a line before it begins with itself.
  const whole = /^Traceback \(|^[\w$.]+(?:Error|Exception)\b/.test(first) ? raw : rest
  return looksLikeTrace(`\n${whole}`) ? toException(type, message, whole) : toException(type, message, '')
}

function firstInk(text: string): number {
  let at = 0
  for (let code = text.charCodeAt(0); code === 32 || code === 9; code = text.charCodeAt(at)) at++
  return at
}
