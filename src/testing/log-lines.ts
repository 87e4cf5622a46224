import type { IndexedLine } from '~/domain/logs/index/block'
import type { LogField, LogLevel, ReadLine } from '~/domain/logs/model'

/** Lines of the platforms' four dialects, of audit and of plain text, the same for the same seed. */
export interface WrittenLine {
  readonly raw: string
  readonly timeMs: number
}

const LEVELS = ['DEBUG', 'INFO', 'INFO', 'INFO', 'INFO', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']
const ENDPOINTS = ['/api/v1/videos', '/api/v1/jobs', '/api/v1/trends', '/health', '/api/v1/batches']
const MESSAGES = [
  'Request processed successfully',
  'Job created successfully',
  'Connection to db-3 lost, retrying in 250 ms',
  'Worker out of memory while encoding "intro.mp4"',
  'Cache miss for key user:profile',
  'Übertragung abgeschlossen',
]

/** A seeded source of numbers from 0 to below 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function writeLogLines(count: number, { seed = 1, fromMs = 1_769_600_000_000, stepMs = 9 } = {}): WrittenLine[] {
  const random = seeded(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const pick = (list: readonly string[]) => list[below(list.length)] ?? ''
  const hex = (digits: number) => Array.from({ length: digits }, () => below(16).toString(16)).join('')
  const trace = Array.from({ length: Math.max(1, Math.floor(count / 5)) }, () => `trace_${hex(12)}`)
  return Array.from({ length: count }, (_, place): WrittenLine => {
    const timeMs = fromMs + place * stepMs + below(5)
    const timestamp = new Date(timeMs).toISOString()
    const level = pick(LEVELS)
    const message =
      below(3) === 0 ? `Processed item ${below(100_000)} of batch ${hex(8)} in ${below(900)} ms` : pick(MESSAGES)
    const user = `user_${below(5_000)}`
    const write = (fields: object) => ({ raw: JSON.stringify(fields), timeMs })
    const kind = below(20)
    if (kind === 0) return { raw: `${timestamp} ${level} app.legacy: ${message} for ${user}`, timeMs }
    if (kind === 1) {
      const event_type = pick(['auth_attempt', 'api_access', 'data_access', 'config_change'])
      const audit = {
        timestamp,
        level: 'INFO',
        logger: 'audit',
        message: 'API access',
        event_type,
        user: pick(['admin', 'ops', 'eve']),
      }
      return write({
        ...audit,
        endpoint: pick(ENDPOINTS),
        method: 'GET',
        status_code: pick(['200', '403']) === '200' ? 200 : 403,
        success: below(2) === 0,
      })
    }
    const trace_id = pick(trace)
    if (kind < 10) {
      const ids = {
        trace_id,
        request_id: `req_${hex(10)}`,
        user_id: user,
        job_id: `job_${below(20_000)}`,
        batch_id: `batch_${below(900)}`,
      }
      const extra = {
        endpoint: pick(ENDPOINTS),
        method: 'POST',
        region: 'eu-central-1',
        tags: ['blue', String(below(9))],
        note: null,
      }
      return write({
        timestamp,
        level,
        logger: 'app.api.main',
        message,
        ...ids,
        duration_ms: below(3_000) / 2,
        status_code: 200 + below(4) * 100,
        extra,
      })
    }
    if (kind < 13)
      return write({
        timestamp,
        level,
        logger: 'pipeline.stage',
        message,
        correlation_id: hex(16),
        trace_id,
        duration_ms: below(9_000),
      })
    if (kind < 17) {
      const code = { file: '/app/api/v1/endpoints/jobs.py', line: below(400), function: 'create_job' }
      const traceback = `Traceback (most recent call last):\n  File "/app/jobs.py", line ${below(400)}, in create\nValueError: bad preset`
      const exception = level === 'ERROR' ? { exception: { type: 'ValueError', message: 'bad preset', traceback } } : {}
      return write({
        timestamp,
        level,
        logger: 'app.api.v1.endpoints.jobs',
        message,
        ...code,
        job_id: `job_${below(20_000)}`,
        api_key_prefix: 'sk_live_',
        process_id: 42,
        thread_id: below(99_999),
        ...exception,
      })
    }
    return write({
      timestamp,
      level,
      logger: 'trend_agent.api',
      message,
      module: 'main',
      function: 'get_trends',
      line: 42,
      context: { request_id: `req_${hex(10)}`, user_id: user },
    })
  })
}

/** Reads a line for tests of what comes after reading: JSON by the platform, whole numbers and such as written above. */
export function readLogLine(raw: string, timeMs: number): ReadLine {
  const fields: LogField[] = []
  const own = { level: 'unknown' as LogLevel, logger: '', message: raw }
  const rest = { timeMs, timeIs: 'own' as const, exception: null, raw, cutBytes: 0 }
  let parsed: unknown
  try {
    parsed = raw.startsWith('{') ? JSON.parse(raw) : null
  } catch {
    return { ...own, ...rest, format: 'broken', fields }
  }
  if (parsed === null) return { ...own, ...rest, format: 'text', fields }
  flatten('', parsed, fields)
  const textOf = (path: string) => fields.find((field) => field.path === path)?.value
  const level = textOf('level')?.toLowerCase() as LogLevel | undefined
  const message = textOf('message') ?? raw
  return { ...rest, level: level ?? 'unknown', logger: textOf('logger') ?? '', message, format: 'json', fields }
}

export function indexedLine(raw: string, timeMs: number, id: string): IndexedLine {
  return { ...readLogLine(raw, timeMs), id }
}

function flatten(path: string, value: unknown, into: LogField[]): void {
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) flatten(path === '' ? name : `${path}.${name}`, inner, into)
    return
  }
  const type =
    value === null ? 'null' : typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text'
  into.push({ path, value: String(value), type })
}
