import type { ValueType } from '~/domain/promql/ast'

/** Text that the query can lose and stay a query, such as ` offset 5m`. */
export interface OptionalText {
  readonly optional: string
}

export type Part = string | OptionalText | QueryNode

/**
 * A query as it is written: text with sub-expressions in between. Nothing here knows how it is parsed, so that a fault of our
 * parser cannot hide; the types are what a query can be shrunk by.
 */
export interface QueryNode {
  readonly type: ValueType
  readonly parts: readonly Part[]
  /** What of the language this node itself uses, such as `function rate`. */
  readonly covers: readonly string[]
  /** Labels that its series may have, the name left out. */
  readonly labels: readonly string[]
  /** Samples that one evaluation touches, roughly. */
  readonly cost: number
}

export function isNode(part: Part): part is QueryNode {
  return typeof part === 'object' && 'parts' in part
}

/** The text of a query. */
export function printQuery(node: QueryNode): string {
  return node.parts
    .map((part) => (typeof part === 'string' ? part : isNode(part) ? printQuery(part) : part.optional))
    .join('')
}

/** A node over its parts; cost and labels are those of the children where nothing else is said. */
export function createNode(
  type: ValueType,
  parts: readonly Part[],
  covers: readonly string[] = [],
  own: { readonly labels?: readonly string[]; readonly cost?: number } = {},
): QueryNode {
  const children = parts.filter(isNode)
  const labels = own.labels ?? [...new Set(children.flatMap((child) => (child.type === 'scalar' ? [] : child.labels)))]
  const cost = own.cost ?? 1 + children.reduce((sum, child) => sum + child.cost, 0)
  return { type, parts, covers, labels, cost }
}

/** Every use of the language in a query. */
export function coverageOf(node: QueryNode): string[] {
  return [...node.covers, ...node.parts.filter(isNode).flatMap(coverageOf)]
}

/** The node itself and all below it. */
export function nodesOf(node: QueryNode): QueryNode[] {
  return [node, ...node.parts.filter(isNode).flatMap(nodesOf)]
}
