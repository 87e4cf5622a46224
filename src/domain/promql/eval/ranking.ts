import type { Group } from './aggregate'
import { type EvalContext, failExecution } from './context'
import type { EvalGrid } from './grid'
import { sortedByValue } from './sort-functions'
import { quantileOfSorted, sortNanFirst } from './sums'
import { type StepSeries, type VectorValue, withPoints } from './values'

/** `quantile(q, v)`: q may be another one at each step. */
export function quantileOfGroups(
  groups: readonly Group[],
  quantiles: Float64Array,
  grid: EvalGrid,
  context: EvalContext,
): VectorValue {
  const series = groups.map(({ labels, members }) => {
    const out = context.createSeries(labels, grid.count)
    const buffer = new Float64Array(members.length)
    for (let step = 0; step < grid.count; step++) {
      context.checkCanceled()
      let count = 0
      for (const { values, present } of members) if (present[step] === 1) buffer[count++] = values[step] as number
      if (count === 0) continue
      sortNanFirst(buffer, count)
      out.values[step] = quantileOfSorted(quantiles[step] as number, buffer, count)
      out.present[step] = 1
    }
    return out
  })
  return { kind: 'vector', series }
}

/** Which of two values goes first: the one that topk (or bottomk) would rather give up. NaN goes before all, even NaN. */
type GoesFirst = (left: number, right: number) => boolean

const goesFirstOfTop: GoesFirst = (left, right) => Number.isNaN(left) || left < right
const goesFirstOfBottom: GoesFirst = (left, right) => Number.isNaN(left) || left > right

/** `topk(k, v)` and `bottomk(k, v)`: the members of each group that have the most or the least at a step; k may change. */
export function rankGroups(
  op: 'topk' | 'bottomk',
  groups: readonly Group[],
  ks: Float64Array,
  grid: EvalGrid,
  context: EvalContext,
): VectorValue {
  const wanted = ks.map(wholeCount)
  const goesFirst = op === 'topk' ? goesFirstOfTop : goesFirstOfBottom
  const series = groups.flatMap(({ members }) => {
    const kept = keepRanked(members, wanted, goesFirst, context)
    return grid.count === 1 ? sortedByValue(kept, op === 'topk' ? -1 : 1) : kept
  })
  return { kind: 'vector', series }
}

function wholeCount(k: number): number {
  if (!(k >= -(2 ** 63) && k < 2 ** 63)) failExecution(`Scalar value ${printGo(k)} overflows int64`)
  return Math.trunc(k)
}

/** Go's %v of what is no int64. */
function printGo(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
}

/**
 * Prometheus keeps a heap of k elements with the one to give up on top. Which of equal values stays depends on how that heap
 * is moved about, so it is moved about here in the same way.
 */
function keepRanked(
  members: readonly StepSeries[],
  wanted: Float64Array,
  goesFirst: GoesFirst,
  context: EvalContext,
): StepSeries[] {
  const kept = members.map(({ present }) => new Uint8Array(present.length))
  const order: number[] = []
  for (let step = 0; step < wanted.length; step++) {
    const k = wanted[step] as number
    if (k < 1) continue
    context.checkCanceled()
    const numberOf = (member: number) => members[member]?.values[step] as number
    const heap = new RankHeap(numberOf, goesFirst)
    for (let member = 0; member < members.length; member++) {
      if (members[member]?.present[step] !== 1) continue
      heap.offer(member, k)
    }
    for (const member of heap.members) (kept[member] as Uint8Array)[step] = 1
    if (wanted.length === 1) order.push(...heap.members)
  }
  const ranked = members.map((member, index) => ({ ...member, present: kept[index] as Uint8Array }))
  return wanted.length === 1 ? order.map((member) => ranked[member] as StepSeries) : withPoints(ranked)
}

/** Go's container/heap over indices of members. */
class RankHeap {
  readonly members: number[] = []
  readonly #numberOf: (member: number) => number
  readonly #goesFirst: GoesFirst

  constructor(numberOf: (member: number) => number, goesFirst: GoesFirst) {
    this.#numberOf = numberOf
    this.#goesFirst = goesFirst
  }

  offer(member: number, k: number): void {
    if (this.members.length === k) {
      const worst = this.#numberOf(this.members[0] as number)
      if (!this.#goesFirst(worst, this.#numberOf(member))) return
      if (k === 1) {
        this.members[0] = member
        return
      }
      this.#pop()
    }
    this.members.push(member)
    this.#up(this.members.length - 1)
  }

  #pop(): void {
    this.#swap(0, this.members.length - 1)
    this.members.pop()
    this.#down()
  }

  #less(left: number, right: number): boolean {
    return this.#goesFirst(this.#numberOf(this.members[left] as number), this.#numberOf(this.members[right] as number))
  }

  #swap(left: number, right: number): void {
    const member = this.members[left] as number
    this.members[left] = this.members[right] as number
    this.members[right] = member
  }

  #up(from: number): void {
    for (let child = from; child > 0; ) {
      const parent = (child - 1) >> 1
      if (!this.#less(child, parent)) return
      this.#swap(child, parent)
      child = parent
    }
  }

  #down(): void {
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1
      if (left >= this.members.length) return
      const right = left + 1
      const child = right < this.members.length && this.#less(right, left) ? right : left
      if (!this.#less(child, parent)) return
      this.#swap(child, parent)
      parent = child
    }
  }
}
