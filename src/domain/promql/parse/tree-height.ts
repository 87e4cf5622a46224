import type { Expr } from '../ast'
import { childrenOf } from '../nodes-of'

/** How many nodes stand above each other in a tree, found without recursion, so that a tree of any height can be asked. */
export function treeHeight(root: Expr): number {
  let height = 0
  for (let level = [root]; level.length > 0; level = level.flatMap(childrenOf)) height++
  return height
}
