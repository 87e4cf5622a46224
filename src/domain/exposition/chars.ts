/*
 * Walking over characters. Every text here ends in a newline, which all of these stop at: an index beyond the end would
 * make each charCodeAt after it several times slower.
 */

/** Codes of the characters that the two formats are made of. */
export const NUL = 0
export const TAB = 0x09
export const NEWLINE = 0x0a
export const SPACE = 0x20
export const QUOTE = 0x22
export const HASH = 0x23
export const COMMA = 0x2c
export const EQUAL = 0x3d
export const BACKSLASH = 0x5c
export const BRACE_OPEN = 0x7b
export const BRACE_CLOSE = 0x7d

const LETTER = 1
const COLON = 2
const DIGIT = 4
const KINDS = new Uint8Array(128)
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_') KINDS[letter.charCodeAt(0)] = LETTER
for (const digit of '0123456789') KINDS[digit.charCodeAt(0)] = DIGIT
KINDS[0x3a] = COLON

/** Index behind the metric name that begins at `at`; `at` itself where none does. */
export function skipMetricName(text: string, at: number): number {
  return skipName(text, at, LETTER | COLON)
}

/** Index behind the label name that begins at `at`; `at` itself where none does. */
export function skipLabelName(text: string, at: number): number {
  return skipName(text, at, LETTER)
}

function skipName(text: string, at: number, first: number): number {
  if (!isOf(text.charCodeAt(at), first)) return at
  const kinds = first | DIGIT
  let end = at + 1
  while (isOf(text.charCodeAt(end), kinds)) end += 1
  return end
}

function isOf(code: number, kinds: number): boolean {
  return code < 128 && ((KINDS[code] as number) & kinds) !== 0
}

/** Index behind the digits that begin at `at`. */
export function skipDigits(text: string, at: number): number {
  let end = at
  while (isOf(text.charCodeAt(end), DIGIT)) end += 1
  return end
}

/** Index behind blanks and tabs. */
export function skipBlanks(text: string, at: number): number {
  let end = at
  for (;;) {
    const code = text.charCodeAt(end)
    if (code !== SPACE && code !== TAB) return end
    end += 1
  }
}

/** Index behind blanks, tabs and the NULs that follow a blank: Prometheus' scanner loses a NUL before it looks at it. */
export function skipBlanksAndNuls(text: string, at: number): number {
  let end = at
  for (;;) {
    const code = text.charCodeAt(end)
    if (code !== SPACE && code !== TAB && !(code === NUL && end > at)) return end
    end += 1
  }
}

export function skipNuls(text: string, at: number): number {
  let end = at
  while (end < text.length && text.charCodeAt(end) === NUL) end += 1
  return end
}
