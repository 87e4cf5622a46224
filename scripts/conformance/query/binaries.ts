import { aggregateBy } from './aggregates'
import type { Maker } from './maker'
import { createNode, type QueryNode } from './node'
import { pickFamily, selectFrom, vectorSelector } from './selectors'
import { printKeyword, printList } from './text'
import { ARITHMETIC, COMPARISONS, OVER_RANGES, SETS } from './vocabulary'

/** Two operands that are likely to find each other, and the clause that lets them. */
interface Pair {
  readonly left: QueryNode
  readonly right: QueryNode
  /** `on (...) group_left (...)` or nothing. */
  readonly matching: string
  readonly covers: readonly string[]
}

/** An operation of which at least one side is a vector. */
export function makeBinary(maker: Maker, depth: number): QueryNode {
  const { random } = maker
  if (random.chance(0.35)) return withScalar(maker, depth)
  const pair = random.weighted<(maker: Maker, depth: number) => Pair>(
    [4, sameFamily],
    [4, bothAggregated],
    [4, manyToOne],
    [3, withInfo],
    [2, memory],
    [1, anyPair],
  )(maker, depth)
  return combine(maker, pair)
}

function operator(maker: Maker): { op: string; covers: string[]; bool: string } {
  const { random } = maker
  const op = random.weighted<string>([3, random.pick(ARITHMETIC)], [2, random.pick(COMPARISONS)])
  const isComparison = (COMPARISONS as readonly string[]).includes(op)
  const bool = isComparison && random.chance(0.4) ? ` ${printKeyword(random, 'bool')}` : ''
  return { op, bool, covers: [`operator ${op}`, ...(bool === '' ? [] : ['modifier bool'])] }
}

function withScalar(maker: Maker, depth: number): QueryNode {
  const { random } = maker
  const { op, bool, covers } = operator(maker)
  const vector = maker.vector(depth - 1)
  const scalar = maker.scalar(depth - 1)
  const isLeft = random.chance(0.6)
  const sides = isLeft ? [vector, scalar] : [scalar, vector]
  return wrapped(maker, sides[0] ?? vector, ` ${op}${bool} `, sides[1] ?? vector, [
    ...covers,
    isLeft ? 'vector operator scalar' : 'scalar operator vector',
  ])
}

/** In brackets mostly; without them precedence decides what is combined with what. */
function wrapped(
  maker: Maker,
  left: QueryNode,
  middle: string,
  right: QueryNode,
  covers: readonly string[],
): QueryNode {
  const needsBrackets = (node: QueryNode) => node.covers.some((cover) => cover.startsWith('operator'))
  const isBare = maker.random.chance(0.08)
  const side = (node: QueryNode) => (needsBrackets(node) && !isBare ? ['(', node, ')'] : [node])
  return createNode('vector', [...side(left), middle, ...side(right)], covers)
}

function combine(maker: Maker, { left, right, matching, covers }: Pair): QueryNode {
  const { random } = maker
  const grouped = matching.includes('group_')
  if (!grouped && random.chance(0.3)) {
    const op = random.pick(SETS)
    return wrapped(maker, left, ` ${printKeyword(random, op)}${matching} `, right, [`operator ${op}`, ...covers])
  }
  const { op, bool, covers: more } = operator(maker)
  return wrapped(maker, left, ` ${op}${bool}${matching} `, right, [...more, ...covers, 'vector operator vector'])
}

/** Something that keeps the labels of its series. */
function keepLabels(maker: Maker, select: () => QueryNode): QueryNode {
  const { random } = maker
  const selector = select()
  if (random.chance(0.6)) return selector
  if (random.chance(0.5)) return createNode('vector', ['abs(', selector, ')'], ['function abs'])
  const name = random.pick(OVER_RANGES)
  const text = selector.parts[0]
  if (typeof text !== 'string') return selector
  const matrix = createNode('matrix', [text, '[5m]'], ['range selector'], {
    labels: selector.labels,
    cost: selector.cost * 10,
  })
  return createNode('vector', [`${name}(`, matrix, ')'], [`function ${name}`])
}

function sameFamily(maker: Maker): Pair {
  const { random, schema } = maker
  const family = pickFamily(random, schema)
  const selection = selectFrom(random, schema, family)
  const other = random.chance(0.5)
    ? selection
    : random.chance(0.5)
      ? selectFrom(random, schema, family)
      : { ...selection, text: family.name, covers: [] }
  const left = keepLabels(maker, () => vectorSelector(random, schema, selection))
  const right = keepLabels(maker, () => vectorSelector(random, schema, other))
  const all = random.weighted<[string, string[]]>(
    [5, ['', []]],
    [1, [` on ${printList(random, family.labels)}`, ['on']]],
    [1, [' ignoring ()', ['ignoring']]],
  )
  return { left, right, matching: all[0], covers: all[1] }
}

