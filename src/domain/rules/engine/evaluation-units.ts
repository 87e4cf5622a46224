import type { Steps } from './history'
import { mayRead, mayWriteSame, writtenNames } from './reads'
import type { RuleState } from './rule-state'

/** Rules that are evaluated together: one alone, some that may write the same series, or a ring of some that read each other. */
export interface EvaluationUnit {
  readonly rules: readonly RuleState[]
  readonly isRing: boolean
}

/**
 * Orders rules so that each comes after those whose series it reads. Rules in a ring are one unit, and so is a rule with
 * itself, or with one that is evaluated at the same times and after it, whose series it sees as the time before left them.
 */
export function planUnits(rules: readonly RuleState[], stepsOf: (rule: RuleState) => Steps): EvaluationUnit[] {
  const writers = writersByName(rules)
  const edgesOf = (reader: number, writer: number): [number, number][] => {
    const [reading, writing] = [rules[reader], rules[writer]]
    const isLater =
      writer >= reader &&
      reading !== undefined &&
      writing !== undefined &&
      mayCoincide(stepsOf(reading), stepsOf(writing))
    // A ring of two is evaluated together.
    return isLater
      ? [
          [reader, writer],
          [writer, reader],
        ]
      : [[reader, writer]]
  }
  const edges = rules.map((reader, i) => readBy(reader, rules, writers).flatMap((j) => edgesOf(i, j)))
  // after[i]: what must be evaluated before or with rule i.
  const after: number[][] = rules.map(() => [])
  for (const [from, to] of edges.flat()) after[from]?.push(to)
  const reads = after.map((targets) => new Set(targets))
  for (const [i, others] of rivalsOf(rules).entries()) after[i]?.push(...others)
  return stronglyConnected(after).map((members) => ({
    rules: members.flatMap((i) => rules[i] ?? []),
    isRing: members.some((i) => members.some((j) => reads[i]?.has(j) ?? false)),
  }))
}

/** The rules that write series of a name. */
function writersByName(rules: readonly RuleState[]): Map<string, number[]> {
  const writers = new Map<string, number[]>()
  for (const [i, { rule }] of rules.entries()) {
    for (const name of writtenNames(rule)) {
      const known = writers.get(name)
      if (known === undefined) writers.set(name, [i])
      else known.push(i)
    }
  }
  return writers
}

/** For each rule the others that may write the same series, as far as labels tell that are the same in all it writes. */
function rivalsOf(rules: readonly RuleState[]): number[][] {
  const byName = new Map<string, number[]>()
  for (const [i, { rule }] of rules.entries()) {
    const key = `${rule.kind} ${rule.name}`
    const known = byName.get(key)
    if (known === undefined) byName.set(key, [i])
    else known.push(i)
  }
  return rules.map(({ rule }, i) =>
    (byName.get(`${rule.kind} ${rule.name}`) ?? []).filter((j) => {
      const other = rules[j]?.rule
      return i !== j && other !== undefined && mayWriteSame(rule, other)
    }),
  )
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
  // Of a template's queries only the names are looked for: the rest may depend on labels and value.
  for (const [name, indexes] of reads.templates.length === 0 ? [] : writers) {
    if (reads.templates.some((text) => text.includes(name))) for (const i of indexes) read.add(i)
  }
  return [...read]
}

/** Whether two rules are ever evaluated at the same time. */
function mayCoincide(left: Steps, right: Steps): boolean {
  let [divisor, rest] = [left.stepMs, right.stepMs]
  while (rest > 0) [divisor, rest] = [rest, divisor % rest]
  return (left.startMs - right.startMs) % divisor === 0
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
