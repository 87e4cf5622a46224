import type { AttributeValues } from './instruments'
import type { LevelReader } from './levels'
import type { Attribute, LevelRef, Spread } from './platform-model'
import { drawNormal, type Random } from './random'

/** Reads a level that may depend on an attribute of the event. */
export function readLevel(levels: LevelReader, ref: LevelRef, attributes: AttributeValues): number {
  return typeof ref === 'string' ? levels.read(ref) : levels.read(`${ref.level}.${attributes.get(ref.by) ?? ''}`)
}

/** One draw of a spread. Always takes the same count of numbers, so that a changed level does not shift later draws. */
export function drawSpread(spread: Spread, levels: LevelReader, attributes: AttributeValues, random: Random): number {
  const pick = random()
  const normal = drawNormal(random)
  const isSlow = spread.slow !== undefined && pick < readLevel(levels, spread.slow.share, attributes)
  const { median, sigma } = isSlow && spread.slow ? spread.slow : spread
  const value = Math.min(
    readLevel(levels, median, attributes) * Math.exp(sigma * normal),
    spread.max ?? Number.MAX_VALUE,
  )
  return spread.whole ? Math.max(1, Math.round(value)) : value
}

/** Adds drawn attributes to those an event has already; each draw sees the attributes before it. */
export function drawAttributes(
  wanted: readonly Attribute[],
  inherited: AttributeValues,
  levels: LevelReader,
  random: Random,
): AttributeValues {
  if (wanted.length === 0) return inherited
  const attributes = new Map(inherited)
  for (const { name, options } of wanted) {
    let rest = random()
    let chosen: string | undefined
    let fallback: string | undefined
    for (const { value, share } of options) {
      if (share === undefined) {
        fallback = value
        continue
      }
      const size = typeof share === 'number' ? share : readLevel(levels, share, attributes)
      if (chosen === undefined && rest < size) chosen = value
      rest -= size
    }
    attributes.set(name, chosen ?? fallback ?? options[0]?.value ?? '')
  }
  return attributes
}
