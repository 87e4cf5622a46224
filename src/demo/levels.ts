import type { UnixMs } from '~/domain/units-of-measure'
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
export function createLevels(model: PlatformModel, seed: number): Levels {
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
    const { base, rhythm, drift, pulse, of = [] } = typeof level === 'number' ? { base: level } : level
    return {
      base,
      rhythm,
      pulse,
      of: of.map((other) => find(other, index)),
      drift: drift ? createDrift(drift, mixKeys(seed, hashText(model.id), hashText(name))) : undefined,
      effects: effectsOn.get(name) ?? [],
    }
  }

  const rhythms = [...new Set(compiled.flatMap(({ rhythm }) => rhythm ?? []))]
  const rhythmFactors = new Map<Rhythm, number>()
  const moving = compiled.flatMap((level, index) => {
    const isStill = !level.rhythm && !level.drift && !level.pulse && level.of.length === 0 && level.effects.length === 0
    return isStill ? [] : [{ ...level, index }]
  })

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
      for (const rhythm of rhythms) rhythmFactors.set(rhythm, rhythmAt(rhythm, timeMs))
      for (const { index, base, rhythm, drift, pulse, of, effects } of moving) {
        let value = base
        if (rhythm) value *= rhythmFactors.get(rhythm) ?? 1
        if (drift) value *= drift(timeMs)
        if (pulse && sinceWindowStart(pulse, timeMs) !== undefined) value *= pulse.times
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
