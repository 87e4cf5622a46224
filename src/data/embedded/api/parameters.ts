import { readDuration } from '~/domain/promql/parse/read-duration'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { ApiError } from './api-error'

/** The parameters of one request, from its address or its form. */
export type Parameters = Pick<URLSearchParams, 'get' | 'getAll' | 'has'>

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
/** Beyond this a time is no time any more: year 275760, the end of JavaScript's calendar. */
const MAX_TIME_MS = 8.64e15

/** A time in seconds since 1970 or RFC 3339; throws ApiError as Prometheus words it. */
export function readTime(parameters: Parameters, name: string, otherwise?: UnixMs): UnixMs {
  const text = parameters.get(name) ?? ''
  if (text === '' && otherwise !== undefined) return otherwise
  const ms = parseTime(text)
  if (ms === undefined) {
    throw new ApiError(
      'bad_data',
      `invalid parameter "${name}": cannot parse ${JSON.stringify(text)} to a valid timestamp`,
    )
  }
  return ms
}

function parseTime(text: string): UnixMs | undefined {
  const ms = NUMBER.test(text) ? Math.round(Number(text) * 1000) : RFC3339.test(text) ? Date.parse(text) : Number.NaN
  return Math.abs(ms) <= MAX_TIME_MS ? ms : undefined
}

/** A length in seconds or as a Prometheus duration; throws ApiError. */
export function readLength(parameters: Parameters, name: string, otherwise?: DurationMs): DurationMs {
  const text = parameters.get(name) ?? ''
  if (text === '' && otherwise !== undefined) return otherwise
  const ms = NUMBER.test(text) ? Math.round(Number(text) * 1000) : durationOf(text)
  if (ms === undefined || Math.abs(ms) > MAX_TIME_MS) {
    throw new ApiError(
      'bad_data',
      `invalid parameter "${name}": cannot parse ${JSON.stringify(text)} to a valid duration`,
    )
  }
  return ms
}

function durationOf(text: string): DurationMs | undefined {
  const read = readDuration(text)
  return 'value' in read ? read.value : undefined
}
