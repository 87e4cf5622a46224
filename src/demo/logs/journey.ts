import type { UnixMs } from '~/domain/units-of-measure'
import { drawNormal, mixKeys, RandomStream } from '../random'
import type { Draws, Extra, Story, Work, WrittenLevel } from './work'

export interface WrittenException {
  readonly type: string
  readonly message: string
  readonly traceback: string
}

/** A line of a request before a platform's dialect has written it. */
export interface Step {
  readonly timeMs: UnixMs
  readonly level: WrittenLevel
  readonly service: string
  readonly logger: string
  readonly function: string
  readonly message: string
  readonly spanId: string
  readonly parentSpanId: string | null
  /** Null for a line that is not the end of its span. */
  readonly durationMs: number | null
  readonly statusCode: number | null
  readonly extra: Extra
  readonly exception: WrittenException | null
}

export interface JourneySpan {
  readonly id: string
  readonly parentId: string | null
  readonly service: string
  readonly name: string
  readonly startMs: UnixMs
  readonly durationMs: number
  readonly failed: boolean
}

/** A request with all that it caused, as it is written and as it is traced. */
export interface Journey {
  readonly traceId: string
  readonly requestId: string
  readonly userId: string
  readonly jobId: string
  /** Null for a request that belongs to no batch. */
  readonly batchId: string | null
  readonly story: Story
  readonly steps: readonly Step[]
  readonly spans: readonly JourneySpan[]
}

export interface JourneyStart {
  readonly traceId: string
  readonly story: Story
  readonly startMs: UnixMs
  /** Ids of the incidents that are on. */
  readonly incidents: ReadonlySet<string>
  /** Equal keys make equal journeys. */
  readonly key: number
}

const USERS = 400

/** Lets a request happen. Pure: all is drawn from the key. */
export function runJourney({ traceId, story, startMs, incidents, key }: JourneyStart): Journey {
  const random = new RandomStream(key)
  const pick = (count: number) => Math.floor(random.next() * count)
  const userId = `user_${10_000 + pick(USERS)}`
  const jobId = `job_${(10_000 + pick(90_000)).toString(36)}${pick(1000)}`
  const requestId = `req_${mixKeys(key, 1).toString(36).padStart(7, '0')}`
  const batchId = random.next() < 0.15 ? `batch_${Math.floor(startMs / 600_000) % 100_000}` : null
  const draws: Draws = { random, userId, jobId }
  const steps: Step[] = []
  const spans: JourneySpan[] = []

  const run = (
    work: Work,
    parentId: string | null,
    beginMs: UnixMs,
  ): { endMs: UnixMs; error: WrittenException | null } => {
    const spanId =
      mixKeys(key, spans.length, 2).toString(16).padStart(8, '0') +
      mixKeys(key, spans.length, 3).toString(16).padStart(8, '0')
    const { service, logger, function: fn } = work
    const about = { service, logger, function: fn, spanId, parentSpanId: parentId }
    const isRoot = parentId === null
    const at =
      spans.push({ id: spanId, parentId, service, name: work.done, startMs: beginMs, durationMs: 0, failed: false }) - 1
    const extra = { ...(isRoot && { endpoint: story.endpoint, method: story.method }), ...work.extra?.(draws) }
    if (work.begin) {
      const { message, level = 'DEBUG' } = work.begin
      const none = { durationMs: null, statusCode: null, exception: null }
      steps.push({ ...about, ...none, timeMs: beginMs, level, message, extra: isRoot ? extra : {} })
    }
    let endMs = beginMs
    let error: WrittenException | null = null
    for (const call of work.calls ?? []) {
      if (call.chance !== undefined && random.next() >= call.chance) continue
      const ended = run(call, spanId, endMs + 0.2 + random.next())
      endMs = ended.endMs
      error = ended.error
      if (error !== null) break
    }
    endMs += ownMs(work, incidents, random)
    const failure = error === null ? failureOf(work, incidents, random) : null
    const own = failure === null ? null : exceptionOf(work, failure)
    error = own ?? error
    const failed = error !== null
    const durationMs = Math.round((endMs - beginMs) * 1000) / 1000
    const name = isRoot ? `${story.method} ${story.endpoint}` : work.function
    spans[at] = { id: spanId, parentId, service, name, startMs: beginMs, durationMs, failed }
    steps.push({
      ...about,
      timeMs: endMs,
      level: failed ? (own !== null || isRoot ? 'ERROR' : 'WARNING') : 'INFO',
      message: own !== null ? `${own.type}: ${own.message}` : failed ? `${fn} gave up: ${error?.type}` : work.done,
      durationMs,
      statusCode: isRoot ? (failed ? 500 : story.method === 'POST' ? 202 : 200) : null,
      extra,
      exception: own,
    })
    return { endMs, error }
  }
  run(story.root, null, startMs)
  steps.sort((a, b) => a.timeMs - b.timeMs)
  return { traceId, requestId, userId, jobId, batchId, story, steps, spans }
}

function ownMs({ ms, sigma = 0.4, slow = {} }: Work, incidents: ReadonlySet<string>, random: RandomStream): number {
  let factor = 1
  for (const [id, times] of Object.entries(slow)) if (incidents.has(id)) factor *= times
  return ms * factor * Math.exp(sigma * drawNormal(random))
}

function failureOf({ fails }: Work, incidents: ReadonlySet<string>, random: RandomStream) {
  if (fails === undefined) return null
  let share = fails.share
  for (const [id, during] of Object.entries(fails.during ?? {})) if (incidents.has(id)) share = Math.max(share, during)
  return random.next() < share ? fails : null
}

function exceptionOf(
  work: Work,
  { type, message }: { readonly type: string; readonly message: string },
): WrittenException {
  const path = `/app/${work.logger.replaceAll('.', '/')}.py`
  const traceback = [
    'Traceback (most recent call last):',
    `  File "${path}", line ${80 + (work.function.length % 40)}, in ${work.function}`,
    '    result = await self._attempt(request)',
    `  File "/app/core/retry.py", line 41, in _attempt`,
    '    return await call(request, timeout=self.timeout)',
    `${type}: ${message}`,
  ].join('\n')
  return { type, message, traceback }
}
