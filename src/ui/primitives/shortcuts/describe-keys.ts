import { isMac } from './platform'

const WORDS = new Map([
  ['escape', 'Esc'],
  ['esc', 'Esc'],
  ['left', '←'],
  ['right', '→'],
  ['up', '↑'],
  ['down', '↓'],
  ['enter', 'Enter'],
  ['ctrl', 'Ctrl'],
  ['alt', 'Alt'],
  ['shift', 'Shift'],
])

/** The chords of a sequence in the words of the reader's keyboard: `mod+k` is `⌘K` on a Mac and `Ctrl K` elsewhere. */
export function describeKeys(keys: string, mac: boolean = isMac()): readonly string[] {
  return keys.split(' ').map((chord) => {
    const parts = chord === '+' ? ['+'] : chord.split('+')
    const words = parts.map((part) => {
      if (part === 'mod') return mac ? '⌘' : 'Ctrl'
      return WORDS.get(part) ?? (parts.length > 1 ? part.toUpperCase() : part)
    })
    return words.join(mac && parts[0] === 'mod' ? '' : ' ')
  })
}
