import { compareText } from '~/domain/promql/labels'
import { isPrintable } from '~/domain/promql/parse/go-quote'
import { formatBinaryFloat, formatFloat, formatHexFloat } from './go-float'
import { printGo } from './go-print'
import { quoteGo } from './go-quote'
import { type GoSample, type GoValue, goFloat, goLabels, goString, goTypeName } from './go-value'

/** Flags of one verb of a format: `%+-# 08.3f`. */
export interface Flags {
  plus: boolean
  /** Of `%+v` and `%#v`, where the flags mean field names and Go syntax instead. */
  plusV: boolean
  sharpV: boolean
  minus: boolean
  sharp: boolean
  space: boolean
  zero: boolean
  width: number | undefined
  precision: number | undefined
}

/** Far more than a label needs; beyond it, a format could ask for any amount of memory. */
export const MAX_WIDTH = 10_000

/** Formats one value by a verb and its flags, faults in the text: `%!d(float64=1.5)`. */
export function formatValue(value: GoValue, verb: string, flags: Flags): string {
  if (verb === 'T') return pad(goTypeName(value), flags)
  if (verb === 'w') return badVerb(value, verb, flags)
  if (verb === 'p')
    return value.type === 'labels' || value.type === 'args' ? '0xc000000000' : badVerb(value, verb, flags)
  if (value.type === 'invalid') return verb === 'v' ? pad('<nil>', flags) : badVerb(value, verb, flags)
  switch (value.type) {
    case 'bool':
      return verb === 't' || verb === 'v' ? pad(String(value.value), flags) : badVerb(value, verb, flags)
    case 'string':
      return formatText(value.value, verb, flags) ?? badVerb(value, verb, flags)
    case 'float':
      return formatNumber(value.value, verb, flags) ?? badVerb(value, verb, flags)
    case 'int':
      if (value.goType.startsWith('time.') && 'vsxXq'.includes(verb)) {
        return formatText(printGo(value), verb, flags) ?? badVerb(value, verb, flags)
      }
      return formatInteger(value.value, verb, flags) ?? badVerb(value, verb, flags)
    case 'time':
      return formatText(printGo(value), verb, flags) ?? badVerb(value, verb, flags)
    case 'labels':
      return formatMap(value.labels, goString, verb, flags, goTypeName(value))
    case 'args':
      return formatMap(value.args, (element) => element, verb, flags, goTypeName(value))
    case 'vector': {
      if ('vdxXob'.includes(verb)) return printGo(value)
      const elements = value.samples.map((sample) => badVerb({ type: 'sample', sample }, verb, flags))
      return `[${elements.join(' ')}]`
    }
    case 'sample':
      if (value.sample === null) return verb === 'v' ? pad('<nil>', flags) : `%!${verb}(*template.sample=<nil>)`
      return `&${formatSample(value.sample, verb, flags)}`
    case 'data': {
      const { labels, externalLabels, externalUrl, value: number } = value.data
      const fields: readonly (readonly [string, GoValue])[] = [
        ['Labels', goLabels(labels)],
        ['ExternalLabels', goLabels(externalLabels)],
        ['ExternalURL', goString(externalUrl)],
        ['Value', goFloat(number)],
      ]
      return formatStruct(fields, verb, flags)
    }
  }
}

function formatSample({ labels, value }: GoSample, verb: string, flags: Flags): string {
  return formatStruct(
    [
      ['Labels', goLabels(labels)],
      ['Value', goFloat(value)],
    ],
    verb,
    flags,
  )
}

function formatStruct(fields: readonly (readonly [string, GoValue])[], verb: string, flags: Flags): string {
  return `{${fields.map(([name, value]) => (flags.plusV ? `${name}:` : '') + formatValue(value, verb, flags)).join(' ')}}`
}

function formatMap<T>(
  map: ReadonlyMap<string, T>,
  wrap: (value: T) => GoValue,
  verb: string,
  flags: Flags,
  typeName: string,
): string {
  const sorted = [...map].sort(([a], [b]) => compareText(a, b))
  const pairs = sorted.map(
    ([key, value]) => `${formatValue(goString(key), verb, flags)}:${formatValue(wrap(value), verb, flags)}`,
  )
  return flags.sharpV ? `${typeName}{${pairs.join(', ')}}` : `map[${pairs.join(' ')}]`
}

function badVerb(value: GoValue, verb: string, flags: Flags): string {
  if (value.type === 'invalid') return `%!${verb}(<nil>)`
  return `%!${verb}(${goTypeName(value)}=${formatValue(value, 'v', flags)})`
}

