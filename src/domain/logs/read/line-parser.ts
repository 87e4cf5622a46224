import type { ReadLine } from '~/domain/logs/model'
import type { UnixMs } from '~/domain/units-of-measure'
import { continuesLine, type TraceState } from './continuation'
import { utf8Length } from './encodings'
import { parseLine } from './parse-line'
import { MAX_LINE_BYTES, type TextLine } from './split-lines'

/** Lines of one traceback; what is more is counted as cut. */
export const MAX_JOINED_LINES = 1_000

/** Makes log lines of the text lines of one stream, in order. */
export interface LineParser {
  /**
   * Lines that are whole. The last one is held, as what comes next may be its traceback; lines of blanks only are passed
   * over. `readMs` is when the text came, on the server's clock.
   */
  push(lines: readonly TextLine[], readMs: UnixMs): ReadLine[]
  /** The held line, when nothing has come for a while. What would have continued it is then a line of its own. */
  flush(): ReadLine[]
  /** A line is held. */
  readonly isHolding: boolean
}

interface Held {
  parts: string[]
  bytes: number
  cutBytes: number
  readMs: UnixMs
  state: TraceState
  /** Empty lines that are part of it only if it goes on after them. */
  blanks: number
}

/** One for each stream. */
export function createLineParser(): LineParser {
  let held: Held | undefined
  let beforeMs: UnixMs | null = null

  function give(out: ReadLine[]): void {
    if (held === undefined) return
    const { parts, readMs, cutBytes } = held
    const raw = parts.length === 1 ? (parts[0] ?? '') : parts.join('\n')
    const line = parseLine(raw, { readMs, beforeMs, cutBytes })
    if (line.timeIs === 'own') beforeMs = line.timeMs
    out.push(line)
    held = undefined
  }

  function join(to: Held, { text, cutBytes }: TextLine, state: TraceState): void {
    const bytes = utf8Length(text) + to.blanks + 1
    if (to.parts.length + to.blanks >= MAX_JOINED_LINES || to.bytes + bytes > MAX_LINE_BYTES) {
      to.cutBytes += bytes + cutBytes
    } else {
      for (let i = 0; i < to.blanks; i++) to.parts.push('')
      to.parts.push(text)
      to.bytes += bytes
      to.cutBytes += cutBytes
    }
    to.blanks = 0
    to.state = state
  }

  function start(line: TextLine, readMs: UnixMs): void {
    const state: TraceState = line.text.startsWith('Traceback (') ? 'frames' : 'none'
    const bytes = line.text.length
    held = { parts: [line.text], bytes, cutBytes: line.cutBytes, readMs, state, blanks: 0 }
  }

  /** The rest of a line whose beginning is held: both are one again. */
  function mend(to: Held, { text, cutBytes }: TextLine): void {
    const last = to.parts.length - 1
    to.parts[last] = `${to.parts[last]}${text}`
    to.bytes += text.length
    to.cutBytes += cutBytes
  }

  return {
    push(lines, readMs) {
      const out: ReadLine[] = []
      for (const line of lines) {
        if (held !== undefined && line.isRest && held.blanks === 0 && held.cutBytes === 0) {
          mend(held, line)
          continue
        }
        if (isBlank(line.text)) {
          if (held !== undefined) held.blanks++
          continue
        }
        const state = held === undefined ? null : continuesLine(line.text, held.state)
        if (held !== undefined && state !== null && (held.blanks === 0 || held.state !== 'none'))
          join(held, line, state)
        else {
          give(out)
          start(line, readMs)
        }
      }
      return out
    },
    flush() {
      const out: ReadLine[] = []
      give(out)
      return out
    },
    get isHolding() {
      return held !== undefined
    },
  }
}

/** Quick, as it is asked of every line: what begins with ink is not blank. */
function isBlank(text: string): boolean {
  const first = text.charCodeAt(0)
  return !(first > 32) && text.trim() === ''
}
