import type { LabelMatcher } from '~/domain/promql/matchers'
import { MAX_TEXT_LENGTH } from './parse-promql'
import { type PatternBudget, readSelector } from './selector'
import { METRIC_NAME_KINDS } from './token'
import { parseFault, TokenReader } from './token-reader'

/**
 * Parses a selector alone, `up` or `up{job="api"}`, with Prometheus 2.42's verdict and words. Matchers that all accept the empty text
 * are no fault here, nor is a name given twice. Throws PromqlParseError. Selectors of one question share a budget.
 */
export function parseSelector(
  text: string,
  budget: PatternBudget = { seen: new Set(), cost: 0 },
): readonly LabelMatcher[] {
  if (text.length > MAX_TEXT_LENGTH) throw parseFault('selector is too long', { from: 0, to: text.length })
  const reader = new TokenReader(text, '2.42')
  const name = reader.takeIf(...METRIC_NAME_KINDS)
  if (name === undefined && reader.peek().kind !== '{') reader.unexpected()
  const { matchers } = readSelector(reader, name, budget)
  reader.expect(['eof'])
  return matchers
}
