import { mayRead } from './reads'
import type { RuleState } from './rule-state'

/** Rules that are evaluated together: one over a whole window at once, or several step by step because they read each other. */
export interface EvaluationUnit {
  readonly rules: readonly RuleState[]
  readonly isStepwise: boolean
}

/**
 * Orders rules so that each comes after those whose series it reads. Rules in a ring are one unit, and so is a rule with
 * itself, or with one after it in its group, whose series it sees as the evaluation before left them.
 */
export function planUnits(rules: readonly RuleState[]): EvaluationUnit[] {
  const writers = writersByName(rules)
  const edges = rules.map((reader, i) => readBy(reader, rules, writers).flatMap((j) => edgesOf(rules, i, j)))
  // after[i]: what must be evaluated before or with rule i.
  const after: number[][] = rules.map(() => [])
  for (const [from, to] of edges.flat()) after[from]?.push(to)
  return stronglyConnected(after).map((members) => {
    const [only] = members
    const isRing = members.length > 1 || (only !== undefined && (after[only]?.includes(only) ?? false))
    return { rules: members.flatMap((i) => rules[i] ?? []), isStepwise: isRing }
  })
}

/** The rules that write series of a name. */
function writersByName(rules: readonly RuleState[]): Map<string, number[]> {
  const writers = new Map<string, number[]>()
  for (const [i, { rule }] of rules.entries()) {
    for (const name of rule.kind === 'recording' ? [rule.name] : ['ALERTS', 'ALERTS_FOR_STATE']) {
      const known = writers.get(name)
      if (known === undefined) writers.set(name, [i])
      else known.push(i)
    }
  }
  return writers
}

function readBy(
  { reads }: RuleState,
  rules: readonly RuleState[],
  writers: ReadonlyMap<string, readonly number[]>,
): number[] {
  const read = new Set<number>()
  for (const selector of reads.selectors) {
    const name = selector.matchers.find((matcher) => matcher.name === '__name__' && matcher.op === '=')?.value
    const candidates = name === undefined ? rules.keys() : (writers.get(name) ?? [])
    for (const i of candidates) {
      const writer = rules[i]
      if (writer !== undefined && mayRead(selector, writer.rule)) read.add(i)
    }
  }
  return [...read]
}

function edgesOf(rules: readonly RuleState[], reader: number, writer: number): [number, number][] {
  const isLater = rules[reader]?.groupId === rules[writer]?.groupId && writer >= reader
  return isLater
    ? [
        [reader, writer],
        [writer, reader],
      ]
    : [[reader, writer]]
}

/** Tarjan's algorithm, with a stack of its own; components come in the order in which they can be evaluated. */
function stronglyConnected(after: readonly (readonly number[])[]): number[][] {
  const index = new Map<number, number>()
  const low = new Map<number, number>()
  const open: number[] = []
  const isOpen = new Set<number>()
  const components: number[][] = []
  const lowOf = (node: number) => low.get(node) ?? 0
  const enter = (node: number) => {
    index.set(node, index.size)
    low.set(node, index.size - 1)
    open.push(node)
    isOpen.add(node)
    return { node, next: 0 }
  }
  const close = (node: number) => {
    if (lowOf(node) !== index.get(node)) return
    const members = open.splice(open.indexOf(node))
    for (const member of members) isOpen.delete(member)
    components.push(members.sort((a, b) => a - b))
  }
  for (let start = 0; start < after.length; start++) {
    if (index.has(start)) continue
    const path = [enter(start)]
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const target = after[frame.node]?.[frame.next++]
      if (target === undefined) {
        close(frame.node)
        path.pop()
        const parent = path.at(-1)?.node
        if (parent !== undefined) low.set(parent, Math.min(lowOf(parent), lowOf(frame.node)))
      } else if (!index.has(target)) path.push(enter(target))
      else if (isOpen.has(target)) low.set(frame.node, Math.min(lowOf(frame.node), index.get(target) ?? 0))
    }
  }
  return components
}
