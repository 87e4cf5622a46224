export interface ExcerptLine {
  /** From 1. */
  readonly number: number
  readonly text: string
  /** Spaces up to the fault, on the line that has it. */
  readonly caretAt: number | null
}

const AROUND = 2
const MOST_CHARACTERS = 160

/** The lines around a fault; a line that is very long is cut so that the fault stays in sight. */
export function excerptOf(text: string, line: number, column: number): readonly ExcerptLine[] {
  const lines = text.split(/\r\n|\n|\r/)
  const first = Math.max(1, line - AROUND)
  return lines.slice(first - 1, line + AROUND).map((whole, index) => {
    const number = first + index
    const startsAt = number === line ? Math.max(0, column - 1 - MOST_CHARACTERS / 2) : 0
    const cut = whole.slice(startsAt, startsAt + MOST_CHARACTERS).replaceAll('\t', ' ')
    return { number, text: cut, caretAt: number === line ? Math.max(0, column - 1 - startsAt) : null }
  })
}
