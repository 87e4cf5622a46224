import type { PointSeries, Points } from '~/domain/annotations/points'
import { type Labels, labelsKey } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'

/** A process of a target that began within the range. */
export interface Restart {
  /** When the process itself says that it began. */
  readonly timeMs: UnixMs
  /** Of the target, as text from outside; empty where it has none. */
  readonly job: string
  readonly instance: string
  /** False for a target that was not there before: it began, and nobody knows of what it would be a restart. */
  readonly again: boolean
  /** Processes that began since the point before; of all but the last only the number is known. */
  readonly count: number
}

/** Marks the two kinds of series that one question asks for. */
const KIND_LABEL = 'lookout'

/**
 * The question for all processes of a platform: when each began, and how often that changed within a step, which tells of
 * processes that began and ended between two points.
 */
export function restartsExpr(platform: string): string {
  const metric = `process_start_time_seconds{platform=${JSON.stringify(platform)}}`
  const marked = (expr: string, kind: string) => `label_replace(${expr}, "${KIND_LABEL}", "${kind}", "", "")`
  return [
    marked(`max by (job, instance) (${metric})`, 'start'),
    // Most targets change at no point, and need no series for it.
    marked(`max by (job, instance) (changes(${metric}[$__interval])) > 0`, 'changes'),
  ].join(' or ')
}

/**
 * A process's start is computed from the boot time, which moves by a second when a clock is set: starts that are this near
 * are the same.
 */
const SAME_START_SECONDS = 2

/** Processes that began within the range of the answer to `restartsExpr`, the earliest first. */
export function findRestarts({ timesMs, series }: Points): readonly Restart[] {
  const changes = new Map(series.filter(isKind('changes')).map((one) => [targetKey(one.labels), one]))
  const found = series
    .filter(isKind('start'))
    .flatMap((one) => restartsOf(one, changes.get(targetKey(one.labels)), timesMs))
  return found.sort((a, b) => a.timeMs - b.timeMs)
}

function restartsOf(start: PointSeries, changes: PointSeries | undefined, timesMs: Points['timesMs']): Restart[] {
  const [job, instance] = [start.labels.get('job') ?? '', start.labels.get('instance') ?? '']
  const found: Restart[] = []
  const seen: number[] = []
  for (let i = 0; i < timesMs.length; i++) {
    const seconds = start.present[i] === 1 ? (start.values[i] as number) : Number.NaN
    // An address behind which two processes take turns tells their two starts again and again.
    if (!Number.isFinite(seconds) || hasStart(seen, seconds)) continue
    const again = seen.length > 0
    seen.push(seconds)
    const atMs = timesMs[i] as UnixMs
    // What is seen has begun: a start later than that is told by a clock that is ahead.
    const timeMs = Math.min(Math.round(seconds * 1000), atMs)
    if (timeMs <= (timesMs[0] as UnixMs)) continue
    const changed = changes?.present[i] === 1 && isStep(timesMs, i) ? (changes.values[i] as number) : 0
    const count = again ? Math.max(1, changed) : 1 + changed
    found.push({ timeMs, job, instance, again, count })
  }
  return found
}

/** Whether a whole step lies before a point: the newest evaluation comes sooner, and looks back over changes told already. */
function isStep(timesMs: Points['timesMs'], i: number): boolean {
  return i > 0 && (timesMs[i] as UnixMs) - (timesMs[i - 1] as UnixMs) >= (timesMs[1] as UnixMs) - (timesMs[0] as UnixMs)
}

function hasStart(seen: readonly number[], seconds: number): boolean {
  // The newest first: most points repeat it.
  for (let i = seen.length - 1; i >= 0; i--) {
    if (Math.abs((seen[i] as number) - seconds) <= SAME_START_SECONDS) return true
  }
  return false
}

/** How many targets each job has, one number a point, from the same answer. */
export function jobSizes({ timesMs, series }: Points): ReadonlyMap<string, Uint32Array> {
  const sizes = new Map<string, Uint32Array>()
  for (const { labels, present } of series.filter(isKind('start'))) {
    const job = labels.get('job') ?? ''
    const counts = sizes.get(job) ?? new Uint32Array(timesMs.length)
    sizes.set(job, counts)
    for (let i = 0; i < counts.length; i++) counts[i] = (counts[i] as number) + (present[i] === 1 ? 1 : 0)
  }
  return sizes
}

function isKind(kind: string): (series: PointSeries) => boolean {
  return ({ labels }) => labels.get(KIND_LABEL) === kind
}

/** Equal for the two series of one target. */
function targetKey(labels: Labels): string {
  return labelsKey(new Map([...labels].filter(([name]) => name === 'job' || name === 'instance')))
}
