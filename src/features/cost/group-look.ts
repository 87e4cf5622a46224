import { colourOf } from '~/domain/colours'
import type { CostGroup, Grouping } from '~/domain/cost/groups'

const MISSING: Readonly<Record<Grouping, string>> = {
  platform: 'no platform',
  model: 'no model',
  preset: 'no preset',
  backend: 'no backend',
  user: 'no user',
}

/** Name of a row for the reader. */
export function nameOf({ name, whole }: Pick<CostGroup, 'name' | 'whole'>, grouping: Grouping): string {
  if (whole !== null) return `${whole} (not told by ${grouping})`
  return name === '' ? MISSING[grouping] : name
}

/** Colour tokens of groups by id, stable over refreshes and windows. */
export function coloursOf(ids: readonly string[]): ReadonlyMap<string, string> {
  const colours = colourOf(ids.map((id) => ({ labels: new Map(), name: id })))
  return new Map(ids.map((id, i) => [id, colours[i] ?? '--s1']))
}
