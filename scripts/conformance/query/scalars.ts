import type { Maker } from './maker'
import { createNode, type QueryNode } from './node'
import { printNumber } from './text'
import { ARITHMETIC, COMPARISONS } from './vocabulary'

/** An expression of type scalar. */
export function makeScalar(maker: Maker, depth: number): QueryNode {
  const { random } = maker
  const number = () => createNode('scalar', [printNumber(random)])
  if (depth <= 0) return random.chance(0.9) ? number() : createNode('scalar', ['time()'], ['function time'])
  const make = random.weighted<() => QueryNode>(
    [6, number],
    [1, () => createNode('scalar', ['time()'], ['function time'])],
    [1, () => createNode('scalar', ['pi()'], ['function pi'])],
    [2, () => createNode('scalar', ['scalar(', maker.vector(depth - 1), ')'], ['function scalar'])],
    [2, () => oneSeries(maker)],
    [1, () => createNode('scalar', ['-', maker.scalar(depth - 1)], ['operator unary -'])],
    [1, () => createNode('scalar', ['(', maker.scalar(depth - 1), ')'])],
    [2, () => arithmetic(maker, depth)],
    [1, () => comparison(maker, depth)],
  )
  return make()
}

/** scalar() of what surely is one series. */
function oneSeries(maker: Maker): QueryNode {
  const { random } = maker
  const op = random.pick(['sum', 'max', 'avg', 'count'])
  return createNode(
    'scalar',
    ['scalar(', createNode('vector', [`${op}(`, maker.selector(), ')'], [`aggregator ${op}`]), ')'],
    ['function scalar'],
  )
}

function arithmetic(maker: Maker, depth: number): QueryNode {
  const op = maker.random.pick(ARITHMETIC)
  return createNode(
    'scalar',
    ['(', maker.scalar(depth - 1), ` ${op} `, maker.scalar(depth - 1), ')'],
    [`operator ${op}`, 'scalar operator scalar'],
  )
}

function comparison(maker: Maker, depth: number): QueryNode {
  const op = maker.random.pick(COMPARISONS)
  return createNode(
    'scalar',
    ['(', maker.scalar(depth - 1), ` ${op} bool `, maker.scalar(depth - 1), ')'],
    [`operator ${op}`, 'scalar operator scalar', 'modifier bool'],
  )
}
