// Each part can match in one way only, so that digits and a letter are refused in linear time.
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const INFINITY = /^([+-]?)inf(?:inity)?$/i
const NOT_A_NUMBER = /^nan$/i

/** Ten million digits are a number to Go; nobody sends one. */
const MAX_LENGTH = 10_000

/**
 * A number as Go's strconv.ParseFloat reads it, less what Prometheus takes away (`_`, and hexadecimal with its `p`).
 * Undefined for what is refused, `1e999` among it: out of range is an error there, not infinity.
 */
export function parseGoFloat(text: string): number | undefined {
  if (text.length > MAX_LENGTH) return undefined
  if (DECIMAL.test(text)) {
    const value = Number(text)
    return Number.isFinite(value) ? value : undefined
  }
  if (NOT_A_NUMBER.test(text)) return Number.NaN
  const infinity = INFINITY.exec(text)
  if (infinity === null) return undefined
  return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

const MAX_INT64 = '9223372036854775807'

/** Whether Go's strconv.ParseInt takes these digits as 64 bits. */
export function isInt64(digits: string): boolean {
  if (digits.length < MAX_INT64.length) return true
  const plain = digits.replace(/^0+/, '')
  return plain.length < MAX_INT64.length || (plain.length === MAX_INT64.length && plain <= MAX_INT64)
}
