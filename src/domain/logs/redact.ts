import { RE2JS } from 're2js'
import { MAX_PATTERN_COST } from '../promql/compile-pattern'
import { scanPattern } from '../promql/parse/scan-pattern'
import type { LogLine } from './model'

/** What stands where something was masked. */
export const MASK = '•••'

export interface RedactOptions {
  /** RE2 patterns of the config, unanchored. Where one has groups, what they match is masked, else all that it matches. */
  readonly patterns: readonly string[]
  /** Mask what commonly is secret: bearer tokens, passwords, keys. */
  readonly common: boolean
}

export interface Redactor {
  text(text: string): string
  /** Masks text, fields, message and exception alike: what is masked in one is masked in all. */
  line(line: LogLine): LogLine
  /** Patterns that cannot be used, as sentences. Such a config must not pass for one that masks. */
  readonly faults: readonly string[]
}

/** Finds the places of a text that are to be masked: `from`, `to` of each. */
type Find = (text: string, found: (from: number, to: number) => void) => void

/** Their last group is the secret. No quantifier is nested, so none of them can run wild. */
const COMMON: readonly RegExp[] = [
  /\b(?:bearer|basic)\s+([\w.~+/=-]{6,})/dgi,
  // password=x, "api_key": "x", X-Api-Key: x, and with quotes that are escaped within JSON.
  /(?:passwo?r?d|passwd|passphrase|secret|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?token|access[_-]?token|refresh[_-]?token|id[_-]?token|client[_-]?secret|session[_-]?id|set-cookie)\\?["']?\s{0,4}[=:]\s{0,4}\\?["']?([^\s"'\\,;&}{]+)/dgi,
  /\b((?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{16,})/dg,
  /\b(AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|xox[abprs]-[A-Za-z0-9-]{10,}|AIza[\w-]{35})\b/dg,
  /\b(eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,})/dg,
  /:\/\/[^\s:/@]{1,100}:([^\s/@]{1,200})@/dg,
]
/** Fields whose whole value is secret, by the last of their names. */
const SECRET_FIELD =
  /(?:^|\.)(?:password|passwd|pwd|passphrase|secret|authorization|cookie|set-cookie|api[_-]?key|access[_-]?key|private[_-]?key|token|(?:access|refresh|auth|id)[_-]?token|client[_-]?secret|x-api-key)$/i
/** A masked piece that is shorter is masked elsewhere only where it is all there is: `1` is in many values. */
const MIN_PIECE = 4

export function createRedactor({ patterns, common }: RedactOptions): Redactor {
  const faults: string[] = []
  const finds: Find[] = common ? COMMON.map(findCommon) : []
  for (const pattern of patterns) {
    try {
      finds.push(compileFind(pattern))
    } catch (error) {
      faults.push(`The redaction pattern ${JSON.stringify(pattern)} cannot be used: ${reasonOf(error)}.`)
    }
  }

  /** Adds the secret pieces of a text. */
  function collect(text: string, pieces: Set<string>): void {
    for (const find of finds) {
      find(text, (from, to) => {
        const piece = text.slice(from, to)
        pieces.add(piece)
        // In a line of JSON a secret is written with escapes, in the field it is not.
        if (piece.includes('\\')) pieces.add(unescaped(piece))
        else if (/["\n\t]/.test(piece)) pieces.add(JSON.stringify(piece).slice(1, -1))
      })
    }
  }

  function maskFound(text: string): string {
    const spans: [number, number][] = []
    for (const find of finds) find(text, (from, to) => spans.push([from, to]))
    if (spans.length === 0) return text
    spans.sort((a, b) => a[0] - b[0])
    let out = ''
    let at = 0
    for (const [from, to] of spans) {
      if (from >= at) out += text.slice(at, from) + MASK
      at = Math.max(at, to)
    }
    return out + text.slice(at)
  }

  return {
    faults,
    text: maskFound,
    line(line) {
      if (finds.length === 0) return line
      const pieces = new Set<string>()
      const texts = [line.raw, line.message, line.exception?.message ?? '', line.exception?.traceback ?? '']
      for (const text of texts) collect(text, pieces)
      for (const { path, value, type } of line.fields) {
        collect(value, pieces)
        if (common && type !== 'null' && value !== '' && SECRET_FIELD.test(path)) {
          pieces.add(value)
          pieces.add(JSON.stringify(value).slice(1, -1))
        }
      }
      if (pieces.size === 0) return line
      const longest = [...pieces].filter((piece) => piece !== '').sort((a, b) => b.length - a.length)
      const mask = (text: string) => {
        if (pieces.has(text)) return text === '' ? text : MASK
        // Whole pieces first: a pattern may find the beginning of one only.
        let masked = text
        for (const piece of longest) if (piece.length >= MIN_PIECE) masked = masked.replaceAll(piece, MASK)
        return maskFound(masked)
      }
      return {
        ...line,
        raw: mask(line.raw),
        message: mask(line.message),
        fields: line.fields.map((field) => ({ ...field, value: mask(field.value) })),
        exception:
          line.exception === null
            ? null
            : { ...line.exception, message: mask(line.exception.message), traceback: mask(line.exception.traceback) },
      }
    },
  }
}

function findCommon(pattern: RegExp): Find {
  return (text, found) => {
    for (const { indices } of text.matchAll(pattern)) {
      const span = indices?.at(-1)
      if (span !== undefined) found(span[0], span[1])
    }
  }
}

function compileFind(pattern: string): Find {
  const { cost, fault } = scanPattern(pattern)
  if (fault !== undefined) throw new Error(fault)
  if (cost > MAX_PATTERN_COST) throw new Error('it is too complex')
  const regex = RE2JS.compile(pattern)
  return (text, found) => {
    const matcher = regex.matcher(text)
    const groups = matcher.groupCount()
    while (matcher.find()) {
      if (groups === 0 && matcher.end() > matcher.start()) found(matcher.start(), matcher.end())
      for (let group = 1; group <= groups; group++) {
        const from = matcher.start(group)
        if (from >= 0 && matcher.end(group) > from) found(from, matcher.end(group))
      }
    }
  }
}

function unescaped(piece: string): string {
  try {
    return String(JSON.parse(`"${piece}"`))
  } catch {
    return piece
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
