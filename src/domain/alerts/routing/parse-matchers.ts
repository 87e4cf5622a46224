import type { LabelMatcher, MatchOp } from '~/domain/promql/matchers'
import { unquoteGo } from '~/domain/rules/template/go-quote'
import { type ParseResult, parsed, refused } from '~/domain/time/parse-result'

/** What Go's regular expressions call a space. */
const CLASSIC = /^[\t\n\f\r ]*([a-zA-Z_:][a-zA-Z0-9_:]*)[\t\n\f\r ]*(=~|=|!=|!~)[\t\n\f\r ]*(.*)$/s
const SPACES = '\t\n\f\r '
/** A name or a value without quotes in the syntax that came with UTF-8 names. */
const BARE = /[^\s{}!=~,\\"'`]+/y
const QUOTED = /"(?:[^"\\\n]|\\.)*"/y
const OPERATOR = /=~|!=|!~|=/y
const SPACE = /\s*/y

/**
 * Parses matchers as Alertmanager's configuration has them: one or several with commas between, in braces or not. Read as
 * Alertmanager itself does by default: what its classic syntax allows is that, and only what it does not is read as UTF-8
 * syntax, where names may be quoted.
 */
export function parseMatchers(text: string): ParseResult<readonly LabelMatcher[]> {
  const classic = parseClassic(text)
  if (classic.ok) return classic
  const utf8 = parseUtf8(text)
  return utf8 === null ? classic : parsed(utf8)
}

function parseClassic(text: string): ParseResult<readonly LabelMatcher[]> {
  const matchers: LabelMatcher[] = []
  for (const token of splitClassic(text.replace(/^\{/, '').replace(/\}$/, ''))) {
    const [, name = '', op = '=', raw = ''] = CLASSIC.exec(token) ?? []
    if (name === '') return refused(`bad matcher format: ${token}`)
    const value = unescapeClassic(withoutTrailingSpace(raw))
    if (value === null) return refused(`matcher value contains unescaped double quote: ${raw}`)
    matchers.push({ name, op: op as MatchOp, value })
  }
  return parsed(matchers)
}

/** Splits at commas outside of quotes; blanks after the last comma are nothing. */
function splitClassic(text: string): readonly string[] {
  const tokens: string[] = []
  let isQuoted = false
  let isEscaped = false
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === ',' && !isQuoted) {
      tokens.push(text.slice(start, i))
      start = i + 1
    } else if (character === '"' && !isEscaped) isQuoted = !isQuoted
    // A comma outside of quotes leaves it as it is, as in Alertmanager.
    else if (character === '\\') isEscaped = !isEscaped
    else isEscaped = false
  }
  const last = text.slice(start).trim()
  return last === '' ? tokens : [...tokens, last]
}

/** By hand: an expression for it would take the square of the length. */
function withoutTrailingSpace(text: string): string {
  let end = text.length
  while (end > 0 && SPACES.includes(text[end - 1] ?? '')) end--
  return text.slice(0, end)
}

/** A backslash before anything but `n`, `"` and itself is a backslash. Null where a quote stands alone. */
function unescapeClassic(raw: string): string | null {
  const isQuoted = raw.startsWith('"')
  let body = isQuoted ? raw.slice(1) : raw
  // A quote after a backslash ends nothing, but where that backslash is itself escaped.
  if (!(isQuoted ? /^(?:[^\\"]|\\.)*"$/s : /^(?:[^\\"]|\\.|\\$)*$/s).test(body)) return null
  if (isQuoted) body = body.slice(0, -1)
  return body.replace(/\\([n"\\])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
}

function parseUtf8(text: string): readonly LabelMatcher[] | null {
  const matchers: LabelMatcher[] = []
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    at += found?.length ?? 0
    return found
  }
  const takeSign = (sign: string): boolean => {
    take(SPACE)
    if (text[at] !== sign) return false
    at++
    return true
  }
  const takeText = (): string | null => {
    take(SPACE)
    const quoted = take(QUOTED)
    return quoted === undefined ? (take(BARE) ?? null) : unquoteGo(quoted)
  }
  const isOpen = takeSign('{')
  for (;;) {
    take(SPACE)
    if (at === text.length || text[at] === '}') break
    const name = takeText()
    take(SPACE)
    const op = take(OPERATOR)
    const value = takeText()
    if (name === null || name === '' || op === undefined || value === null) return null
    matchers.push({ name, op: op as MatchOp, value })
    if (!takeSign(',')) break
  }
  if (isOpen && !takeSign('}')) return null
  take(SPACE)
  return at === text.length ? matchers : null
}

/** Prints a matcher as Alertmanager does: `name="value"`. */
export function printMatcher({ name, op, value }: LabelMatcher): string {
  const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
  return `${/^[a-zA-Z_:][\w:]*$/.test(name) ? name : quoted(name)}${op}${quoted(value)}`
}
