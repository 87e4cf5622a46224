import type { LogLine } from './model'
import { MASK } from './redact'

/** `user_id`, `user`, and what an object `user` or, as OpenTelemetry calls it, `enduser` holds. */
const USER_PATH = /(?:^|[._-])(?:end)?user(?:[_-]?id)?(?:\.|$)/i

export function isUserPath(path: string): boolean {
  return USER_PATH.test(path)
}

/** `user_id=x`, `"userId": "x"`, and with quotes that are escaped within JSON: wherever a text names a user itself. */
const NAMED_USER =
  /((?:^|[^\p{L}\p{N}])user(?:[_-]?id)?\\?["']?\s{0,4}[=:]\s{0,4})(\\?"(?:[^"\\]|\\[^"]){1,1000}\\?"|\\?'[^'\\]{1,1000}\\?'|[^\s"'\\,;&}{)\]]+)/giu
/** As part of a path, such as `/users/42`. */
const USER_SEGMENT = /(\/users?\/)([^\s/?#"'\\,;&]+)/gi
/** An id that is longer is masked within words too: nothing else looks like it. */
const SURE_LENGTH = 6
/** So many at once: each is looked for at every place. */
const MOST_AT_ONCE = 500

/** Masks ids in any text, whole words first; the longest first, as one may begin another. */
export function maskIds(ids: Iterable<string>): (text: string) => string {
  const spellings = new Set<string>()
  for (const id of ids) {
    if (id === '') continue
    for (const one of [id, JSON.stringify(id).slice(1, -1), inAddress(id)]) spellings.add(one)
  }
  const sorted = [...spellings].sort((a, b) => b.length - a.length)
  const patterns: RegExp[] = []
  for (let at = 0; at < sorted.length; at += MOST_AT_ONCE) {
    const any = sorted
      .slice(at, at + MOST_AT_ONCE)
      .map(patternOf)
      .join('|')
    patterns.push(new RegExp(any, 'giu'))
  }
  return (text) => maskNamed(patterns.reduce((masked, pattern) => masked.replace(pattern, MASK), text))
}

/** A line without its user ids: neither in its fields nor anywhere in its text. */
export function maskUsers(line: LogLine): LogLine {
  const ids = line.fields.filter(({ path, type, value }) => isId(type, value) && isUserPath(path))
  const mask = maskIds(ids.map(({ value }) => value))
  const raw = line.format === 'json' ? withoutEscapes(line.raw) : line.raw
  return {
    ...line,
    raw: mask(raw),
    message: mask(line.message),
    logger: mask(line.logger),
    fields: line.fields.map((field) => ({
      ...field,
      value: isUserPath(field.path) && isId(field.type, field.value) ? MASK : mask(field.value),
    })),
    exception:
      line.exception === null
        ? null
        : {
            type: line.exception.type,
            message: mask(line.exception.message),
            traceback: mask(line.exception.traceback),
          },
  }
}

function isId(type: LogLine['fields'][number]['type'], value: string): boolean {
  return (type === 'text' || type === 'number') && value !== ''
}

function maskNamed(text: string): string {
  return text
    .replace(NAMED_USER, (whole, name: string, value: string) => {
      if (value === 'null' || value.includes(MASK)) return whole
      const quote = /^\\?["']/.exec(value)?.[0] ?? ''
      return `${name}${quote}${MASK}${quote}`
    })
    .replace(USER_SEGMENT, `$1${MASK}`)
}

/** A letter or digit beside a short id makes it another word. */
function patternOf(id: string): string {
  const literal = id.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return id.length >= SURE_LENGTH ? literal : `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`
}

/** JSON with letters in place of `\u0041`: it means the same, and what is looked for is found. */
function withoutEscapes(json: string): string {
  if (!json.includes('\\u')) return json
  // Backslashes in pairs are passed over: `\\u0041` is no escape.
  return json.replace(/\\\\|\\u([0-9a-f]{4})/gi, (whole, hex: string | undefined) => {
    const code = hex === undefined ? 0 : Number.parseInt(hex, 16)
    return code < 0x20 || code === 0x22 || code === 0x5c ? whole : String.fromCharCode(code)
  })
}

function inAddress(id: string): string {
  try {
    return encodeURIComponent(id)
  } catch {
    // Half a character: it is in no address.
    return id
  }
}
