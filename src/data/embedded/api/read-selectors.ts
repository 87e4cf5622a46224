import { PromqlParseError } from '~/domain/promql/ast'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { formatParseError } from '~/domain/promql/parse/format-parse-error'
import { parseSelector } from '~/domain/promql/parse/parse-selector'
import type { PatternBudget } from '~/domain/promql/parse/selector'
import { valueTestOf } from '~/domain/tsdb/label-matching'
import { ApiError } from './api-error'
import type { Parameters } from './parameters'

export type Selector = readonly LabelMatcher[]

/** Each is looked up on its own. */
const MAX_SELECTORS = 1_000

/** The selectors of `match[]`, after `prefix` their faults as Prometheus words them. Throws ApiError. */
export function readSelectors(parameters: Parameters, prefix = ''): readonly Selector[] {
  const texts = parameters.getAll('match[]')
  if (texts.length > MAX_SELECTORS) {
    throw new ApiError('bad_data', `${prefix}${texts.length} selectors, and ${MAX_SELECTORS} are allowed`)
  }
  const patterns = { seen: new Set<string>(), cost: 0 }
  const selectors = texts.map((text) => read(text, prefix, patterns))
  const selectsAll = selectors.some((matchers) => matchers.every((matcher) => valueTestOf(matcher).acceptsAbsent))
  if (selectsAll) throw new ApiError('bad_data', `${prefix}match[] must contain at least one non-empty matcher`)
  return selectors
}

function read(text: string, prefix: string, patterns: PatternBudget): Selector {
  try {
    return parseSelector(text, patterns)
  } catch (error) {
    if (!(error instanceof PromqlParseError)) throw error
    throw new ApiError('bad_data', prefix + formatParseError(text, error.fault))
  }
}
