import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { sinceWindowStart } from './levels'
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
  /** Writes how strongly each incident of the model works at a time, from 0 to 1. */
  strengthsAt(timeMs: UnixMs, strengths: Float64Array): void
  /** Whether scrapes of a target fail at a time. */
  isDown(job: string, timeMs: UnixMs): boolean
  /** Whether a target's process is a new one since `sinceMs`. */
  hasRestarted(job: string, sinceMs: UnixMs, timeMs: UnixMs): boolean
}

/** Creates the clock of a model's incidents. Throws where an incident names a target that the model lacks. */
export function createIncidentClock(model: PlatformModel): IncidentClock {
  const { incidents } = model
  const asked: { incident: Incident; startMs: UnixMs; endMs: UnixMs }[] = []
  const byJob = new Map(model.targets.map(({ job }) => [job, [] as { incident: Incident; effect: TargetEffect }[]]))
  for (const incident of incidents) {
    for (const [job, effect] of Object.entries(incident.targets ?? {})) {
      const effects = byJob.get(job)
      if (!effects)
        throw new Error(`the model ${model.id} has no target ${job}, which the incident ${incident.id} moves`)
      effects.push({ incident, effect })
    }
  }

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
    strengthsAt(timeMs, strengths) {
      for (let i = 0; i < incidents.length; i++) {
        const incident = incidents[i] as Incident
        const since = onSince(incident, timeMs)
        const { rampMs = 0 } = incident
        strengths[i] = since === undefined ? 0 : since >= rampMs ? 1 : since / rampMs
      }
    },
    isDown: (job, timeMs) =>
      (byJob.get(job) ?? []).some(
        ({ incident, effect }) => 'down' in effect && onSince(incident, timeMs) !== undefined,
      ),
    hasRestarted(job, sinceMs, timeMs) {
      return (byJob.get(job) ?? []).some(({ incident, effect }) => {
        const since = onSince(incident, timeMs)
        if ('down' in effect) {
          return effect.restarts === true && since === undefined && onSince(incident, sinceMs) !== undefined
        }
        if (since === undefined) return false
        const stepMs = timeMs - sinceMs
        return (
          since < stepMs ||
          Math.floor(since / effect.restartEveryMs) > Math.floor((since - stepMs) / effect.restartEveryMs)
        )
      })
    },
  }
}
