import type { Restart } from '~/domain/annotations/restarts'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** Something that happened to processes of one job: a restart, or several that belong together. */
export interface ProcessEvent {
  readonly timeMs: UnixMs
  readonly endMs: UnixMs
  readonly job: string
  /** In order of time. */
  readonly restarts: readonly Restart[]
  /** Targets among them. */
  readonly targets: number
  /** Targets that the job has after them. */
  readonly of: number
  /** Most of a job's targets began anew together: somebody did that. */
  readonly isDeploy: boolean
}

/** Restarts of a job's targets that follow each other by at most this belong together. */
const TOGETHER_MS: DurationMs = 120_000

/**
 * Joins restarts of a job into events, in order of time. A target belongs to an event once: one that begins over and over
 * is no deploy. `sizeOf` tells how many targets a job has at a time.
 */
export function joinRestarts(
  restarts: readonly Restart[],
  sizeOf: (job: string, timeMs: UnixMs) => number,
): readonly ProcessEvent[] {
  const events: ProcessEvent[] = []
  for (const [job, all] of byJob(restarts)) {
    let open: Restart[] = []
    let targets = new Set<string>()
    const close = () => {
      if (open.length > 0) events.push(eventOf(job, open, targets.size, sizeOf))
    }
    for (const restart of all) {
      const last = open.at(-1)
      const apart = last !== undefined && restart.timeMs - last.timeMs > TOGETHER_MS
      if (apart || targets.has(restart.instance)) {
        close()
        open = []
        targets = new Set()
      }
      open.push(restart)
      targets.add(restart.instance)
    }
    close()
  }
  return events.sort((a, b) => a.timeMs - b.timeMs)
}

function byJob(restarts: readonly Restart[]): ReadonlyMap<string, readonly Restart[]> {
  const jobs = new Map<string, Restart[]>()
  for (const restart of restarts) {
    const known = jobs.get(restart.job)
    if (known) known.push(restart)
    else jobs.set(restart.job, [restart])
  }
  return jobs
}

function eventOf(
  job: string,
  restarts: readonly Restart[],
  targets: number,
  sizeOf: (job: string, timeMs: UnixMs) => number,
): ProcessEvent {
  const timeMs = restarts[0]?.timeMs ?? 0
  const endMs = restarts.at(-1)?.timeMs ?? timeMs
  const of = Math.max(targets, sizeOf(job, endMs))
  return { timeMs, endMs, job, restarts, targets, of, isDeploy: targets > 1 && targets * 2 > of }
}
