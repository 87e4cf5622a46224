import { formatInstant } from '~/domain/time/format-instant'
import { type Ladder, type UnitSpec, unitSpec } from '~/domain/units/unit-specs'

export interface ValueFormat {
  /** A Grafana unit id: see `unitSpec`. */
  readonly unit: string
  /** 0 to 10; three significant digits where it is not given. */
  readonly decimals?: number | undefined
  /** The value is only known to be at least that. Decimals are left alone then: "at least 3 s" is not true of 2.5 s. */
  readonly atLeast?: boolean | undefined
}

export interface FormattedValue {
  readonly text: string
  /** To be drawn small beside the text; empty where there is none. */
  readonly unit: string
  /** What is shown is a number, a NaN (0/0: no traffic) or nothing at all. The last two are never drawn as zero. */
  readonly state: 'value' | 'noTraffic' | 'noData'
  /** To be said before the text, which does not. */
  readonly atLeast?: boolean | undefined
}

const SIGNIFICANT_DIGITS = 3
const MAX_DECIMALS = 10
/** From here down a prefix reads better than zeros: 0.25 req/s, but 2.5m req/s. */
const SMALLEST_PLAIN = 0.01

/** Formats a value for display, its unit apart. `timeZone` is only for units that are dates. */
export function formatValue(value: number | null, format: ValueFormat, timeZone = 'UTC'): FormattedValue {
  if (value === null) return { text: 'No data', unit: '', state: 'noData' }
  if (Number.isNaN(value)) return { text: 'no traffic', unit: '', state: 'noTraffic' }
  const spec = unitSpec(format.unit)
  const { atLeast } = format
  const shown = (text: string, unit: string): FormattedValue => ({ text, unit, state: 'value', atLeast })
  if (typeof spec.style === 'object') return shown(spec.style[value === 0 ? 0 : 1], '')
  if (!Number.isFinite(value)) return shown(value > 0 ? '+Inf' : '-Inf', spec.ladder.length > 0 ? '' : spec.suffix)
  if (spec.style === 'date') return shown(formatInstant(value, timeZone), '')
  const sign = value < 0 ? '-' : ''
  const size = Math.abs(value * spec.factor)
  const decimals = atLeast ? undefined : clampDecimals(format.decimals)
  if (spec.style === 'money') return shown(moneyText(sign, size, spec.before, decimals), '')
  const rung = pickRung(spec, size, decimals)
  // Where rounding reached the next rung the value is just below one of it: 59.97 s is 1 min and not 0.999 min.
  const scaled = rung.size > 1 && size < rung.size ? 1 : size / rung.size
  const digits = spec.style === 'percent' ? percentDigits(size, decimals) : digitsOf(scaled, decimals)
  const isZero = Number(digits) === 0
  const text = `${spec.before}${isZero ? '' : sign}${digits}${spec.prefixOn === 'number' ? rung.name : ''}`
  return shown(text, spec.prefixOn === 'unit' ? rung.name + spec.suffix : spec.suffix)
}

/** Value and unit in one text: "97.8 %", "1.62 s", "at least 10 s", "no traffic". */
export function formatText(value: number | null, format: ValueFormat, timeZone = 'UTC'): string {
  return joinText(formatValue(value, format, timeZone))
}

export function joinText({ text, unit, atLeast }: FormattedValue): string {
  return `${atLeast ? 'at least ' : ''}${text}${unit && ' '}${unit}`
}

/** Decimals of a panel's configuration, held to what `toFixed` takes; undefined means automatic. */
export function clampDecimals(decimals: number | undefined): number | undefined {
  if (decimals === undefined || Number.isNaN(decimals)) return undefined
  return Math.min(Math.max(0, Math.round(decimals)), MAX_DECIMALS)
}

export interface Rung {
  readonly name: string
  readonly size: number
}

/** The rung that suits a size (without sign): the largest not above it, or the next one where rounding reaches that. */
export function pickRung({ ladder, factor }: UnitSpec, size: number, decimals: number | undefined): Rung {
  const own = rungAt(
    ladder,
    // By index: to take each pair apart is most of what a figure costs.
    ladder.findIndex((rung) => rung[1] === factor),
  )
  if (size === 0 || (own.name === '' && size >= SMALLEST_PLAIN && size < 1)) return own
  const index = Math.max(
    0,
    ladder.findLastIndex((rung) => rung[1] <= size),
  )
  const rung = rungAt(ladder, index)
  const next = ladder[index + 1]
  const rounded = Number(digitsOf(size / rung.size, decimals)) * rung.size
  return next !== undefined && rounded >= next[1] ? rungAt(ladder, index + 1) : rung
}

function rungAt(ladder: Ladder, index: number): Rung {
  const rung = ladder[index]
  return { name: rung?.[0] ?? '', size: rung?.[1] ?? 1 }
}

function digitsOf(size: number, decimals: number | undefined): string {
  if (decimals !== undefined) return size.toFixed(decimals)
  if (size === 0) return '0'
  if (size < 1e-6) return String(Number(size.toPrecision(SIGNIFICANT_DIGITS)))
  const places = Math.max(0, SIGNIFICANT_DIGITS - 1 - Math.floor(Math.log10(size)))
  return stripZeros(size.toFixed(Math.min(places, MAX_DECIMALS)))
}

/** A success rate of 99.97 % must not read as 100 %: below a hundred, digits are added until it does not. */
function percentDigits(size: number, decimals: number | undefined): string {
  const digits = digitsOf(size, decimals)
  if (decimals !== undefined || size >= 100 || Number(digits) < 100) return digits
  const finer = stripZeros(size.toFixed(2))
  return Number(finer) < 100 ? finer : String(Math.floor(size * 1e4) / 1e4)
}

function moneyText(sign: string, size: number, symbol: string, decimals: number | undefined): string {
  const places = decimals ?? (size > 0 && size < 0.01 ? 4 : 2)
  const digits = size.toFixed(places)
  if (size > 0 && Number(digits) === 0) return `<${symbol}${(10 ** -places).toFixed(places)}`
  const [whole = '', fraction] = digits.split('.')
  const grouped = whole.includes('e') ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${Number(digits) === 0 ? '' : sign}${symbol}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

function stripZeros(digits: string): string {
  return digits.includes('.') && !digits.includes('e') ? digits.replace(/\.?0+$/, '') : digits
}