/** Both sides aggregated to the same labels. */
function bothAggregated(maker: Maker, depth: number): Pair {
  const { random } = maker
  const first = maker.vector(depth - 1)
  const labels = random.some(first.labels, random.between(0, 2))
  const second = sibling(maker, depth, labels)
  const left = aggregateBy(maker, labels, first)
  const right = aggregateBy(maker, labels, second)
  const matching = random.weighted<[string, string[]]>(
    [3, ['', []]],
    [1, [` on${printList(random, labels)}`, ['on']]],
    [1, [` ignoring (missing)`, ['ignoring']]],
    [1, [` on ${printList(random, labels.slice(1))}`, ['on']]],
  )
  return { left, right, matching: matching[0], covers: matching[1] }
}

/** A vector that has these labels, if any family does. */
function sibling(maker: Maker, depth: number, labels: readonly string[]): QueryNode {
  const fits = (family: { labels: readonly string[] }) => labels.every((label) => family.labels.includes(label))
  const some = maker.schema.families.some(fits)
  if (!some || maker.random.chance(0.2)) return maker.vector(depth - 1)
  return keepLabels(maker, () => maker.selector(fits))
}

function manyToOne(maker: Maker, depth: number): Pair {
  const { random } = maker
  const many = random.chance(0.7) ? keepLabels(maker, () => maker.selector()) : maker.vector(depth - 1)
  const labels = random.some(many.labels, random.between(0, 2))
  const rest = many.labels.filter((label) => !labels.includes(label))
  const extra = random.chance(0.3) ? random.pick(['job', 'team', 'version', 'missing']) : ''
  const one = aggregateBy(maker, labels, random.chance(0.5) ? many : sibling(maker, depth, labels))
  const clause =
    rest.length > 0 && random.chance(0.35) ? `ignoring ${printList(random, rest)}` : `on ${printList(random, labels)}`
  const include = extra === '' ? '' : ` ${printList(random, labels.includes(extra) ? [] : [extra])}`
  return swap(maker, many, one, clause, include)
}

/** `many * on (instance) group_left (version) build_info`, or the other way round. */
function withInfo(maker: Maker): Pair {
  const { random } = maker
  const [name, key, includes] = random.pick([
    ['build_info', 'instance', ['version', 'commit']],
    ['instance_team', 'instance', ['team']],
    ['queue_limit', 'queue', ['queue_kind']],
    ['model_cost', 'model', ['job']],
    ['up', 'instance', ['job']],
  ] as const)
  const info = maker.selector((family) => family.name === name)
  const many = keepLabels(maker, () => maker.selector((family) => family.labels.includes(key) && family.name !== name))
  const include = random.chance(0.6) ? ` ${printList(random, random.some(includes, random.between(0, 2)))}` : ''
  return swap(maker, many, info, `on${printList(random, [key])}`, include)
}

function swap(maker: Maker, many: QueryNode, one: QueryNode, clause: string, include: string): Pair {
  const covers = [
    clause.startsWith('on') ? 'on' : 'ignoring',
    ...(include.includes('(') && !include.includes('()') ? ['include'] : []),
  ]
  if (maker.random.chance(0.5)) {
    return { left: many, right: one, matching: ` ${clause} group_left${include}`, covers: [...covers, 'group_left'] }
  }
  return { left: one, right: many, matching: ` ${clause} group_right${include}`, covers: [...covers, 'group_right'] }
}

/** Two metrics that share their label sets. */
function memory(maker: Maker): Pair {
  const side = (name: string) => keepLabels(maker, () => maker.selector((family) => family.name === name))
  const [left, right] = maker.random.pick([
    ['mem_used_bytes', 'mem_total_bytes'],
    ['request_seconds_sum', 'request_seconds_count'],
    ['up', 'start_time_seconds'],
  ] as const)
  return { left: side(left), right: side(right), matching: '', covers: [] }
}

function anyPair(maker: Maker, depth: number): Pair {
  const { random } = maker
  const left = maker.vector(depth - 1)
  const right = maker.vector(depth - 1)
  const labels = random.some([...new Set([...left.labels, ...right.labels])], random.between(0, 3))
  const matching = random.pick(['', ` on ${printList(random, labels)}`, ` ignoring ${printList(random, labels)}`])
  return { left, right, matching, covers: [] }
}
