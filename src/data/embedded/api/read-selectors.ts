import { PromqlParseError } from '~/domain/promql/ast'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { formatParseError } from '~/domain/promql/parse/format-parse-error'
import { parseSelector } from '~/domain/promql/parse/parse-selector'
import { valueTestOf } from '~/domain/tsdb/label-matching'
import { ApiError } from './api-error'
import type { Parameters } from './parameters'

export type Selector = readonly LabelMatcher[]

/** The selectors of `match[]`, after `prefix` their faults as Prometheus words them. Throws ApiError. */
export function readSelectors(parameters: Parameters, prefix = ''): readonly Selector[] {
  const selectors = parameters.getAll('match[]').map((text) => read(text, prefix))
  const selectsAll = selectors.some((matchers) => matchers.every((matcher) => valueTestOf(matcher).acceptsAbsent))
  if (selectsAll) throw new ApiError('bad_data', `${prefix}match[] must contain at least one non-empty matcher`)
  return selectors
}

function read(text: string, prefix: string): Selector {
  try {
    return parseSelector(text)
  } catch (error) {
    if (!(error instanceof PromqlParseError)) throw error
    throw new ApiError('bad_data', prefix + formatParseError(text, error.fault))
  }
}
