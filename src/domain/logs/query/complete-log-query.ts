import { LOG_LEVELS } from '~/domain/logs/model'
import { OWN_FIELDS } from './log-query'
import { printField, printListed } from './print-log-query'

/** What lines are known to have. */
export interface KnownFields {
  /** Paths, the most frequent first. */
  readonly fields: readonly string[]
  /** Values of a field with how often, the most frequent first; none where they are not known. */
  readonly valuesOf: (field: string) => readonly { readonly value: string; readonly count: number }[]
}

export interface Suggestion {
  /** What comes in place of `from` to `to`. */
  readonly text: string
  /** What it is, as written in the data. */
  readonly label: string
  readonly kind: 'field' | 'value'
  /** Of the known lines; null for a field. */
  readonly count: number | null
}

export interface Completion {
  readonly from: number
  readonly to: number
  readonly suggestions: readonly Suggestion[]
}

const MOST = 50
/**
 * What could stand at the caret: names of fields, and after `=`, `!=` or a comma the values of that field. What begins as what is written comes first,
 * then what contains it, whatever the case. The range is the word or value that the caret is in.
 */
export function completeLogQuery(text: string, caret: number, known: KnownFields): Completion {
  const start = startOfWord(text, caret)
  const from = text.charAt(start) === '-' && start < caret ? start + 1 : start
  const word = text.slice(from, caret)
  const at = operatorIn(word)
  if (at !== -1) return completeValue(text, caret, word.slice(0, at), word.slice(at), known)
  // A quote is text, or a name after which an operator is quicker typed than chosen.
  if (word.includes('"')) return { from: caret, to: caret, suggestions: [] }
  const to = caret + (/^[^\s"=<>~!]*/.exec(text.slice(caret))?.[0].length ?? 0)
  const names = [...new Set([...OWN_FIELDS, ...known.fields])]
  const hasOperator = /^[=<>~!]/.test(text.slice(to))
  const suggestions = best(names, word, (name) => name).map(
    (name): Suggestion => ({
      text: printField(name) + (hasOperator ? '' : '='),
      label: name,
      kind: 'field',
      count: null,
    }),
  )
  return { from, to, suggestions }
}

function completeValue(text: string, caret: number, name: string, compared: string, known: KnownFields): Completion {
  const field = name.startsWith('"') ? unquoted(name) : name
  const op = /^(?:[!<>]=|[=<>])/.exec(compared)?.[0]
  const isKnown = op === '=' || op === '!=' || (op !== undefined && field === 'level')
  if (!isKnown) return { from: caret, to: caret, suggestions: [] }
  const typed = lastValue(compared.slice(op.length))
  const rest = text.slice(caret)
  const after = typed.startsWith('"') ? /^(?:[^"\\]|\\.)*"(?=[\s,]|$)/.exec(rest) : /^[^\s",]*/.exec(rest)
  const wanted = typed.startsWith('"') ? unquoted(typed) : typed
  const found = field === 'level' ? levels(known) : known.valuesOf(field)
  const suggestions = best(found, wanted, ({ value }) => value).map(
    ({ value, count }): Suggestion => ({
      text: printListed({ text: value, wildcard: false }),
      label: value,
      kind: 'value',
      count,
    }),
  )
  return { from: caret - typed.length, to: caret + (after?.[0].length ?? 0), suggestions }
}

/** Place of the first sign of an operator outside of quotes; -1 for none. */
function operatorIn(word: string): number {
  let isOpen = false
  for (let at = 0; at < word.length; at++) {
    const char = word.charAt(at)
    if (isOpen && char === '\\') at++
    else if (char === '"') isOpen = !isOpen
    else if (!isOpen && (/[=<>~]/.test(char) || (char === '!' && /[=~]/.test(word.charAt(at + 1))))) return at
  }
  return -1
}

function unquoted(text: string): string {
  return text
    .slice(1)
    .replace(/"$/, '')
    .replaceAll(/\\(["\\])/g, '$1')
}

/** All levels, with counts where they are known. */
function levels({ valuesOf }: KnownFields): readonly { readonly value: string; readonly count: number }[] {
  const counts = new Map(valuesOf('level').map(({ value, count }) => [value.toLowerCase(), count]))
  return LOG_LEVELS.toReversed().map((level) => ({ value: level.toUpperCase(), count: counts.get(level) ?? 0 }))
}

function best<T>(all: readonly T[], typed: string, textOf: (item: T) => string): readonly T[] {
  const wanted = typed.toLowerCase()
  const begins: T[] = []
  const ends: T[] = []
  const contains: T[] = []
  for (const item of all) {
    const text = textOf(item).toLowerCase()
    const at = text.indexOf(wanted)
    if (at === 0) begins.push(item)
    else if (at > 0 && text.charAt(at - 1) === '.') ends.push(item)
    else if (at > 0) contains.push(item)
  }
  return [...begins, ...ends, ...contains].slice(0, MOST)
}

/** Where the word with the caret begins: after the last space that is not between quotes. */
function startOfWord(text: string, caret: number): number {
  let start = 0
  let isOpen = false
  for (let at = 0; at < caret; at++) {
    const char = text.charAt(at)
    if (isOpen && char === '\\') at++
    else if (char === '"') isOpen = !isOpen
    else if (!isOpen && /\s/.test(char)) start = at + 1
  }
  return start
}

/** Of `a,"b, c",d` what follows the last comma between values. */
function lastValue(values: string): string {
  let start = 0
  let isOpen = false
  for (let at = 0; at < values.length; at++) {
    const char = values.charAt(at)
    if (isOpen && char === '\\') at++
    else if (char === '"') isOpen = !isOpen
    else if (!isOpen && char === ',') start = at + 1
  }
  return values.slice(start)
}
