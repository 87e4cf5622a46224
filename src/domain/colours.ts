import { type Labels, labelsKey } from '~/domain/series/frame'
import { hashOf } from '~/lib/hash'

/** What tells a line apart: its labels and its name, since two queries of a panel may answer with equal labels. */
export interface ColouredSeries {
  readonly labels: Labels
  readonly name: string
}

const PALETTE = ['--s1', '--s2', '--s3', '--s4', '--s5', '--s6', '--s7', '--s8'] as const

/** Percentiles are one family of colours; a token with several candidates goes to the first that is there. */
const PERCENTILES: readonly (readonly [token: string, names: readonly string[]])[] = [
  ['--q50', ['p50']],
  ['--q95', ['p95', 'p90']],
  ['--q99', ['p99', 'p99.9']],
]

/**
 * Colour token of each line of one panel. A colour follows from the labels and the name, not from the
 * position: only when two lines of a panel want the same one does the later by hash take the next free. `overrides` maps
 * names to tokens and goes before all.
 */
export function colourOf(series: readonly ColouredSeries[], overrides?: ReadonlyMap<string, string>): string[] {
  const names = new Set(series.map(({ name }) => name))
  const given = series.map(({ name }) => overrides?.get(name) ?? percentileToken(name, names))
  const used = new Map<string, number>()
  for (const token of given) if (token !== null) used.set(token, (used.get(token) ?? 0) + 1)

  const colours = given.map((token) => token ?? '')
  const open = series
    .map((one, index) => ({ index, hash: hashOf(`${one.name}\n${labelsKey(one.labels)}`) }))
    .filter(({ index }) => given[index] === null)
    .sort((a, b) => a.hash - b.hash || a.index - b.index)
  for (const { index, hash } of open) {
    const token = leastUsedFrom(hash % PALETTE.length, used)
    used.set(token, (used.get(token) ?? 0) + 1)
    colours[index] = token
  }
  return colours
}

/** First token from `start` on that is used least: a free one while there is one, then the second round begins. */
function leastUsedFrom(start: number, used: ReadonlyMap<string, number>): string {
  const turned = [...PALETTE.slice(start), ...PALETTE.slice(0, start)]
  const least = Math.min(...turned.map((token) => used.get(token) ?? 0))
  return turned.find((token) => (used.get(token) ?? 0) === least) ?? PALETTE[0]
}

function percentileToken(name: string, present: ReadonlySet<string>): string | null {
  const entry = PERCENTILES.find(([, names]) => names.find((candidate) => present.has(candidate)) === name)
  return entry?.[0] ?? null
}
