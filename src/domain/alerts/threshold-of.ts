import type { ComparisonOp } from '~/domain/promql/ast'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { rootComparison } from './root-comparison'

/** What a rule holds its value against. */
export interface RuleThreshold {
  readonly op: ComparisonOp
  readonly value: number
}

const known = new Map<string, RuleThreshold | null>()
const MAX_KNOWN = 2_000

/**
 * The number that the value of a rule's expression is compared with: `rate(x[5m]) > 0.1`. Null where the expression is none that
 * ends in such a comparison, or no PromQL.
 */
export function thresholdOf(query: string): RuleThreshold | null {
  const cached = known.get(query)
  if (cached !== undefined) return cached
  let found: RuleThreshold | null = null
  try {
    const root = rootComparison(parsePromql(query))
    if (root.ok) found = { op: root.op, value: root.threshold }
  } catch {
    // Another server's dialect: the value stands alone.
  }
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(query, found)
  return found
}
