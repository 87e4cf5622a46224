/** Colours that terminals name 30 to 37 and 90 to 97. */
export const ANSI_COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
export type AnsiColour = (typeof ANSI_COLOURS)[number]

export interface AnsiPart {
  readonly text: string
  /** Null for the colour of the text around it. */
  readonly colour: AnsiColour | null
  readonly bold: boolean
}

/**
 * Control sequences of terminals: CSI (`ESC [ … letter`), OSC (`ESC ] … BEL` or `ESC \`, which carries hyperlinks and titles), and
 * two-character escapes. A sequence that does not end within 4,096 characters is none.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const SEQUENCE = /\u001b(?:\[([0-9;:?]{0,64})([@-~])|\][^\u0007\u001b]{0,4096}(?:\u0007|\u001b\\)|[@-Z\\^_])/g

/** A text without the control sequences of terminals: links and titles in them are left out, not followed. */
export function stripAnsi(text: string): string {
  return text.includes('\u001b') ? text.replace(SEQUENCE, '') : text
}

/** A text in parts of one colour: of all sequences only colours of letters and bold mean anything here. */
export function readAnsi(text: string): readonly AnsiPart[] {
  const parts: AnsiPart[] = []
  let [colour, bold, at]: [AnsiColour | null, boolean, number] = [null, false, 0]
  const add = (until: number) => {
    if (until > at) parts.push({ text: text.slice(at, until), colour, bold })
  }
  for (const match of text.matchAll(SEQUENCE)) {
    add(match.index)
    at = match.index + match[0].length
    if (match[2] !== 'm') continue
    const codes = (match[1] ?? '').split(/[;:]/).map(Number)
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i] ?? 0
      if (code === 0) [colour, bold] = [null, false]
      else if (code === 1) bold = true
      else if (code === 22) bold = false
      else if (code >= 30 && code <= 37) colour = ANSI_COLOURS[code - 30] ?? null
      else if (code >= 90 && code <= 97) colour = ANSI_COLOURS[code - 90] ?? null
      else if (code === 39) colour = null
      // What follows 38 and 48 says a colour of many, and is no code of its own.
      else if (code === 38 || code === 48) i += codes[i + 1] === 5 ? 2 : 4
    }
  }
  add(text.length)
  return parts
}
