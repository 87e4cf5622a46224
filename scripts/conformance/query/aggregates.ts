import type { Maker } from './maker'
import { coverageOf, createNode, type Part, type QueryNode } from './node'
import { printKeyword, printList, printNumber, printString } from './text'
import { PARAMETER_AGGREGATORS, PLAIN_AGGREGATORS } from './vocabulary'

const PARAMETERS = {
  topk: ['1', '2', '3', '5', '1.9', '0', '-1', '1e3'],
  bottomk: ['1', '2', '3', '5', '1.9', '0', '-1', '1e3'],
  quantile: ['0.5', '0.9', '0', '1', '0.333', '-1', '1.1', 'NaN'],
} as const

/** An aggregation over a vector. */
export function makeAggregate(maker: Maker, depth: number): QueryNode {
  const { random } = maker
  const op = random.chance(0.7) ? random.pick(PLAIN_AGGREGATORS) : random.pick(PARAMETER_AGGREGATORS)
  const over = op === 'count_values' ? exactVector(maker, depth - 1) : maker.vector(depth - 1)
  if (op === 'count_values') {
    const label = random.pick(['value', 'value', 'job', 'le', '_v1'])
    return aggregate(maker, op, [printString(random, label), ', ', over], over.labels, [label])
  }
  if (op === 'topk' || op === 'bottomk' || op === 'quantile') {
    const fixed = random.chance(0.85)
    const parameter: Part = fixed
      ? random.pick(PARAMETERS[op])
      : random.chance(0.5)
        ? printNumber(random)
        : maker.scalar(1)
    return aggregate(maker, op, [parameter, ', ', over], over.labels)
  }
  return aggregate(maker, op, [over], over.labels)
}

/** Functions that Go and JavaScript round differently in the last bit, which the text of count_values would show. */
const ROUNDED = /^(?:function (?:a?(?:sin|cos|tan)h?|exp|ln|log2|log10)|operator (?:atan2|\^))$/

/** A vector without such functions. */
function exactVector(maker: Maker, depth: number): QueryNode {
  for (let tries = 0; tries < 5; tries++) {
    const vector = maker.vector(depth)
    if (!coverageOf(vector).some((cover) => ROUNDED.test(cover))) return vector
  }
  return maker.selector()
}

/** `op(...)` with one of the ways to group. */
function aggregate(
  maker: Maker,
  op: string,
  body: readonly Part[],
  labels: readonly string[],
  added: readonly string[] = [],
): QueryNode {
  const { random } = maker
  const grouping = random.weighted([3, 'none'], [5, 'by'], [3, 'without'])
  const cost = 1 + body.reduce((sum, part) => sum + (typeof part === 'object' && 'cost' in part ? part.cost : 0), 0)
  const word = printKeyword(random, op)
  const inner: readonly Part[] = ['(', ...body, ')']
  const keeps = op === 'topk' || op === 'bottomk'
  if (grouping === 'none')
    return createNode('vector', [word, ...inner], [`aggregator ${op}`], { labels: keeps ? labels : added, cost })
  // Of three labels and more, 2.42's count_values loses some from step to step: its slice has room for one more, and shares it.
  const most = op === 'count_values' ? 1 : 3
  const chosen = random.some(labels, random.between(0, Math.min(most, labels.length)))
  const named = random.chance(0.08) ? [...chosen, random.pick(['missing', '__name__', 'le'])] : chosen
  const left = grouping === 'by' ? named : labels.filter((label) => !named.includes(label))
  const own = { labels: keeps ? labels : [...new Set([...left, ...added])], cost }
  const covers = [`aggregator ${op}`, grouping]
  const clause = `${printKeyword(random, grouping)}${random.pick([' ', ''])}${printList(random, named)}`
  if (random.chance(0.3)) return createNode('vector', [word, ...inner, { optional: ` ${clause}` }], covers, own)
  return createNode('vector', [word, { optional: ` ${clause} ` }, ...inner], covers, own)
}

/** An aggregation to exactly these labels, so that both sides of an operator can have the same. */
export function aggregateBy(maker: Maker, labels: readonly string[], over: QueryNode): QueryNode {
  const { random } = maker
  const op = random.pick(PLAIN_AGGREGATORS)
  const clause = labels.length === 0 && random.chance(0.5) ? '' : ` by ${printList(random, labels)} `
  return createNode('vector', [op, clause, '(', over, ')'], [`aggregator ${op}`], { labels })
}
