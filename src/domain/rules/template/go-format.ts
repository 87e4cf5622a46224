import { printGo } from './go-print'
import { type GoValue, goTypeName, MAX_TEXT_LENGTH } from './go-value'
import { type Flags, formatValue, MAX_WIDTH } from './go-verbs'
import { FunctionError } from './template-error'

/**
 * Go's fmt.Sprintf for the values that a template has: faults are in the output, as `%!d(float64=1.5)`. Throws a FunctionError
 * for a width over 10,000 or an output over 64 kB.
 */
export function sprintf(format: string, args: readonly GoValue[]): string {
  let out = ''
  let arg = 0
  let isReordered = false
  let at = 0
  let isGoodIndex = true
  let afterIndex = false

  const readIndex = () => {
    afterIndex = false
    if (format[at] !== '[') return
    isReordered = true
    const close = format.indexOf(']', at)
    const index = close < 0 ? null : /^\d{1,6}$/.exec(format.slice(at + 1, close))
    if (index === null || Number(index[0]) < 1 || Number(index[0]) > args.length) isGoodIndex = false
    else {
      arg = Number(index[0]) - 1
      afterIndex = true
    }
    at = close < 0 ? at + 1 : close + 1
  }
  /** A number of the format, or of an argument for `*`; undefined for none, null for a bad argument. */
  const readNumber = (): number | undefined | null => {
    if (format[at] === '*') {
      at++
      afterIndex = false
      const given = args[arg]
      if (arg < args.length) arg++
      return given?.type === 'int' && given.value <= 1_000_000n && given.value >= -1_000_000n
        ? Number(given.value)
        : null
    }
    const digits = /^\d+/.exec(format.slice(at, at + 24))?.[0] ?? ''
    if (digits === '') return undefined
    if (afterIndex) isGoodIndex = false
    at += digits.length
    return Number(digits) > 1_000_000 ? undefined : Number(digits)
  }

  while (at < format.length) {
    const percent = format.indexOf('%', at)
    out += format.slice(at, percent < 0 ? undefined : percent)
    if (percent < 0) break
    at = percent + 1
    isGoodIndex = true
    const flags: Flags = {
      plus: false,
      plusV: false,
      sharpV: false,
      minus: false,
      sharp: false,
      space: false,
      zero: false,
      width: undefined,
      precision: undefined,
    }
    at = readFlags(format, at, flags)
    readIndex()
    const width = readNumber()
    if (width === null) out += '%!(BADWIDTH)'
    else if (width !== undefined) {
      flags.width = Math.abs(width)
      if (width < 0) {
        flags.minus = true
        flags.zero = false
      }
    }
    if (format[at] === '.') {
      at++
      if (afterIndex) isGoodIndex = false
      readIndex()
      const precision = readNumber()
      if (precision === null || (precision ?? 0) < 0) out += '%!(BADPREC)'
      else flags.precision = precision ?? 0
    }
    if (!afterIndex) readIndex()
    if ((flags.width ?? 0) > MAX_WIDTH || (flags.precision ?? 0) > MAX_WIDTH) {
      throw new FunctionError(`a width or precision over ${MAX_WIDTH} is not allowed`)
    }
    const code = format.codePointAt(at)
    if (code === undefined) {
      out += '%!(NOVERB)'
      break
    }
    const verb = String.fromCodePoint(code)
    at += verb.length
    const value = args[arg]
    if (verb === '%') out += '%'
    else if (!isGoodIndex) out += `%!${verb}(BADINDEX)`
    else if (value === undefined) out += `%!${verb}(MISSING)`
    else {
      if (verb === 'v') {
        flags.plusV = flags.plus
        flags.sharpV = flags.sharp
        flags.plus = false
        flags.sharp = false
      }
      out += formatValue(value, verb, flags)
      arg++
    }
    if (out.length > MAX_TEXT_LENGTH) throw new FunctionError('the output is longer than 64 kB')
  }
  if (!isReordered && arg < args.length) {
    const extra = args.slice(arg).map((value) => {
      return value.type === 'invalid' ? '<nil>' : `${goTypeName(value)}=${printGo(value)}`
    })
    out += `%!(EXTRA ${extra.join(', ')})`
  }
  return out
}

function readFlags(format: string, start: number, flags: Flags): number {
  for (let at = start; ; at++) {
    const letter = format[at]
    if (letter === '+') flags.plus = true
    else if (letter === '#') flags.sharp = true
    else if (letter === ' ') flags.space = true
    else if (letter === '0') flags.zero = !flags.minus
    else if (letter === '-') {
      flags.minus = true
      flags.zero = false
    } else return at
  }
}
