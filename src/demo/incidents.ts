import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { shareInWindows, sinceWindowStart } from './levels'
import type { Incident, PlatformModel, TargetEffect } from './platform-model'

/** An incident that someone asked for, besides the recurring ones. */
export interface AskedIncident {
  readonly incidentId: string
  readonly startMs: UnixMs
  readonly endMs: UnixMs
}

/** Which incidents of a model are on when, and what they do to targets. */
export interface IncidentClock {
  /** Adds an incident by hand. Throws for an id that the model does not have. */
  ask(incident: AskedIncident): void
  activeAt(timeMs: UnixMs): readonly Incident[]
  /** Goes to the next tick: `strengths` and `hasRestarted` are then those of its start. */
  tick(timeMs: UnixMs): void
  /** How strongly each incident of the model works, from 0 to 1; in a coarse tick, its mean over the tick. */
  readonly strengths: Float64Array
  /** Whether scrapes of a target fail at a time. */
  isDown(job: string, timeMs: UnixMs): boolean
  /** Whether a target's process is a new one since the tick before. */
  hasRestarted(job: string): boolean
}

/**
 * Creates the clock of a model's incidents, with `coarseMs` for ticks of that length, which may be longer than an incident is. Throws
 * where an incident names a target that the model lacks.
 */
export function createIncidentClock(model: PlatformModel, coarseMs?: DurationMs): IncidentClock {
  const { incidents } = model
  const asked: { incident: Incident; startMs: UnixMs; endMs: UnixMs }[] = []
  const byJob = new Map(
    model.targets.map(({ job }) => [job, [] as { index: number; incident: Incident; effect: TargetEffect }[]]),
  )
  incidents.forEach((incident, index) => {
    for (const [job, effect] of Object.entries(incident.targets ?? {})) {
      const effects = byJob.get(job)
      if (!effects)
        throw new Error(`the model ${model.id} has no target ${job}, which the incident ${incident.id} moves`)
      effects.push({ index, incident, effect })
    }
  })
  /** How long each incident has been on at this tick's start and at the one's before; NaN while it is off. */
  const since = new Float64Array(incidents.length).fill(Number.NaN)
  const before = since.slice()
  const strengths = new Float64Array(incidents.length)
  let [tickMs, stepMs] = [0, 0]

  /** How long an incident has been on, or undefined while it is off. */
  function onSince(incident: Incident, timeMs: UnixMs): DurationMs | undefined {
    let since = incident.recurs ? sinceWindowStart(incident.recurs, timeMs) : undefined
    for (const ask of asked) {
      if (ask.incident !== incident || timeMs < ask.startMs || timeMs >= ask.endMs) continue
      since = Math.max(since ?? 0, timeMs - ask.startMs)
    }
    return since
  }

  return {
    ask({ incidentId, startMs, endMs }) {
      const incident = incidents.find(({ id }) => id === incidentId)
      if (!incident) {
        const known = incidents.map(({ id }) => id).join(', ')
        throw new Error(`${model.id} has no incident ${incidentId}; it has ${known}`)
      }
      asked.push({ incident, startMs, endMs })
    },
    activeAt: (timeMs) => incidents.filter((incident) => onSince(incident, timeMs) !== undefined),
    strengths,
    tick(timeMs) {
      stepMs = timeMs - tickMs
      tickMs = timeMs
      before.set(since)
      for (let i = 0; i < incidents.length; i++) {
        const incident = incidents[i] as Incident
        const onMs = onSince(incident, timeMs)
        const { rampMs = 0 } = incident
        since[i] = onMs ?? Number.NaN
        strengths[i] = onMs === undefined ? 0 : onMs >= rampMs ? 1 : onMs / rampMs
        if (coarseMs === undefined) continue
        strengths[i] = incident.recurs ? shareInWindows(incident.recurs, timeMs, timeMs + coarseMs, rampMs) : 0
      }
    },
    isDown: (job, timeMs) =>
      (byJob.get(job) ?? []).some(
        ({ incident, effect }) => 'down' in effect && onSince(incident, timeMs) !== undefined,
      ),
    hasRestarted(job) {
      for (const { index, effect } of byJob.get(job) ?? []) {
        const [now, then] = [since[index] as number, before[index] as number]
        if ('down' in effect) {
          if (effect.restarts === true && Number.isNaN(now) && !Number.isNaN(then)) return true
        } else if (now < stepMs || Math.floor(now / effect.restartEveryMs) > Math.floor(then / effect.restartEveryMs)) {
          return true
        }
      }
      return false
    },
  }
}
