import type { LogField, LogFieldType } from '~/domain/logs/model'
import { type RankedRole, roleOfPath } from './field-roles'

/** Values below this many names are one field, their JSON as written. */
const MAX_DEPTH = 64
const MAX_FIELDS = 500
/** Text of a value that is too deep. */
const MAX_DEEP_TEXT = 1024
/** Names that are remembered; what a hostile file has beyond them is read all the same, only slower. */
const MAX_KNOWN_KEYS = 4096
const MAX_KNOWN_LENGTH = 128
const MAX_GUESSES = 64
/** Names of one object that are held against each other; beyond them nothing is kept anyway. */
const MAX_COMPARED = 2 * MAX_FIELDS

/** What is told of each leaf that has a role, in the order of the line. */
export type RoleHeard = (role: RankedRole, value: string, type: LogFieldType) => void

/** A name at its place in the objects of earlier lines: equal lines share their paths. */
interface KnownKey {
  /** With its quotes, as in the line. */
  readonly quoted: string
  readonly key: string
  readonly path: string
  readonly role: RankedRole | undefined
  readonly inside: KnownKeys
  /** No other KnownKey of its objects has the same name: it is remembered, and written without escapes. */
  isShared: boolean
  /** The object that had it last, by its serial number. */
  seenIn: number
}

interface KnownKeys {
  /** Names by their place in the object before: nearly always the same again. */
  readonly guesses: (KnownKey | undefined)[]
  readonly byQuoted: Map<string, KnownKey>
}

const createKeys = (): KnownKeys => ({ guesses: [], byQuoted: new Map() })

/** Reads JSON objects into their leaves, without making the objects. */
export interface ObjectReader {
  /**
   * The leaves of a text that is one JSON object; undefined where it is none, with the roles heard until then.
   * Of equal names in one object the last wins. Needs no more stack than MAX_DEPTH calls, whatever the text.
   */
  read(text: string, heard: RoleHeard): LogField[] | undefined
}

class NoJson extends Error {}
const noJson = new NoJson()

