/** Stands for what differs between lines of one pattern. */
export const HOLE = '<…>'

const MOST_CHARS = 2_000
const MOST_TOKENS = 64
/** A quoted text, or what is between spaces. */
const TOKENS = /"[^"]*"|'[^']*'(?!\w)|`[^`]*`|[^\s"]+|"/g
/** Signs that a token is made of parts by: `user=5`, `[worker-3]`, `(a,b)`. */
const PARTS = /[^=:,;()[\]{}<>|"'`]+/g
const HAS_DIGIT = /\d/
/** Hexadecimal without a digit is a word up to seven letters. */
const HEX_WORD = /^[a-f]{8,}$/i
const EMAIL = /^[^@]+@[^@]+\.[^@]+$/
const PATH = /^(?:\/|\.{1,2}\/|~\/|[a-z]+\/\/|[A-Za-z]:\\).|\/.*\//

/**
 * The words of a message with `<…>` in place of numbers, ids, quoted texts, paths and e-mail addresses: the first line of it, at most 64 words
 * of 2,000 characters. Takes linear time.
 */
export function maskMessage(message: string): readonly string[] {
  const end = message.indexOf('\n')
  const line = message.slice(0, end === -1 ? MOST_CHARS : Math.min(end, MOST_CHARS))
  const tokens: string[] = []
  for (const [token] of line.matchAll(TOKENS)) {
    if (tokens.length === MOST_TOKENS) break
    tokens.push(maskToken(token))
  }
  return tokens
}

function maskToken(token: string): string {
  const first = token.charAt(0)
  if (token.length > 1 && (first === '"' || first === "'" || first === '`') && token.endsWith(first)) {
    return first + HOLE + first
  }
  // `https://host:80/a?b=1` has signs that parts are made by.
  if (token.includes('://')) return HOLE
  if (/^[\p{L}]+[.,:;!?]?$/u.test(token)) return HEX_WORD.test(token) ? HOLE : token
  return token.replaceAll(PARTS, maskPart)
}

function maskPart(part: string): string {
  const differs = HAS_DIGIT.test(part) || HEX_WORD.test(part) || EMAIL.test(part) || PATH.test(part)
  return differs ? HOLE : part
}
