import type { Maker } from './maker'
import { createNode, type Part, type QueryNode } from './node'
import type { Family } from './schema'
import { matrixSelector, modifiers, pickFamily, selectFrom } from './selectors'
import { printDuration } from './text'

/** An expression of type range vector: a selector mostly, else a subquery. */
export function makeMatrix(maker: Maker, depth: number, fits?: (family: Family) => boolean): QueryNode {
  const { random, schema } = maker
  if (depth > 0 && random.chance(0.22)) return subquery(maker, depth, fits)
  return matrixSelector(random, schema, selectFrom(random, schema, pickFamily(random, schema, fits)))
}

/** Evaluations of the inner expression at most. */
const MAX_EVALUATIONS = 40

function subquery(maker: Maker, depth: number, fits?: (family: Family) => boolean): QueryNode {
  const { random } = maker
  const inner = random.chance(0.5) ? maker.selector(fits) : maker.vector(depth - 1)
  const hasStep = random.chance(0.8)
  const stepMs = hasStep ? random.pick([15_000, 30_000, 60_000, 7000, 13_337, 300_000]) : 60_000
  const rangeMs = random.pick(
    [60_000, 300_000, 600_000, 301_001, 1_800_000].filter((ms) => ms / stepMs <= MAX_EVALUATIONS),
  )
  const { parts, covers } = modifiers(random, maker.schema)
  const step = hasStep ? printDuration(random, stepMs) : ''
  const range = `[${printDuration(random, rangeMs)}:${step}]`
  const body: Part[] = isAtom(inner) ? [inner] : ['(', inner, ')']
  return createNode('matrix', [...body, range, ...parts], [hasStep ? 'subquery' : 'subquery without step', ...covers], {
    labels: inner.labels,
    cost: inner.cost * (1 + rangeMs / stepMs),
  })
}

/** A subquery binds tighter than any operator. */
function isAtom(node: QueryNode): boolean {
  return node.covers.includes('selector')
}
