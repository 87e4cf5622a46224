import type { UsageCost } from './parts'
import type { Dimension } from './price-book'

/** How rows are made: by the platform, or by the value of a label. */
export type Grouping = 'platform' | Dimension

/** One row of a grouping. */
export interface CostGroup {
  /** Unique in its grouping. */
  readonly id: string
  /** Value of the label, or the platform; empty where the label is not there. */
  readonly name: string
  /** The usage that has no such label: its money is one row. */
  readonly whole: string | null
  readonly money: number
  readonly kind: 'estimated' | 'measured' | 'both'
}

/** Money by a grouping, the dearest first. Rows of idle usages are left out; the rows sum to the whole. */
export function groupsOf(
  costs: readonly UsageCost[],
  grouping: Grouping,
  titleOfPlatform: (id: string) => string,
): readonly CostGroup[] {
  const groups = new Map<string, CostGroup>()
  for (const { usage, money, parts } of costs) {
    if (money === null || Number.isNaN(money)) continue
    const has = grouping !== 'platform' && (usage.by[grouping] !== undefined || hasModel(usage.kind, grouping))
    const kind = usage.kind === 'tokens' ? 'estimated' : 'measured'
    const rows: readonly (readonly [id: string, name: string, whole: string | null, money: number])[] = has
      ? [...parts].map(([name, value]) => [`=${name}`, name, null, value] as const)
      : grouping === 'platform'
        ? [[`=${usage.platform}`, titleOfPlatform(usage.platform), null, money]]
        : [[`usage ${usage.id}`, '', usage.title, money]]
    for (const [id, name, whole, value] of rows) {
      const before = groups.get(id)
      groups.set(id, {
        id,
        name,
        whole,
        money: (before?.money ?? 0) + value,
        kind: before === undefined || before.kind === kind ? kind : 'both',
      })
    }
  }
  return [...groups.values()].sort((a, b) => b.money - a.money || (a.id < b.id ? -1 : 1))
}

function hasModel(kind: 'tokens' | 'dollars', grouping: Grouping): boolean {
  return kind === 'tokens' && grouping === 'model'
}

/** What a row was and is. */
export interface CostChange {
  readonly id: string
  readonly name: string
  readonly whole: string | null
  readonly now: number
  readonly before: number
  readonly difference: number
  /** The difference as a share of what it was; null where it was nothing. */
  readonly share: number | null
}

/** What changed between two windows of the same length, the largest change first. Rows that did not change are left out. */
export function changesOf(now: readonly CostGroup[], before: readonly CostGroup[]): readonly CostChange[] {
  const ids = new Map([...before, ...now].map((group) => [group.id, group]))
  return [...ids.values()]
    .map(({ id, name, whole }) => {
      const [is, was] = [now, before].map((groups) => groups.find((group) => group.id === id)?.money ?? 0)
      const [a, b] = [is ?? 0, was ?? 0]
      return { id, name, whole, now: a, before: b, difference: a - b, share: b === 0 ? null : (a - b) / b }
    })
    .filter(({ difference }) => difference !== 0)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || (a.id < b.id ? -1 : 1))
}
