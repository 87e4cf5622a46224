import { type Grouping, groupsOf } from '~/domain/cost/groups'
import type { CostTotal } from '~/domain/cost/parts'
import { moneyStep, roundParts } from '~/domain/cost/round-parts'

/**
 * The money of a window as the page shows it, rounded once: the whole, each usage and each row of the grouping, so that a tile, a budget
 * and a table of the same money say the same, and what is shown adds up.
 */
export interface ShownMoney {
  readonly decimals: number
  /** Null: nothing is known. NaN: no traffic. */
  readonly whole: number | null
  /** By id of the usage, of those that have money. */
  readonly usages: ReadonlyMap<string, number>
  /** By id of the group. */
  readonly groups: ReadonlyMap<string, number>
}

export function shownMoney(
  { money, counted }: CostTotal,
  grouping: Grouping,
  titleOfPlatform: (id: string) => string,
): ShownMoney {
  const { step, decimals } = moneyStep(money ?? 0)
  const paid = counted.filter((cost) => cost.money !== null && !Number.isNaN(cost.money))
  const rounded = roundParts(
    paid.map((cost) => cost.money ?? 0),
    step,
  )
  const groups = new Map<string, number>()
  for (const [i, cost] of paid.entries()) {
    const rows = groupsOf([cost], grouping, titleOfPlatform)
    const parts = roundParts(
      rows.map((row) => row.money),
      step,
      rounded[i],
    )
    rows.forEach(({ id }, j) => void groups.set(id, sumOf([groups.get(id) ?? 0, parts[j] ?? 0], step)))
  }
  return {
    decimals,
    whole: paid.length === 0 ? money : sumOf(rounded, step),
    usages: new Map(paid.map(({ usage }, i) => [usage.id, rounded[i] ?? 0])),
    groups,
  }
}

/** Sums whole steps without the tail that binary fractions leave. */
export function sumOf(amounts: readonly number[], step: number): number {
  const perStep = Math.round(1 / step)
  return amounts.reduce((sum, amount) => sum + Math.round(amount * perStep), 0) / perStep
}
