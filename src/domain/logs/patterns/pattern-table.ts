import type { LogLevel } from '~/domain/logs/model'
import { HOLE } from './mask-message'

/** Lines with the same masked words and level. */
export interface MaskedLines {
  readonly level: LogLevel
  tokens: readonly string[]
  count: number
  firstMs: number
  lastMs: number
  /** The latest, which is kept longest. */
  example: number
  readonly trend: Uint32Array
}

/** Most groups that are kept. */
export const MOST_NODES = 10_000
/** How tokens are made coarser where there are too many groups; the last leaves no more than 64 a level. */
const GRAINS: readonly ((tokens: readonly string[]) => readonly string[])[] = [
  (tokens) => tokens,
  (tokens) => tokens.map((token) => (/^\p{L}+$/u.test(token) ? token : HOLE)),
  (tokens) => tokens.map((token, place) => (place < 3 ? token : HOLE)),
  (tokens) => tokens.map((token, place) => (place < 1 ? token : HOLE)),
  (tokens) => tokens.map(() => HOLE),
]

/** Groups lines by their masked words. What comes out does not depend on the order of lines, also where groups had to be made coarser. */
export interface PatternTable {
  add(tokens: readonly string[], level: LogLevel, timeMs: number, line: number, bar: number): void
  groups(): readonly MaskedLines[]
}

export function createPatternTable(bars: number, most = MOST_NODES): PatternTable {
  let grain = 0
  let groups = new Map<string, MaskedLines>()
  const keyOf = (level: LogLevel, tokens: readonly string[]) => `${level} ${tokens.join(' ')}`
  const coarse = (tokens: readonly string[]) => {
    let result = tokens
    for (let at = 1; at <= grain; at++) result = GRAINS[at]?.(result) ?? result
    return result
  }

  /** Every grain is made of the one before it, so all lines end in the groups that they would be in had it begun so. */
  function coarsen(): void {
    grain++
    const before = groups
    groups = new Map()
    for (const group of before.values()) {
      group.tokens = GRAINS[grain]?.(group.tokens) ?? group.tokens
      const key = keyOf(group.level, group.tokens)
      const same = groups.get(key)
      if (same === undefined) groups.set(key, group)
      else mergeInto(same, group)
    }
  }

  return {
    add(written, level, timeMs, line, bar) {
      const tokens = coarse(written)
      const key = keyOf(level, tokens)
      let group = groups.get(key)
      if (group === undefined) {
        const times = { firstMs: timeMs, lastMs: timeMs }
        group = { level, tokens, count: 0, ...times, example: line, trend: new Uint32Array(bars) }
        groups.set(key, group)
      }
      group.count++
      if (timeMs > group.lastMs || (timeMs === group.lastMs && line > group.example)) group.example = line
      group.firstMs = Math.min(group.firstMs, timeMs)
      group.lastMs = Math.max(group.lastMs, timeMs)
      if (bar >= 0 && bar < bars) group.trend[bar] = (group.trend[bar] ?? 0) + 1
      while (groups.size > most && grain < GRAINS.length - 1) coarsen()
    },
    groups: () => [...groups.values()],
  }
}

/** Adds the lines of one group to another. */
export function mergeInto(into: MaskedLines, from: MaskedLines): void {
  into.count += from.count
  const isLater = from.lastMs > into.lastMs || (from.lastMs === into.lastMs && from.example > into.example)
  if (isLater) into.example = from.example
  into.firstMs = Math.min(into.firstMs, from.firstMs)
  into.lastMs = Math.max(into.lastMs, from.lastMs)
  for (const [bar, count] of from.trend.entries()) into.trend[bar] = (into.trend[bar] ?? 0) + count
}
