import type { UnixMs } from '~/domain/units-of-measure'
import { isoMs } from './dialects'
import type { Journey, Step } from './journey'

/** What servers and workers write besides the application's own logger: text, no JSON. */
export function accessLine(step: Step, journey: Journey): string {
  const { method, endpoint } = journey.story
  const address = `10.0.${journey.userId.length % 4}.${12 + (journey.requestId.charCodeAt(5) % 40)}:${40_000 + (journey.jobId.length % 9) * 811}`
  return `${pythonTime(step.timeMs)} INFO:     ${address} - "${method} ${endpoint} HTTP/1.1" ${step.statusCode} ${REASONS.get(step.statusCode ?? 0) ?? ''}`
}

const REASONS: ReadonlyMap<number, string> = new Map([
  [200, 'OK'],
  [202, 'Accepted'],
  [500, 'Internal Server Error'],
])

/** A worker's own note about a task, as Celery writes it. */
export function celeryLine(step: Step, journey: Journey): string {
  const task = `app.tasks.${step.function}[${journey.traceId}]`
  return `[${pythonTime(step.timeMs)}: ${step.level}/ForkPoolWorker-${1 + (journey.jobId.length % 4)}] Task ${task} succeeded in ${((step.durationMs ?? 0) / 1000).toFixed(6)}s: None`
}

/** An exception that nobody caught, over several lines. */
export function tracebackLines(step: Step): string {
  return `${pythonTime(step.timeMs)} ERROR ${step.logger} Unhandled exception in ${step.function}\n${step.exception?.traceback ?? ''}`
}

/** As Python's logging prints it: `2026-01-28 15:30:00,123`, in UTC. */
function pythonTime(timeMs: UnixMs): string {
  return isoMs(timeMs).slice(0, -1).replace('T', ' ').replace('.', ',')
}
