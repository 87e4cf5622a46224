import type { UnixMs } from '~/domain/units-of-measure'
import { formatFloat } from './go-float'
import { formatGoTime } from './go-time'
import { FunctionError } from './template-error'

/* Numbers for people, printed exactly as Prometheus' template functions print them (template/template.go). */

const LARGE = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y']
const LARGE_BINARY = ['ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi']
const SMALL = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y']
const MAX_INT64 = 2 ** 63

const short = (value: number): string => formatFloat(value, 'g', 4)

/** Four digits and a prefix: 1234567 is `1.235M`, 0.0123 is `12.3m`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return short(value)
  return Math.abs(value) >= 1 ? scaleDown(value, 1000, LARGE) : scaleUp(value, '')
}

/** Four digits and a binary prefix: 1048576 is `1Mi`. */
export function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || !Number.isFinite(value)) return short(value)
  return scaleDown(value, 1024, LARGE_BINARY)
}

/** Seconds as `1d 2h 3m 4s`, or below a minute as `4.5s`, `12.3ms`. */
export function humanizeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return short(seconds)
  if (seconds === 0) return `${short(seconds)}s`
  const size = Math.abs(seconds)
  if (size < 1) return scaleUp(seconds, 's')
  const sign = seconds < 0 ? '-' : ''
  // Beyond 64 bits Go's conversion gives the smallest number there is.
  const whole = size >= MAX_INT64 ? -(2n ** 63n) : BigInt(Math.trunc(size))
  const [days, hours, minutes, rest] = [whole / 86_400n, (whole / 3600n) % 24n, (whole / 60n) % 60n, whole % 60n]
  if (days !== 0n) return `${sign}${days}d ${hours}h ${minutes}m ${rest}s`
  if (hours !== 0n) return `${sign}${hours}h ${minutes}m ${rest}s`
  if (minutes !== 0n) return `${sign}${minutes}m ${rest}s`
  return `${sign}${short(size)}s`
}

/** A ratio in percent: 0.1234567 is `12.35%`. */
export function humanizePercentage(ratio: number): string {
  return `${short(ratio * 100)}%`
}

/** Seconds since 1970 as `2015-06-23 13:19:44.128 +0000 UTC`. Throws FunctionError beyond the years 1678 to 2262. */
export function humanizeTimestamp(seconds: number): string {
  return Number.isFinite(seconds) ? formatGoTime(timeOfSeconds(seconds)) : short(seconds)
}

/** The instant of a number of seconds since 1970, in whole milliseconds. Throws FunctionError where Go has none. */
export function timeOfSeconds(seconds: number): UnixMs {
  if (!Number.isFinite(seconds)) throw new FunctionError('value is NaN or Inf')
  const nanoseconds = seconds * 1e9
  if (Math.abs(nanoseconds) > MAX_INT64) {
    const shown = formatFloat(seconds, 'g', -1)
    throw new FunctionError(`${shown} cannot be represented as a nanoseconds timestamp since it overflows int64`)
  }
  return Math.trunc(Math.trunc(nanoseconds) / 1e6)
}

function scaleDown(value: number, factor: number, prefixes: readonly string[]): string {
  let scaled = value
  let prefix = ''
  for (const next of prefixes) {
    if (Math.abs(scaled) < factor) break
    prefix = next
    scaled /= factor
  }
  return short(scaled) + prefix
}

function scaleUp(value: number, unit: string): string {
  let scaled = value
  let prefix = ''
  for (const next of SMALL) {
    if (Math.abs(scaled) >= 1) break
    prefix = next
    scaled *= 1000
  }
  return short(scaled) + prefix + unit
}
