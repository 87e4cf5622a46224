import type { BinaryExpr } from '~/domain/promql/ast'
import type { Bounds, Finding } from './bounds'

/** Why no series of one side finds one of the other. */
export function mismatch({ matching, op }: BinaryExpr, left: Bounds, right: Bounds): Finding | null {
  if (
    matching === undefined ||
    matching.on ||
    matching.card !== 'one-to-one' ||
    left.labels === null ||
    right.labels === null
  )
    return null
  const [ours, theirs] = [left.labels, right.labels].map((all) =>
    all.filter((label) => !matching.labels.includes(label)),
  )
  if (ours === undefined || theirs === undefined || ours.join() === theirs.join()) return null
  const words = (labels: readonly string[]) => (labels.length === 0 ? 'no labels' : labels.join(', '))
  const text = `The two sides of "${op}" have different labels (${words(ours)}; ${words(theirs)}), so that none matches unless those are empty.`
  return { level: 'may', kind: 'match', text }
}