export function createObjectReader(): ObjectReader {
  const top = createKeys()
  let knownKeys = 0
  let objects = 0
  let text = ''
  let at = 0
  /** The first backslash at or after `at`, or beyond the text; most lines have none. */
  let backslash = 0
  let fields: LogField[] = []
  let hear: RoleHeard = () => {}

  function skipBlanks(): number {
    let code = text.charCodeAt(at)
    while (code === 32 || code === 9 || code === 13 || code === 10) code = text.charCodeAt(++at)
    return code
  }

  /** `at` is behind a string's opening quote, and comes to be behind its closing one; answers where that is. */
  function findQuote(): number {
    for (;;) {
      const quote = text.indexOf('"', at)
      if (quote === -1) throw noJson
      if (backslash < at) {
        backslash = text.indexOf('\\', at)
        if (backslash === -1) backslash = Number.POSITIVE_INFINITY
      }
      if (backslash > quote) {
        at = quote + 1
        return quote
      }
      at = backslash + 2
    }
  }

  function readString(): string {
    const from = at + 1
    at = from
    const firstBackslash = backslash
    const quote = findQuote()
    // No backslash was passed: the text is as it stands.
    if (backslash === firstBackslash && backslash > quote) return text.slice(from, quote)
    const raw = text.slice(from, quote)
    return raw.includes('\\') ? unescaped(text.slice(from - 1, quote + 1)) : raw
  }

  function readKey(keys: KnownKeys, place: number, prefix: string): KnownKey {
    const guess = keys.guesses[place]
    if (guess !== undefined && text.startsWith(guess.quoted, at)) {
      at += guess.quoted.length
      return guess
    }
    const from = at
    at++
    findQuote()
    const quoted = text.slice(from, at)
    const known = keys.byQuoted.get(quoted) ?? learnKey(keys, quoted, prefix)
    if (place < MAX_GUESSES && known.isShared) keys.guesses[place] = known
    return known
  }

  function learnKey(keys: KnownKeys, quoted: string, prefix: string): KnownKey {
    // A slice would keep the whole text alive that it was cut from, for as long as the name is known.
    const own = JSON.parse(JSON.stringify(quoted)) as string
    return remember(keys, own, unescaped(own), prefix)
  }

  function remember(keys: KnownKeys, quoted: string, key: string, prefix: string): KnownKey {
    const path = prefix === '' ? key : `${prefix}.${key}`
    const known: KnownKey = {
      quoted,
      key,
      path,
      role: roleOfPath(path),
      inside: createKeys(),
      isShared: false,
      seenIn: 0,
    }
    if (knownKeys < MAX_KNOWN_KEYS && quoted.length <= MAX_KNOWN_LENGTH) {
      known.isShared = !quoted.includes('\\')
      knownKeys++
      keys.byQuoted.set(quoted, known)
    }
    return known
  }

  function placeKey(keys: KnownKeys, place: number, prefix: string): KnownKey {
    const quoted = String(place)
    return keys.byQuoted.get(quoted) ?? remember(keys, quoted, quoted, prefix)
  }

  function leaf({ path, role }: KnownKey, value: string, type: LogFieldType): void {
    if (fields.length < MAX_FIELDS) fields.push({ path, value, type })
    if (role !== undefined) hear(role, value, type)
  }

  function readValue(key: KnownKey, depth: number): void {
    const code = skipBlanks()
    if (code === 34) leaf(key, readString(), 'text')
    else if (code === 123 || code === 91) {
      if (depth >= MAX_DEPTH) leaf(key, skipDeep(), 'text')
      else if (code === 123) readObject(key.inside, key.path, depth)
      else readList(key, depth)
    } else if (code === 116 && text.startsWith('true', at)) word(key, 'true', 'boolean')
    else if (code === 102 && text.startsWith('false', at)) word(key, 'false', 'boolean')
    else if (code === 110 && text.startsWith('null', at)) word(key, 'null', 'null')
    else leaf(key, readNumber(), 'number')
  }

  function word(key: KnownKey, value: string, type: LogFieldType): void {
    at += value.length
    leaf(key, value, type)
  }

  function readObject(keys: KnownKeys, prefix: string, depth: number): void {
    at++
    if (skipBlanks() === 125) {
      at++
      return
    }
    const seen: KnownKey[] = []
    const starts: number[] = []
    const serial = ++objects
    let hasOdd = false
    for (let place = 0; ; place++) {
      if (skipBlanks() !== 34) throw noJson
      const key = readKey(keys, place, prefix)
      if (skipBlanks() !== 58) throw noJson
      at++
      if (!key.isShared) hasOdd = true
      if (seen.length < MAX_COMPARED) {
        const before = hasOdd || key.seenIn === serial ? indexOfKey(seen, key) : -1
        if (before !== -1) forgetFields(seen, starts, before)
        seen.push(key)
        starts.push(fields.length)
      }
      key.seenIn = serial
      readValue(key, depth + 1)
      const code = skipBlanks()
      at++
      if (code === 125) return
      if (code !== 44) throw noJson
    }
  }

  /** Takes back what an earlier field of the same name brought. */
  function forgetFields(seen: KnownKey[], starts: number[], place: number): void {
    const from = starts[place] ?? 0
    const removed = (starts[place + 1] ?? fields.length) - from
    fields.splice(from, removed)
    seen.splice(place, 1)
    starts.splice(place, 1)
    for (let i = place; i < starts.length; i++) starts[i] = (starts[i] ?? 0) - removed
  }

  function readList(key: KnownKey, depth: number): void {
    at++
    if (skipBlanks() === 93) {
      at++
      return
    }
    for (let place = 0; ; place++) {
      readValue(placeKey(key.inside, place, key.path), depth + 1)
      const code = skipBlanks()
      at++
      if (code === 93) return
      if (code !== 44) throw noJson
    }
  }

  /** Passes over a value that is too deep to be taken apart, by its brackets alone; answers its text. */
  function skipDeep(): string {
    const from = at
    const open: number[] = []
    do {
      const code = text.charCodeAt(at)
      if (Number.isNaN(code)) throw noJson
      at++
      if (code === 34) findQuote()
      else if (code === 123 || code === 91) open.push(code + 2)
      else if ((code === 125 || code === 93) && open.pop() !== code) throw noJson
    } while (open.length > 0)
    return text.slice(from, Math.min(at, from + MAX_DEEP_TEXT))
  }

  function readNumber(): string {
    NUMBER.lastIndex = at
    const match = NUMBER.exec(text)
    if (match === null) throw noJson
    at = NUMBER.lastIndex
    return match[0]
  }

  return {
    read(line, heard) {
      text = line
      at = 0
      backslash = -1
      fields = []
      hear = heard
      try {
        if (skipBlanks() !== 123) return undefined
        readObject(top, '', 0)
        skipBlanks()
        return at === text.length ? fields : undefined
      } catch (error) {
        if (error instanceof NoJson) return undefined
        throw error
      } finally {
        text = ''
        fields = []
      }
    },
  }
}

/** As JSON has them, and the three that Python writes and JSON does not have. */
const NUMBER = /-?(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)|NaN/y

function indexOfKey(seen: readonly KnownKey[], key: KnownKey): number {
  for (let i = 0; i < seen.length; i++) {
    const other = seen[i]
    if (other === key || other?.key === key.key) return i
  }
  return -1
}

function unescaped(quoted: string): string {
  try {
    return JSON.parse(quoted) as string
  } catch {
    throw noJson
  }
}
