import { detectEncoding, openRuneBytes, SNIFFED_BYTES, type TextEncodingName } from './encodings'

/** A line is cut here; the rest of it is counted and not kept. */
export const MAX_LINE_BYTES = 256 * 1024

export interface TextLine {
  /** Without its `\n` or `\r\n`; what is no UTF-8 is there as replacement characters. */
  readonly text: string
  /** Bytes of UTF-8 that were cut off at its end. */
  readonly cutBytes: number
  /** Its beginning was given out before by `flush`: it goes on there, no newline is between. */
  readonly isRest: boolean
}

export interface LineSplitter {
  /** Lines that ended in this chunk. However a file is cut into chunks, its lines are the same. */
  push(chunk: Uint8Array): TextLine[]
  /** The line that has no newline yet, for a file that nobody writes to; `\r` and half a character are held back. */
  flush(): TextLine[]
  /** Bytes of the file that were taken and are in no line yet. */
  readonly pendingBytes: number
  /** Undefined until enough bytes were seen. */
  readonly encoding: TextEncodingName | undefined
  /** Zero bytes were seen in what is read as UTF-8: a binary file, or the hole that a cut log file has. */
  readonly hasZeros: boolean
}

export interface SplitOptions {
  /** Known already, such as by the head of a file that is read from its middle. */
  readonly encoding?: TextEncodingName
}

/** What differs from a fresh decoder is nothing: without `stream` it keeps no state, and a byte order mark stays in the text. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Makes lines of the bytes of one file, in order; one for each file. Costs the chunk and at most one cut line. */
export function createLineSplitter(options: SplitOptions = {}): LineSplitter {
  let encoding = options.encoding
  let utf16 = encoding === undefined ? undefined : utf16Decoder(encoding)
  /** First bytes of a file, until they tell the encoding. */
  let sniffed = new Uint8Array(0)
  let isFirst = options.encoding === undefined
  let hasZeros = false
  let isRest = false
  /** The line that has no newline yet: its first bytes, how many they are, and how many it has. */
  let kept = new Uint8Array(1024)
  let keptBytes = 0
  let lineBytes = 0
  let lastByte = 0
  /** Zeros at the start of the line, which are left out: a log file cut under a writer has a hole of them there. */
  let zeroBytes = 0

  function keep(bytes: Uint8Array): void {
    let from = 0
    if (lineBytes === 0) {
      while (from < bytes.length && bytes[from] === 0) from++
      zeroBytes += from
    }
    if (from === bytes.length) return
    const taken = Math.min(bytes.length - from, MAX_LINE_BYTES - keptBytes)
    if (keptBytes + taken > kept.length) {
      const larger = new Uint8Array(Math.min(MAX_LINE_BYTES, Math.max(2 * kept.length, keptBytes + taken)))
      larger.set(kept.subarray(0, keptBytes))
      kept = larger
    }
    kept.set(bytes.subarray(from, from + taken), keptBytes)
    keptBytes += taken
    lineBytes += bytes.length - from
    lastByte = bytes[bytes.length - 1] ?? 0
  }

  function forget(): void {
    keptBytes = 0
    lineBytes = 0
    zeroBytes = 0
  }

  function give(text: string, cutBytes: number, out: TextLine[]): void {
    const shown = isFirst && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
    isFirst = false
    // The newline of a line that was given out already.
    if (!(isRest && shown === '')) out.push({ text: shown, cutBytes, isRest })
    isRest = false
  }

  function giveKept(bytes: number, out: TextLine[]): void {
    const whole = bytes <= MAX_LINE_BYTES
    const cut = whole ? bytes : MAX_LINE_BYTES - openRuneBytes(kept.subarray(0, MAX_LINE_BYTES))
    give(utf8.decode(kept.subarray(0, cut)), bytes - cut, out)
  }

  function giveRun(bytes: Uint8Array, from: number, end: number, out: TextLine[]): void {
    for (const text of utf8.decode(bytes.subarray(from, end - 1)).split('\n')) {
      give(text.charCodeAt(text.length - 1) === 13 ? text.slice(0, -1) : text, 0, out)
    }
  }

  /** Lines that lie whole in the chunk and are not too long are decoded in one go. */
  function pushUtf8(bytes: Uint8Array, out: TextLine[]): void {
    if (!hasZeros && bytes.indexOf(0) !== -1) hasZeros = true
    let start = 0
    let runStart = -1
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      const isPlain = start > 0 || (lineBytes === 0 && zeroBytes === 0)
      if (isPlain && end - start <= MAX_LINE_BYTES && bytes[start] !== 0) {
        if (runStart === -1) runStart = start
      } else {
        if (runStart !== -1) giveRun(bytes, runStart, start, out)
        runStart = -1
        keep(bytes.subarray(start, end))
        giveKept(lineBytes > 0 && lastByte === 13 ? lineBytes - 1 : lineBytes, out)
        forget()
      }
      start = end + 1
    }
    if (runStart !== -1) giveRun(bytes, runStart, start, out)
    keep(bytes.subarray(start))
  }

  function pushDecided(bytes: Uint8Array, out: TextLine[]): void {
    if (utf16 === undefined) pushUtf8(bytes, out)
    else pushUtf8(new TextEncoder().encode(utf16.decode(bytes, { stream: true })), out)
  }

  function decide(found: TextEncodingName, out: TextLine[]): void {
    encoding = found
    utf16 = utf16Decoder(found)
    const first = sniffed
    sniffed = new Uint8Array(0)
    pushDecided(first, out)
  }

  return {
    push(chunk) {
      const out: TextLine[] = []
      if (encoding !== undefined) {
        pushDecided(chunk, out)
        return out
      }
      const missing = SNIFFED_BYTES - sniffed.length
      sniffed = joined(sniffed, chunk.subarray(0, missing))
      const found = detectEncoding(sniffed)
      const rest = chunk.subarray(missing)
      if (found === undefined) return out
      decide(found, out)
      pushDecided(rest, out)
      return out
    },
    flush() {
      const out: TextLine[] = []
      if (encoding === undefined && sniffed.length > 0) decide('utf-8', out)
      if (lineBytes === 0) return out
      if (lineBytes > MAX_LINE_BYTES) {
        giveKept(lineBytes, out)
        forget()
      } else {
        const held = lastByte === 13 ? 1 : openRuneBytes(kept.subarray(0, keptBytes))
        const rest = kept.slice(keptBytes - held, keptBytes)
        if (held === lineBytes) return out
        giveKept(lineBytes - held, out)
        forget()
        keep(rest)
      }
      isRest = true
      return out
    },
    get pendingBytes() {
      const text = utf16 === undefined ? lineBytes : 2 * utf8.decode(kept.subarray(0, keptBytes)).length
      return sniffed.length + zeroBytes + text
    },
    get encoding() {
      return encoding
    },
    get hasZeros() {
      return hasZeros
    },
  }
}

function utf16Decoder(encoding: TextEncodingName): TextDecoder | undefined {
  return encoding === 'utf-8' ? undefined : new TextDecoder(encoding, { ignoreBOM: true })
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