function formatText(text: string, verb: string, flags: Flags): string | null {
  const cut = flags.precision === undefined ? text : [...text].slice(0, flags.precision).join('')
  if (flags.sharpV) return pad(quoteGo(cut), flags)
  if (verb === 'v' || verb === 's') return pad(cut, flags)
  if (verb === 'q') {
    if (flags.sharp && !/[`\p{Cc}\uFEFF]/u.test(cut.replaceAll('\t', ''))) return pad(`\`${cut}\``, flags)
    return pad(quoteGo(cut, '"', flags.plus), flags)
  }
  if (verb !== 'x' && verb !== 'X') return null
  const bytes = [...new TextEncoder().encode(text)].slice(0, flags.precision)
  const prefix = flags.sharp && bytes.length > 0 ? '0x' : ''
  const joined = bytes.map((byte) => byte.toString(16).padStart(2, '0'))
  const hex = flags.space ? joined.map((byte) => prefix + byte).join(' ') : prefix + joined.join('')
  return pad(verb === 'X' ? hex.toUpperCase() : hex, flags)
}

const FLOAT_FORMATS = new Map<string, 'e' | 'f' | 'g' | 'x'>([
  ['v', 'g'],
  ['g', 'g'],
  ['G', 'g'],
  ['e', 'e'],
  ['E', 'e'],
  ['f', 'f'],
  ['F', 'f'],
  ['x', 'x'],
  ['X', 'x'],
])

function formatNumber(value: number, verb: string, flags: Flags): string | null {
  if (verb === 'b' && Number.isFinite(value)) return padSigned(formatBinaryFloat(value), flags)
  const format = FLOAT_FORMATS.get(verb)
  if (format === undefined) return null
  const precision = flags.precision ?? (format === 'g' || format === 'x' ? -1 : 6)
  let text = format === 'x' ? formatHexFloat(value, precision) : formatFloat(value, format, precision)
  if (flags.sharp && Number.isFinite(value)) text = keepPoint(text, verb, flags.precision ?? 6)
  if (verb === 'E' || verb === 'G' || (verb === 'X' && Number.isFinite(value))) text = text.toUpperCase()
  if (Number.isFinite(value)) return padSigned(text, flags)
  // Infinities keep their sign; nothing of these is padded with zeros.
  const sign = value < 0 ? '-' : flags.plus ? '+' : flags.space ? ' ' : Number.isNaN(value) ? '' : '+'
  return pad(sign + text.replace(/^[+-]/, ''), { ...flags, zero: false })
}

/** `%#g` keeps the point, and zeros up to the precision; `%#x` too, `%#e` and `%#f` the point alone. */
function keepPoint(text: string, verb: string, precision: number): string {
  const isHex = verb === 'x' || verb === 'X'
  const [, sign = '', mantissa = '', tail = ''] =
    /^(-?)(.*?)((?:p.*)?)$/.exec(isHex ? text : text.replace('e', 'p')) ?? []
  const significant = mantissa.replace(isHex ? '.' : /[x.]/, '').replace(/^0+/, '').length
  let missing = ('vgGx'.includes(verb) ? precision : 0) - significant
  if (mantissa === '0') missing--
  const pointed = mantissa.includes('.') ? mantissa : `${mantissa}.`
  return sign + pointed + '0'.repeat(Math.max(0, missing)) + (isHex ? tail : tail.replace('p', 'e'))
}

function formatInteger(value: bigint, verb: string, flags: Flags): string | null {
  const isNegative = value < 0n
  const size = isNegative ? -value : value
  const sign = isNegative ? '-' : flags.plus ? '+' : flags.space ? ' ' : ''
  const bases = new Map([
    ['v', 10],
    ['d', 10],
    ['b', 2],
    ['o', 8],
    ['O', 8],
    ['x', 16],
    ['X', 16],
  ])
  const base = bases.get(verb)
  if (base !== undefined) {
    if (flags.precision === 0 && value === 0n) return ' '.repeat(flags.width ?? 0)
    let digits = size.toString(base).padStart(flags.precision ?? 0, '0')
    let prefix = verb === 'O' ? '0o' : ''
    if (flags.sharp) {
      if (base === 2) prefix = '0b'
      else if (base === 8 && verb === 'o') prefix = digits.startsWith('0') ? '' : '0'
      else if (base === 16) prefix = '0x'
    }
    if (verb === 'X') {
      digits = digits.toUpperCase()
      prefix = prefix.toUpperCase()
    }
    // A precision says how many digits there are; zeros then no longer fill the width.
    if (flags.precision !== undefined) return pad(sign + prefix + digits, { ...flags, zero: false })
    if (flags.zero && flags.width !== undefined) {
      const room = flags.width - (sign === '' ? 0 : 1)
      return sign + prefix + digits.padStart(room, '0')
    }
    return pad(sign + prefix + digits, flags)
  }
  if (verb === 'c' || verb === 'q') {
    const isCharacter = size <= 0x10ffffn && !isNegative && (size < 0xd800n || size > 0xdfffn)
    const character = isCharacter ? String.fromCodePoint(Number(size)) : '\uFFFD'
    return pad(verb === 'c' ? character : quoteGo(character, "'", flags.plus), flags)
  }
  if (verb !== 'U') return null
  const code = BigInt.asUintN(64, value)
  const point = `U+${code
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(4, flags.precision ?? 0), '0')}`
  const character = code <= 0x10ffffn ? String.fromCodePoint(Number(code)) : ''
  return pad(flags.sharp && isPrintable(character) ? `${point} '${character}'` : point, { ...flags, zero: false })
}

/** Gives a number the sign that the flags ask for; zeros go between the sign and the digits. */
function padSigned(text: string, flags: Flags): string {
  const isNegative = text.startsWith('-')
  const sign = isNegative ? '-' : flags.plus ? '+' : flags.space ? ' ' : ''
  const digits = isNegative ? text.slice(1) : text
  if (!flags.zero || flags.width === undefined) return pad(sign + digits, flags)
  return sign + digits.padStart(flags.width - sign.length, '0')
}

function pad(text: string, flags: Flags): string {
  if (flags.width === undefined) return text
  const missing = flags.width - [...text].length
  if (missing <= 0) return text
  if (flags.minus) return text + ' '.repeat(missing)
  return (flags.zero ? '0' : ' ').repeat(missing) + text
}
