import type { Random } from '../random'
import { makeAggregate } from './aggregates'
import { makeBinary } from './binaries'
import { makeCall } from './calls'
import { createNode, type QueryNode } from './node'
import { makeMatrix } from './ranges'
import { makeScalar } from './scalars'
import type { Family, Schema } from './schema'
import { pickFamily, selectFrom, vectorSelector } from './selectors'

/** Makes sub-expressions of each type; `depth` is how many levels may still come below. */
export interface Maker {
  readonly random: Random
  readonly schema: Schema
  vector(depth: number): QueryNode
  scalar(depth: number): QueryNode
  matrix(depth: number, fits?: (family: Family) => boolean): QueryNode
  /** An instant selector over one of the families that fit. */
  selector(fits?: (family: Family) => boolean): QueryNode
}

export function createMaker(random: Random, schema: Schema): Maker {
  const maker: Maker = {
    random,
    schema,
    vector(depth) {
      if (depth <= 0) return maker.selector()
      const make = random.weighted<(maker: Maker, depth: number) => QueryNode>(
        [2, () => maker.selector()],
        [8, makeCall],
        [5, makeAggregate],
        [6, makeBinary],
        [1, negate],
        [1, () => createNode('vector', ['(', maker.vector(depth - 1), ')'])],
      )
      return make(maker, depth)
    },
    scalar: (depth) => makeScalar(maker, depth),
    matrix: (depth, fits) => makeMatrix(maker, depth, fits),
    selector: (fits) => vectorSelector(random, schema, selectFrom(random, schema, pickFamily(random, schema, fits))),
  }
  return maker
}

function negate(maker: Maker, depth: number): QueryNode {
  const sign = maker.random.weighted([4, '-'], [1, '+'])
  return createNode('vector', [sign, maker.vector(depth - 1)], [`operator unary ${sign}`])
}
