import { escapePattern } from '~/domain/promql/escape-pattern'
import { splitExpr } from '~/domain/promql/normalise'

/** What stands for a variable. */
export interface Binding {
  /** What is chosen; all options where all are. */
  readonly values: readonly string[]
  /** Regular expression of the file that stands for all of them instead. */
  readonly pattern: string | null
  /** The values are the file's own, not a reader's: outside of strings they may be any piece of PromQL. */
  readonly isOwn: boolean
  /** Titles say "All". */
  readonly isAll?: boolean
  /** What titles call values, where not by themselves. */
  readonly texts?: ReadonlyMap<string, string>
}

export type Bindings = ReadonlyMap<string, Binding>

/** A value that cannot stand where a query has its variable. */
export class InterpolationFault extends Error {
  readonly variable: string
  constructor(variable: string, message: string) {
    super(`The variable "${variable}" ${message}`)
    this.name = 'InterpolationFault'
    this.variable = variable
  }
}

/** `${name}`, `${name:format}`, `$name`, `[[name]]`. A dollar before a digit is `label_replace`'s business. */
const REFERENCE = /\$\{([A-Za-z_]\w*)(?::([a-z]+))?\}|\$([A-Za-z_]\w*)|\[\[([A-Za-z_]\w*)(?::([a-z]+))?\]\]/g
const MATCHER = /(?:=~|!~|!=|=)\s*$/
/** Written with words where names are expected, these would be read as something else. */
const KEYWORDS = new Set(
  'and or unless atan2 by without on ignoring group_left group_right bool offset inf nan start end sum min max avg group stddev stdvar count count_values bottomk topk quantile'.split(
    ' ',
  ),
)
/** Of a metric or a label. */
const NAME = /^[A-Za-z_][\w:]*$/
const NUMBER_OR_DURATION = /^(?:\d+(?:\.\d+)?|(?:\d+(?:ms|[smhdwy]))+)$/
/** Before a name in a list of labels, which is where several may stand. */
const IN_LABEL_LIST = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([\w\s,]*$/i

interface Reference {
  readonly from: number
  readonly to: number
  readonly name: string
  readonly format: string
  readonly binding: Binding
}

/** Names of the variables that a text refers to, known or not. */
export function referencesOf(text: string): readonly string[] {
  return [...text.matchAll(REFERENCE)].map((match) => match[1] ?? match[3] ?? match[4] ?? '')
}

/**
 * Puts values in the place of a query's variables so that no value can change the query's shape: in strings they are
 * escaped, in `=~` and `!~` also as regular expressions; several values turn `=` into `=~`. Outside of strings only names,
 * numbers and durations may stand. Names that are not bound, such as macros, stay. Throws InterpolationFault.
 */
export function interpolateExpr(expr: string, bindings: Bindings): string {
  let out = ''
  for (const part of splitExpr(expr)) {
    if (part.kind === 'comment') out += part.text
    else if (part.kind === 'code') out += interpolateCode(part.text, bindings)
    else out = putString(out, part.text, bindings)
  }
  return out
}

/** Puts values in titles, descriptions and legends: what is chosen, in words. */
export function interpolateText(text: string, bindings: Bindings): string {
  return replaceReferences(text, referencesIn(text, bindings), ({ binding }) =>
    binding.isAll === true ? 'All' : binding.values.map((value) => binding.texts?.get(value) ?? value).join(', '),
  )
}

/** Puts values in an address, each encoded so that it can end neither its segment nor its parameter. */
export function interpolateUrl(url: string, bindings: Bindings): string {
  return replaceReferences(url, referencesIn(url, bindings), ({ binding }) =>
    encodeURIComponent(wellFormed(binding.values.join(','))),
  )
}

/** Puts values in a regular expression, as the texts they are. */
export function interpolatePattern(pattern: string, bindings: Bindings): string {
  return replaceReferences(pattern, referencesIn(pattern, bindings), ({ binding }) => alternatives(binding, false))
}

function referencesIn(text: string, bindings: Bindings): readonly Reference[] {
  const found: Reference[] = []
  for (const match of text.matchAll(REFERENCE)) {
    const name = match[1] ?? match[3] ?? match[4] ?? ''
    const binding = bindings.get(name)
    if (binding === undefined) continue
    const format = match[2] ?? match[5] ?? ''
    found.push({ from: match.index, to: match.index + match[0].length, name, format, binding })
  }
  return found
}

function replaceReferences(
  text: string,
  references: readonly Reference[],
  print: (reference: Reference) => string,
  keep: (text: string) => string = (kept) => kept,
): string {
  let out = ''
  let at = 0
  for (const reference of references) {
    out += keep(text.slice(at, reference.from)) + print(reference)
    at = reference.to
  }
  return out + keep(text.slice(at))
}

function interpolateCode(code: string, bindings: Bindings): string {
  return replaceReferences(code, referencesIn(code, bindings), ({ from, name, binding: { values, isOwn } }) => {
    if (values.length === 0)
      throw new InterpolationFault(name, 'stands outside of a string, where all cannot be written.')
    if (values.length > 1 && !IN_LABEL_LIST.test(code.slice(0, from))) {
      throw new InterpolationFault(name, 'has several values, and stands where one name or number is wanted.')
    }
    // Behind a part of a name any letters and digits go on with it.
    const isTail = /[\w:]/.test(code.charAt(from - 1))
    if (!isOwn && !values.every((value) => mayStandAlone(value) || (isTail && /^\w+$/.test(value)))) {
      throw new InterpolationFault(name, 'stands outside of a string, where only a name, a number or a duration may.')
    }
    return values.join(', ')
  })
}

function mayStandAlone(value: string): boolean {
  return NUMBER_OR_DURATION.test(value) || (NAME.test(value) && !KEYWORDS.has(value.toLowerCase()))
}

/** Appends a string literal with its variables replaced; the operator before it may have to become that of a pattern. */
function putString(before: string, literal: string, bindings: Bindings): string {
  const references = referencesIn(literal, bindings)
  if (references.length === 0) return before + literal
  for (const { name, format } of references) {
    if (format !== '' && format !== 'regex' && format !== 'pipe') {
      throw new InterpolationFault(name, `is asked for as "${format}", which queries do not know; write \${${name}}.`)
    }
  }
  const operator = MATCHER.exec(before)?.[0].trim()
  const isPattern = operator === '=~' || operator === '!~'
  const isPlain = references.every(({ binding: { values, pattern } }) => values.length === 1 && pattern === null)
  if (isPattern) return before + patternLiteral(literal, references, 'pattern')
  if (isPlain) return before + plainLiteral(literal, references)
  if (operator !== '=' && operator !== '!=') {
    throw new InterpolationFault(
      references[0]?.name ?? '',
      'has several values, and stands where one string is wanted.',
    )
  }
  const at = before.lastIndexOf(operator)
  const tilde = operator === '=' ? '=~' : '!~'
  return before.slice(0, at) + tilde + before.slice(at + operator.length) + patternLiteral(literal, references, 'text')
}

/** The literal as it is, with one value in each place. */
function plainLiteral(literal: string, references: readonly Reference[]): string {
  if (literal.startsWith('`')) {
    const text = replaceReferences(literal, references, ({ binding }) => binding.values[0] ?? '')
    return quote(text.slice(1, -1))
  }
  return replaceReferences(literal, references, ({ binding }) => escapeFor(literal, binding.values[0] ?? ''))
}

/** The literal as a regular expression. What stands around the variables is one already, or a text to be taken as it is. */
function patternLiteral(literal: string, references: readonly Reference[], around: 'pattern' | 'text'): string {
  const [only] = references
  const isWhole = references.length === 1 && only?.from === 1 && only.to === literal.length - 1
  const print = ({ binding }: Reference) => alternatives(binding, isWhole)
  if (literal.startsWith('`')) {
    const keep = around === 'text' ? escapePattern : undefined
    const inner = {
      text: literal.slice(1, -1),
      references: references.map((one) => ({ ...one, from: one.from - 1, to: one.to - 1 })),
    }
    return quote(replaceReferences(inner.text, inner.references, print, keep))
  }
  if (around === 'text' && !isWhole) {
    // The text around is read as the server would read it, or its escapes would be escaped again.
    const quoteMark = literal.charAt(0)
    const keep = (text: string) => {
      const plain = text.replaceAll(quoteMark, '')
      if (plain.includes('\\')) {
        throw new InterpolationFault(only?.name ?? '', 'has several values beside escaped text; write =~ in the query.')
      }
      return escapeFor(literal, escapePattern(plain))
    }
    return quoteMark + replaceReferences(literal, references, (one) => escapeFor(literal, print(one)), keep) + quoteMark
  }
  return replaceReferences(literal, references, (one) => escapeFor(literal, print(one)))
}

/** All values of a binding as one regular expression; alone in its literal it needs no parentheses. */
function alternatives({ values, pattern }: Binding, isWhole: boolean): string {
  if (pattern !== null) return isWhole ? pattern : `(${pattern})`
  const text = values.map(escapePattern).join('|')
  return values.length === 1 || isWhole ? text : `(${text})`
}

function quote(text: string): string {
  return `"${escapeFor('"', text)}"`
}

/**
 * A text as part of a literal in these quotes. A dollar is written by its number, so that no value is taken for a macro
 * afterwards.
 */
function escapeFor(literal: string, text: string): string {
  const inner = JSON.stringify(wellFormed(text)).slice(1, -1).replaceAll('$', '\\x24')
  return literal.startsWith("'") ? inner.replaceAll('\\"', '"').replaceAll("'", "\\'") : inner
}

/** Half of a pair of surrogates is no text that a server could read. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD')
}
