/** One key press with its modifiers, as the keyboard event tells it. */
export interface Press {
  /** `KeyboardEvent.key`, lower case; letters of other alphabets are replaced by the key's place on a US keyboard. */
  readonly key: string
  readonly ctrl: boolean
  readonly meta: boolean
  readonly alt: boolean
  readonly shift: boolean
}

const NAMES = new Map([
  ['esc', 'escape'],
  ['left', 'arrowleft'],
  ['right', 'arrowright'],
  ['up', 'arrowup'],
  ['down', 'arrowdown'],
  ['space', ' '],
])

interface Chord {
  readonly key: string
  readonly modifiers: ReadonlySet<string>
}

/** Text such as `ctrl+z` or `+` to a chord. The last plus sign of `mod++` is the key. */
function parseChord(text: string): Chord {
  const at = text.length > 1 ? text.lastIndexOf('+', text.length - 2) : -1
  const name = text.slice(at + 1).toLowerCase()
  return { key: NAMES.get(name) ?? name, modifiers: new Set(at < 0 ? [] : text.slice(0, at).toLowerCase().split('+')) }
}

/** The chords of a sequence: `t left` has two. */
export function parseKeys(keys: string): readonly string[] {
  return keys.split(' ').filter((chord) => chord !== '')
}

/**
 * Whether a press is the chord that the text names. `mod` is Command on a Mac and Control elsewhere. Shift counts for
 * letters and named keys only: `?` and `+` need it on some keyboards and not on others.
 */
export function isChord(press: Press, text: string, isMac: boolean): boolean {
  const { key, modifiers } = parseChord(text)
  const wantsCtrl = modifiers.has('ctrl') || (modifiers.has('mod') && !isMac)
  const wantsMeta = modifiers.has('meta') || (modifiers.has('mod') && isMac)
  const shiftCounts = key.length > 1 || /[a-z]/.test(key)
  return (
    press.key === key &&
    press.ctrl === wantsCtrl &&
    press.meta === wantsMeta &&
    press.alt === modifiers.has('alt') &&
    (!shiftCounts || press.shift === modifiers.has('shift'))
  )
}

/** The press behind a keyboard event, or null for a modifier alone, a repeat or text being composed. */
export function pressOf(event: KeyboardEvent): Press | null {
  if (event.isComposing || event.repeat || /^(?:Shift|Control|Alt|Meta|Dead|Process|CapsLock)$/.test(event.key)) {
    return null
  }
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]
  const foreign = event.key.length === 1 && event.key.charCodeAt(0) > 127 && letter !== undefined
  return {
    key: (foreign ? letter : event.key).toLowerCase(),
    ctrl: event.ctrlKey,
    meta: event.metaKey,
    alt: event.altKey,
    shift: event.shiftKey,
  }
}
