import { parseGoFloat } from '~/domain/promql/eval/go-text'
import { quoteText } from '~/domain/promql/parse/go-quote'
import { readDuration } from '~/domain/promql/parse/read-duration'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { ApiError } from './api-error'
import { parseTime } from './parse-time'

/** The parameters of one request, from its address or its form. */
export type Parameters = Pick<URLSearchParams, 'get' | 'getAll' | 'has'>

/** `0s` is a length for the API, although it is none in an expression. */
const ZERO = /^(?=.)(?:0+y)?(?:0+w)?(?:0+d)?(?:0+h)?(?:0+m)?(?:0+s)?(?:0+ms)?$/
/** Go counts lengths in nanoseconds of 64 bits. */
const MAX_NANOSECONDS = 2 ** 63

/** A time that must be given. Throws ApiError as Prometheus words it. */
export function readTime(parameters: Parameters, name: string): UnixMs {
  const text = parameters.get(name) ?? ''
  const ms = parseTime(text)
  if (ms === undefined) throw badParameter(name, `cannot parse ${quoteText(text)} to a valid timestamp`)
  return ms
}

/** A time that may be left out. Throws ApiError as Prometheus words it. */
export function readTimeOr(parameters: Parameters, name: string, otherwise: UnixMs): UnixMs {
  const text = parameters.get(name) ?? ''
  const ms = text === '' ? otherwise : parseTime(text)
  if (ms !== undefined) return ms
  throw badParameter(name, `Invalid time value for '${name}': cannot parse ${quoteText(text)} to a valid timestamp`)
}

/** A length in seconds or as a Prometheus duration, in whole nanoseconds as milliseconds. Throws ApiError. */
export function readLength(parameters: Parameters, name: string): DurationMs {
  const text = parameters.get(name) ?? ''
  const seconds = parseGoFloat(text)
  if (seconds === undefined) return readDurationText(name, text)
  // What is no number becomes Go's least integer.
  if (Number.isNaN(seconds)) return Number.NEGATIVE_INFINITY
  const nanoseconds = seconds * 1e9
  if (Math.abs(nanoseconds) > MAX_NANOSECONDS)
    throw badParameter(name, `cannot parse ${quoteText(text)} to a valid duration. It overflows int64`)
  return Math.trunc(nanoseconds) / 1e6
}

function readDurationText(name: string, text: string): DurationMs {
  const read = ZERO.test(text) ? { value: 0 } : readDuration(text)
  if ('value' in read) return read.value
  throw badParameter(name, `cannot parse ${quoteText(text)} to a valid duration`)
}

/** A parameter that cannot be read. */
export function badParameter(name: string, message: string): ApiError {
  return new ApiError('bad_data', `invalid parameter "${name}": ${message}`)
}
