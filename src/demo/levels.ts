import type { UnixMs } from '~/domain/units-of-measure'
import type { Drift, Incident, Level, PlatformModel, Rhythm } from './platform-model'
import { hashText, mixKeys } from './random'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The factor of a rhythm at a time, hours joined by straight lines. */
export function rhythmAt(rhythm: Rhythm, timeMs: UnixMs): number {
  const hour = (timeMs % DAY_MS) / HOUR_MS
  const index = Math.floor(hour)
  const here = rhythm.hours[index] ?? 1
  const next = rhythm.hours[(index + 1) % 24] ?? 1
  // 1970-01-01 was a Thursday.
  const weekday = (Math.floor(timeMs / DAY_MS) + 4) % 7
  return (here + (next - here) * (hour - index)) * (rhythm.weekdays[weekday] ?? 1)
}

/** The factor of a drift at a time: value noise with a cosine ease between random points, one each period. */
export function driftAt(drift: Drift, key: number, timeMs: UnixMs): number {
  const position = timeMs / drift.periodMs
  const index = Math.floor(position)
  const ease = (1 - Math.cos(Math.PI * (position - index))) / 2
  const point = (at: number) => (mixKeys(key, at) / 4294967296) * 2 - 1
  return 1 + drift.share * (point(index) * (1 - ease) + point(index + 1) * ease)
}

/** Whether a recurring incident is on at a time. */
export function isRecurring(incident: Incident, timeMs: UnixMs): boolean {
  const { recurs } = incident
  if (!recurs) return false
  const since = timeMs - recurs.offsetMs
  return since - Math.floor(since / recurs.everyMs) * recurs.everyMs < recurs.lastsMs
}

/** Reads levels of one moment; unknown names are a fault of the model and throw. */
export interface LevelReader {
  read(name: string): number
}

/** Creates the levels of a model: `at` reads them at a time with these incidents on. */
export function createLevels(model: PlatformModel, seed: number) {
  const levels = new Map<string, { level: Level; key: number }>()
  for (const [name, level] of Object.entries(model.levels)) {
    levels.set(name, {
      level: typeof level === 'number' ? { base: level } : level,
      key: mixKeys(seed, hashText(model.id), hashText(name)),
    })
  }
  const effects = new Map(model.incidents.map((incident) => [incident, new Map(Object.entries(incident.effects))]))

  return {
    at(timeMs: UnixMs, incidents: readonly Incident[]): LevelReader {
      const known = new Map<string, number>()
      const compute = (name: string): number => {
        const entry = levels.get(name)
        if (!entry) throw new Error(`the model ${model.id} has no level ${name}`)
        const { level, key } = entry
        let value = level.base
        if (level.rhythm) value *= rhythmAt(level.rhythm, timeMs)
        if (level.drift) value *= driftAt(level.drift, key, timeMs)
        for (const incident of incidents) {
          const effect = effects.get(incident)?.get(name)
          if (effect) value = 'to' in effect ? effect.to : value * effect.times
        }
        return value
      }
      return {
        read(name) {
          let value = known.get(name)
          if (value === undefined) {
            value = compute(name)
            known.set(name, value)
          }
          return value
        },
      }
    },
  }
}
