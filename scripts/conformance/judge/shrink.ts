import { createNode, isNode, nodesOf, type Part, type QueryNode } from '../query/node'

/** Copies of a query, each smaller by one change, the boldest first. */
function* smaller(node: QueryNode): Generator<QueryNode> {
  // Something below it instead of the whole.
  for (const below of nodesOf(node).slice(1)) if (below.type === node.type) yield below
  const simplest = node.type === 'vector' ? 'vector(1)' : '1'
  const isSimple = node.parts.length === 1 && node.parts[0] === simplest
  if (!isSimple && (node.type === 'scalar' || node.type === 'vector')) yield createNode(node.type, [simplest])
  for (const [i, part] of node.parts.entries()) {
    if (typeof part === 'string') continue
    const put = (replacement: readonly Part[]): QueryNode => ({
      ...node,
      parts: [...node.parts.slice(0, i), ...replacement, ...node.parts.slice(i + 1)],
    })
    if (isNode(part)) for (const small of smaller(part)) yield put([small])
    // A blank, because the text may stand between two words.
    else if (part.optional !== ' ') yield put([' '])
  }
}

/**
 * The smallest query found that still differs, by trying smaller ones until none does. `budget` bounds the tries, each of which
 * asks both sides.
 */
export async function shrinkQuery(
  node: QueryNode,
  differs: (candidate: QueryNode) => Promise<boolean>,
  budget = 150,
): Promise<QueryNode> {
  let [smallest, left] = [node, budget]
  for (let found = true; found && left > 0; ) {
    found = false
    for (const candidate of smaller(smallest)) {
      if (left-- <= 0) break
      if (!(await differs(candidate))) continue
      smallest = candidate
      found = true
      break
    }
  }
  return smallest
}
