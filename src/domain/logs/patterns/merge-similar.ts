import { HOLE } from './mask-message'
import { type MaskedLines, mergeInto } from './pattern-table'

/** Part of the words that two patterns must share to be one: as Drain has it, for masked words. */
const SIMILAR = 0.6
/** Patterns of one leaf. With more, words that differ are not a few kinds but names: the nearest takes them all. */
const MOST_OF_LEAF = 64

/**
 * Merges groups that differ in few words, as Drain does: they have one level, one number of words and the same first word, and most other words alike.
 * Groups are taken by their text and not as they came, so the result is the same for the same lines.
 */
export function mergeSimilar(groups: readonly MaskedLines[]): readonly MaskedLines[] {
  const leaves = new Map<string, MaskedLines[]>()
  const named = groups.map((group) => ({ group, name: group.tokens.join(' ') }))
  named.sort((a, b) => b.group.count - a.group.count || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  for (const { group } of named) {
    const key = `${group.level} ${group.tokens.length} ${group.tokens[0] ?? ''}`
    const leaf = leaves.get(key) ?? []
    leaves.set(key, leaf)
    const nearest = nearestOf(leaf, group.tokens)
    if (nearest !== undefined && (nearest.part >= SIMILAR || leaf.length >= MOST_OF_LEAF)) {
      nearest.group.tokens = sharedTokens(nearest.group.tokens, group.tokens)
      mergeInto(nearest.group, group)
    } else {
      leaf.push({ ...group, trend: group.trend.slice() })
    }
  }
  return [...leaves.values()].flat()
}

function nearestOf(
  leaf: readonly MaskedLines[],
  tokens: readonly string[],
): { group: MaskedLines; part: number } | undefined {
  let best: { group: MaskedLines; part: number } | undefined
  for (const group of leaf) {
    const part = likeness(group.tokens, tokens)
    if (best === undefined || part > best.part) best = { group, part }
  }
  return best
}

/** Part of the words that are alike. Holes count for none: they say nothing about being alike. */
function likeness(a: readonly string[], b: readonly string[]): number {
  let [same, words] = [0, 0]
  for (let place = 0; place < a.length; place++) {
    const token = a[place]
    const isSame = token === b[place]
    if (isSame && token === HOLE) continue
    words++
    if (isSame) same++
  }
  return words === 0 ? 1 : same / words
}

function sharedTokens(a: readonly string[], b: readonly string[]): readonly string[] {
  return a.map((token, place) => (token === b[place] ? token : HOLE))
}
