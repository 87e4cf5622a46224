/** Digits of a finite number and where its point stands: 0.d1d2d3... x 10^point. */
interface Decimal {
  readonly digits: string
  readonly point: number
}

const MANTISSA = (1n << 52n) - 1n
const view = new DataView(new ArrayBuffer(8))

/**
 * Prints a number as Go's strconv.FormatFloat(value, format, precision, 64) does: shortest digits that read back equal for a
 * precision of -1, else rounded half to even on the exact value. (toFixed and toPrecision round halves up.)
 */
export function formatFloat(value: number, format: 'e' | 'f' | 'g', precision: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const size = Math.abs(value)
  const isShortest = precision < 0
  const decimal = isShortest ? shortestDecimal(size) : roundedDecimal(size, format, precision)
  if (format === 'e') return sign + scientific(decimal, isShortest ? Math.max(decimal.digits.length - 1, 0) : precision)
  if (format === 'f') return sign + fixed(decimal, isShortest ? decimal.digits.length - decimal.point : precision)
  let threshold = precision === 0 ? 1 : precision
  if (threshold > decimal.digits.length && decimal.digits.length >= decimal.point) threshold = decimal.digits.length
  if (isShortest) threshold = 6
  const exponent = decimal.point - 1
  if (exponent < -4 || exponent >= threshold) {
    return sign + scientific(decimal, Math.max(decimal.digits.length - 1, 0))
  }
  return sign + fixed(decimal, decimal.digits.length - decimal.point)
}

function shortestDecimal(size: number): Decimal {
  if (size === 0) return { digits: '', point: 0 }
  const [mantissa = '', exponent = ''] = size.toExponential().split('e')
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 }
}

/** The exact value rounded to what the format shows; trailing zeros are cut, as Go's decimal does. */
function roundedDecimal(size: number, format: 'e' | 'f' | 'g', precision: number): Decimal {
  if (size === 0) return { digits: '', point: 0 }
  view.setFloat64(0, size)
  const bits = view.getBigUint64(0)
  const biased = Number(bits >> 52n)
  const mantissa = biased === 0 ? bits & MANTISSA : (bits & MANTISSA) | (1n << 52n)
  const exponent = (biased === 0 ? 1 : biased) - 1075
  // value = integer / 10^scale, exactly: 2^-k is 5^k / 10^k.
  const scale = exponent < 0 ? -exponent : 0
  const integer = exponent < 0 ? mantissa * 5n ** BigInt(scale) : mantissa << BigInt(exponent)
  const all = integer.toString()
  const point = all.length - scale
  const wanted = format === 'f' ? point + precision : format === 'e' ? precision + 1 : Math.max(precision, 1)
  return roundDigits(all, point, wanted)
}

function roundDigits(all: string, point: number, wanted: number): Decimal {
  if (wanted >= all.length) return trimmed(all, point)
  if (wanted < 0) return { digits: '', point: 0 }
  const rest = all.slice(wanted)
  const isHalf = rest[0] === '5' && /^50*$/.test(rest)
  const isOdd = wanted > 0 && Number(all[wanted - 1]) % 2 === 1
  const isUp = isHalf ? isOdd : rest >= '5'
  if (!isUp) return trimmed(all.slice(0, wanted), point)
  const raised = (BigInt(`0${all.slice(0, wanted)}`) + 1n).toString()
  return trimmed(raised, raised.length > wanted ? point + 1 : point)
}

function trimmed(digits: string, point: number): Decimal {
  const kept = digits.replace(/0+$/, '')
  return kept === '' ? { digits: '', point: 0 } : { digits: kept, point }
}

function scientific({ digits, point }: Decimal, precision: number): string {
  const shown = digits.slice(0, precision + 1).padEnd(precision + 1, '0')
  const exponent = digits === '' ? 0 : point - 1
  const size = String(Math.abs(exponent)).padStart(2, '0')
  return `${shown[0]}${precision > 0 ? `.${shown.slice(1)}` : ''}e${exponent < 0 ? '-' : '+'}${size}`
}

function fixed({ digits, point }: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0'
  if (precision <= 0) return whole
  const leading = point < 0 ? '0'.repeat(Math.min(-point, precision)) : ''
  const fraction = (leading + digits.slice(Math.max(point, 0))).slice(0, precision)
  return `${whole}.${fraction.padEnd(precision, '0')}`
}

/** Prints a number as Go's strconv.FormatFloat(value, 'x', precision, 64): `0x1.8p+00`. */
export function formatHexFloat(value: number, precision: number): string {
  if (!Number.isFinite(value)) return formatFloat(value, 'g', -1)
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  view.setFloat64(0, Math.abs(value))
  const bits = view.getBigUint64(0)
  let exponent = Number(bits >> 52n) - 1023
  let mantissa = bits & MANTISSA
  if (value === 0) exponent = 0
  else if (exponent === -1023) {
    exponent = -1022
    while (mantissa < 1n << 52n) {
      mantissa <<= 1n
      exponent--
    }
  } else mantissa |= 1n << 52n
  if (precision >= 0 && precision < 13) {
    const dropped = BigInt(4 * (13 - precision))
    const half = 1n << (dropped - 1n)
    const rest = mantissa & ((1n << dropped) - 1n)
    mantissa >>= dropped
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa += 1n
    mantissa <<= dropped
    if (mantissa >= 1n << 53n) {
      mantissa >>= 1n
      exponent++
    }
  }
  const digits = (mantissa & MANTISSA).toString(16).padStart(13, '0')
  const shown = precision < 0 ? digits.replace(/0+$/, '') : digits.slice(0, precision).padEnd(precision, '0')
  const size = String(Math.abs(exponent)).padStart(2, '0')
  return `${sign}0x${mantissa >> 52n}${shown === '' ? '' : `.${shown}`}p${exponent < 0 ? '-' : '+'}${size}`
}

/** Prints a number as Go's strconv.FormatFloat(value, 'b', -1, 64): `6755399441055744p-52`. */
export function formatBinaryFloat(value: number): string {
  view.setFloat64(0, Math.abs(value))
  const bits = view.getBigUint64(0)
  const biased = Number(bits >> 52n)
  const mantissa = biased === 0 ? bits & MANTISSA : (bits & MANTISSA) | (1n << 52n)
  const exponent = (biased === 0 ? 1 : biased) - 1075
  return `${value < 0 || Object.is(value, -0) ? '-' : ''}${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`
}
