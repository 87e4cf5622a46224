import type { Tsdb } from '~/domain/tsdb/tsdb-api'
import { ApiError } from './api-error'
import type { Parameters } from './parameters'

const MAX_INTEGER = 2n ** 63n - 1n

/** The `data` of /api/v1/metadata as JSON text: what targets say of each metric, of one or of so many. */
export function printMetadata({ metadata }: Pick<Tsdb, 'metadata'>, parameters: Parameters): string {
  const limit = readLimit(parameters)
  const metric = parameters.get('metric') ?? ''
  const found = [...metadata.byMetric(metric === '' ? undefined : metric)]
  // fromEntries defines its keys, so a metric called `__proto__` is one like any other.
  return JSON.stringify(Object.fromEntries(limit < 0 ? found : found.slice(0, limit)))
}

/** Negative for none. */
function readLimit(parameters: Parameters): number {
  const text = parameters.get('limit') ?? ''
  if (text === '') return -1
  if (!/^[+-]?\d{1,20}$/.test(text)) throw badLimit()
  const limit = BigInt(text.replace('+', ''))
  if (limit > MAX_INTEGER || limit < -MAX_INTEGER - 1n) throw badLimit()
  return Number(limit)
}

function badLimit(): ApiError {
  return new ApiError('bad_data', 'limit must be a number')
}
