import type { UnixMs } from '~/domain/units-of-measure'
import type { Journey, Step } from './journey'

/** Prints a step as its platform's logger would: one JSON object, no newline. */
export type Dialect = (step: Step, journey: Journey) => string

/** Ids that steps of a traced platform carry. */
function trace({ traceId }: Journey, { spanId, parentSpanId }: Step) {
  return { trace_id: traceId, span_id: spanId, ...(parentSpanId !== null && { parent_span_id: parentSpanId }) }
}

function outcome({ durationMs, statusCode, exception }: Step) {
  return {
    ...(durationMs !== null && { duration_ms: durationMs }),
    ...(statusCode !== null && { status_code: statusCode }),
    ...(exception !== null && { exception }),
  }
}

const shorts: Dialect = (step, journey) =>
  JSON.stringify({
    timestamp: isoMs(step.timeMs),
    level: step.level,
    logger: step.logger,
    message: step.message,
    service: step.service,
    ...trace(journey, step),
    request_id: journey.requestId,
    user_id: journey.userId,
    job_id: journey.jobId,
    ...(journey.batchId !== null && { batch_id: journey.batchId }),
    ...outcome(step),
    extra: step.extra,
  })

const pipeline: Dialect = (step, journey) =>
  JSON.stringify({
    timestamp: isoMs(step.timeMs),
    level: step.level,
    logger: step.logger,
    message: step.message,
    service: step.service,
    correlation_id: journey.requestId,
    ...trace(journey, step),
    user_id: journey.userId,
    job_id: journey.jobId,
    ...outcome(step),
    ...step.extra,
  })

const transcode: Dialect = (step, journey) =>
  JSON.stringify({
    timestamp: isoMicros(step.timeMs),
    level: step.level,
    logger: step.logger,
    message: step.message,
    file: fileOf(step),
    line: lineOf(step),
    function: step.function,
    service: step.service,
    trace_id: journey.traceId,
    job_id: journey.jobId,
    api_key_prefix: 'sk_live_',
    process_id: 42,
    thread_id: 12_345,
    ...outcome(step),
    ...step.extra,
  })

const trends: Dialect = (step, journey) =>
  JSON.stringify({
    timestamp: isoMicros(step.timeMs),
    level: step.level,
    logger: step.logger,
    message: step.message,
    module: step.logger.split('.').at(-1),
    function: step.function,
    line: lineOf(step),
    context: {
      trace_id: journey.traceId,
      request_id: journey.requestId,
      user_id: journey.userId,
      ...outcome(step),
      ...step.extra,
    },
  })

/** By platform. */
export const DIALECTS: Readonly<Record<string, Dialect>> = { shorts, pipeline, transcode, trends }

function fileOf({ logger }: Step): string {
  return `/${logger.replaceAll('.', '/')}.py`
}

/** One that fits the function and never changes. */
function lineOf({ logger, message }: Step): number {
  return 20 + ((logger.length * 31 + message.length * 7) % 300)
}

export function isoMs(timeMs: UnixMs): string {
  return new Date(Math.floor(timeMs)).toISOString()
}

/** With the microseconds that a float of milliseconds has. */
export function isoMicros(timeMs: UnixMs): string {
  const micros = Math.floor((timeMs % 1) * 1000)
  return `${isoMs(timeMs).slice(0, -1)}${String(micros).padStart(3, '0')}Z`
}
