import type { Random } from '../random'

const UNITS = [
  ['y', 31_536_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const

/** A duration as PromQL writes it, in one of its spellings. */
export function printDuration(random: Random, ms: number): string {
  if (ms === 0) return '0s'
  const fitting = UNITS.filter(([, unit]) => ms % unit === 0)
  if (fitting.length > 0 && random.chance(0.8)) {
    const [name, unit] = random.chance(0.8) ? (fitting[0] ?? UNITS[3]) : random.pick(fitting)
    return `${ms / unit}${name}`
  }
  let rest = ms
  let text = ''
  for (const [name, unit] of UNITS) {
    if (rest >= unit) text += `${Math.floor(rest / unit)}${name}`
    rest %= unit
  }
  return text
}

const ESCAPES: readonly (readonly [string, string])[] = [
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\t', '\\t'],
]

/** A string literal in one of the three quotings. */
export function printString(random: Random, text: string): string {
  if (!text.includes('`') && random.chance(0.15)) return `\`${text}\``
  const quote = random.chance(0.75) ? '"' : "'"
  let escaped = text
  for (const [plain, written] of ESCAPES) escaped = escaped.replaceAll(plain, () => written)
  escaped = escaped.replaceAll(quote, () => `\\${quote}`)
  if (random.chance(0.05))
    escaped = escaped.replaceAll(
      /[\u0080-\uffff]/gu,
      (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    )
  return quote + escaped + quote
}

/** A keyword as people write it. */
export function printKeyword(random: Random, keyword: string): string {
  return random.chance(0.05) ? keyword.toUpperCase() : keyword
}

/** A list in brackets, sometimes with the comma at its end that PromQL allows. */
export function printList(random: Random, items: readonly string[]): string {
  return `(${items.join(random.chance(0.5) ? ', ' : ',')}${items.length > 0 && random.chance(0.05) ? ',' : ''})`
}

const PLAIN = ['0', '1', '2', '3', '5', '10', '42', '100', '0.5', '0.25', '1.5', '60', '1000']
const ODD = ['.5', '5.', '1e3', '1E-3', '0x1F', '0X1f', '017', '1e308', '5e-324', '4.9e-325', '9007199254740993', '0.1']
const SPECIAL = ['NaN', 'Inf', '+Inf', '-Inf', '-0', 'nan', 'inf', 'INF']

/** A number literal. */
export function printNumber(random: Random): string {
  const text = random.pick(random.weighted([8, PLAIN], [1, ODD], [1, SPECIAL]))
  return random.chance(0.12) && !/^[+-]/.test(text) ? `-${text}` : text
}
