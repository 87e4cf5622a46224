import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { Drift, Level, LevelEffect, LevelRef, PlatformModel, Recurrence, Rhythm, Share } from './platform-model'
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

/**
 * The factor of a drift by time: value noise with a smooth ease between random points, one each period. The two points around
 * the last time asked for are kept.
 */
export function createDrift({ share, periodMs }: Drift, key: number): (timeMs: UnixMs) => number {
  const point = (at: number) => (mixKeys(key, at) / 4294967296) * 2 - 1
  let known = Number.NaN
  let [from, to] = [0, 0]
  return (timeMs) => {
    const position = timeMs / periodMs
    const index = Math.floor(position)
    if (index !== known) {
      known = index
      ;[from, to] = [point(index), point(index + 1)]
    }
    const part = position - index
    const ease = part * part * (3 - 2 * part)
    return 1 + share * (from * (1 - ease) + to * ease)
  }
}

/** How long the window that is open at a time has been open, or undefined between windows. */
export function sinceWindowStart({ everyMs, offsetMs, lastsMs }: Recurrence, timeMs: UnixMs): number | undefined {
  const since = timeMs - offsetMs - Math.floor((timeMs - offsetMs) / everyMs) * everyMs
  return since < lastsMs ? since : undefined
}

/** How much of the time `fromMs..toMs` lies in windows; with `rampMs` each begins with a slope that counts by its height. */
export function shareInWindows(
  { everyMs, offsetMs, lastsMs }: Recurrence,
  fromMs: UnixMs,
  toMs: UnixMs,
  rampMs: DurationMs = 0,
): number {
  const areaUntil = (sinceMs: DurationMs) =>
    sinceMs < rampMs ? (sinceMs * sinceMs) / (2 * rampMs) : sinceMs - rampMs / 2
  let area = 0
  let startMs = offsetMs + Math.floor((fromMs - offsetMs) / everyMs) * everyMs
  for (; startMs < toMs; startMs += everyMs) {
    const [since, until] = [Math.max(0, fromMs - startMs), Math.min(lastsMs, toMs - startMs)]
    if (until > since) area += areaUntil(until) - areaUntil(since)
  }
  return area / (toMs - fromMs)
}

/** How a tick that is longer than what happens in it is made: levels are those of its middle, windows count by their share of it. */
export interface CoarseTicks {
  readonly tickMs: DurationMs
  /** When levels that grow had come to be what they are since. */
  readonly grownAtMs: UnixMs
}

/** What a label or an attribute of this name is at some place of the model; undefined where there is none. */
export type LookUp = (name: string) => string | undefined

export interface Levels {
  /** Index into `values` of a level or a number. Before the first `update` only. Throws for a level that the model lacks. */
  resolve(share: Share, lookUp?: LookUp): number
  /** All values, as the last `update` left them. One array for ever once `resolve` has been called for the last time. */
  readonly values: Float64Array
  /** Computes all levels at a time. `strengths` has 0 (off) to 1 (wholly on) for each incident of the model. */
  update(timeMs: UnixMs, strengths: Float64Array): void
}

interface CompiledEffect {
  readonly incident: number
  readonly effect: LevelEffect
}

/** Creates the levels of a model. Numbers that stand where a level could are kept beside them as levels that never change. */
export function createLevels(model: PlatformModel, seed: number, coarse?: CoarseTicks): Levels {
  const entries = Object.entries(model.levels)
  const indexOf = new Map(entries.map(([name], index) => [name, index]))
  const find = (name: string, limit = Number.POSITIVE_INFINITY): number => {
    const index = indexOf.get(name)
    if (index === undefined) throw new Error(`the model ${model.id} has no level ${name}`)
    if (index >= limit) throw new Error(`the model ${model.id} has the level ${name} after one that is made of it`)
    return index
  }
  const effectsOn = new Map<string, CompiledEffect[]>()
  model.incidents.forEach(({ id, effects }, incident) => {
    for (const [name, effect] of Object.entries(effects)) {
      if (!indexOf.has(name))
        throw new Error(`the model ${model.id} has no level ${name}, which the incident ${id} moves`)
      effectsOn.set(name, [...(effectsOn.get(name) ?? []), { incident, effect }])
    }
  })
  const compiled = entries.map(([name, level], index) => compileLevel(name, level, index))
  const initial = compiled.map(({ base }) => base)
  const constants = new Map<number, number>()
  let values: Float64Array | undefined

  function compileLevel(name: string, level: number | Level, index: number) {
    const { base, rhythm, drift, pulse, of = [], growth = 0 } = typeof level === 'number' ? { base: level } : level
    return {
      base,
      rhythm,
      pulse,
      growth: coarse === undefined ? 0 : growth,
      of: of.map((other) => find(other, index)),
      drift: drift ? createDrift(drift, mixKeys(seed, hashText(model.id), hashText(name))) : undefined,
      effects: effectsOn.get(name) ?? [],
    }
  }

  const rhythms = [...new Set(compiled.flatMap(({ rhythm }) => rhythm ?? []))]
  const rhythmFactors = new Map<Rhythm, number>()
  const moving = compiled.flatMap((level, index) => {
    const { rhythm, drift, pulse, growth, of, effects } = level
    const isStill = !rhythm && !drift && !pulse && growth === 0 && of.length === 0 && effects.length === 0
    return isStill ? [] : [{ ...level, index }]
  })
  const pulseAt = (pulse: NonNullable<Level['pulse']>, timeMs: UnixMs): number => {
    if (coarse === undefined) return sinceWindowStart(pulse, timeMs) === undefined ? 1 : pulse.times
    return 1 + (pulse.times - 1) * shareInWindows(pulse, timeMs, timeMs + coarse.tickMs)
  }

  const freeze = () => {
    values ??= Float64Array.from(initial)
    return values
  }

  return {
    resolve(share, lookUp) {
      if (values) throw new Error('levels are resolved before they are read')
      if (typeof share !== 'number') return find(nameOf(share, lookUp))
      let index = constants.get(share)
      if (index === undefined) {
        index = initial.push(share) - 1
        constants.set(share, index)
      }
      return index
    },
    get values() {
      return freeze()
    },
    update(timeMs, strengths) {
      const all = freeze()
      const atMs = coarse === undefined ? timeMs : timeMs + coarse.tickMs / 2
      const grownDays = coarse === undefined ? 0 : Math.min(0, atMs - coarse.grownAtMs) / DAY_MS
      for (const rhythm of rhythms) rhythmFactors.set(rhythm, rhythmAt(rhythm, atMs))
      for (const { index, base, rhythm, drift, pulse, growth, of, effects } of moving) {
        let value = base
        if (rhythm) value *= rhythmFactors.get(rhythm) ?? 1
        if (drift) value *= drift(atMs)
        if (pulse) value *= pulseAt(pulse, timeMs)
        if (growth !== 0) value *= Math.max(0, 1 + growth * grownDays)
        for (const other of of) value *= all[other] as number
        for (const { incident, effect } of effects) {
          const strength = strengths[incident] as number
          if (strength > 0) value += (applyEffect(effect, value) - value) * strength
        }
        all[index] = value
      }
    },
  }
}

function nameOf(ref: LevelRef, lookUp: LookUp | undefined): string {
  return typeof ref === 'string' ? ref : `${ref.level}.${lookUp?.(ref.by) ?? ''}`
}

function applyEffect(effect: LevelEffect, value: number): number {
  if ('to' in effect) return effect.to
  return 'times' in effect ? value * effect.times : value + effect.plus
}
