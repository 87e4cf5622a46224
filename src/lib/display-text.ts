const MAX_SHOWN = 1024
/** What is read of a text at most: ten megabytes of blanks must not cost a frame. */
const MAX_READ = 16 * MAX_SHOWN

/** Control characters and lone surrogates. Not by their classes, `\p{Cc}`: making the first such pattern takes ten milliseconds. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNPRINTED = /[\u0000-\u001f\u007f-\u009f\ud800-\udfff]/gu

/** What an unprinted character is drawn as: its own symbol of the block U+2400, or the replacement character. */
function symbolOf(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '\u2421' : '\uFFFD'
}

/**
 * A text from outside as one line to show: control characters as symbols, lone surrogates as the replacement
 * character, each run of blanks and newlines as one blank, cut at 1,024 characters with an ellipsis. Writing direction
 * stays the text's own: what shows it isolates it (`<bdi>`, `unicode-bidi: isolate`). Only for showing, never as a key.
 */
export function displayText(text: string): string {
  const line = text.slice(0, MAX_READ).replace(/\s+/g, ' ').replace(UNPRINTED, symbolOf)
  if (line.length <= MAX_SHOWN && text.length <= MAX_READ) return line
  const cut = line.slice(0, MAX_SHOWN)
  // Half of a pair is no character.
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}
