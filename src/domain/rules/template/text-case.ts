/** Upper case letter by letter, as Go does it: what would become two letters stays. */
export function toUpperGo(text: string): string {
  return mapLetters(text, (letter) => letter.toUpperCase())
}

/** Lower case letter by letter, as Go does it: no special form at the end of a word. */
export function toLowerGo(text: string): string {
  return mapLetters(text, (letter) => (letter === '\u0130' ? 'i' : letter.toLowerCase()))
}

/** Go's strings.Title: the first letter of each word in upper case; all but letters, digits and `_` ends a word. */
export function titleGo(text: string): string {
  let before = ' '
  return mapLetters(text, (letter) => {
    const shown = isSeparator(before) ? letter.toUpperCase() : letter
    before = letter
    return shown
  })
}

function mapLetters(text: string, change: (letter: string) => string): string {
  let out = ''
  for (const letter of text) {
    const changed = change(letter)
    out += [...changed].length === 1 ? changed : letter
  }
  return out
}

function isSeparator(letter: string): boolean {
  if (/^[\p{L}\p{Nd}_]$/u.test(letter)) return false
  return letter.charCodeAt(0) < 0x80 || /^\p{White_Space}$/u.test(letter)
}
