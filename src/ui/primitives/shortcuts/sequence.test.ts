import { describe, expect, it } from 'vitest'
import { describeKeys } from './describe-keys'
import { isChord, type Press } from './keys'
import { NOTHING_PENDING, SEQUENCE_PAUSE_MS, stepSequence } from './sequence'

function press(key: string, ...modifiers: ('ctrl' | 'meta' | 'alt' | 'shift')[]): Press {
  const has = (name: 'ctrl' | 'meta' | 'alt' | 'shift') => modifiers.includes(name)
  return { key, ctrl: has('ctrl'), meta: has('meta'), alt: has('alt'), shift: has('shift') }
}

const BINDINGS = ['?', 'mod+k', 'g h', 'd r', 'd k', 't -', 't left', 'ctrl+z', 'v', 'escape', 'g h'].map(
  (keys, index) => ({ keys, index }),
)

/** The sequences that fire when the keys are pressed at the given pace. */
function fired(presses: readonly Press[], paceMs = 100): string[] {
  let pending = NOTHING_PENDING
  const names: string[] = []
  for (const [index, one] of presses.entries()) {
    const step = stepSequence(pending, one, 1_000 + index * paceMs, BINDINGS, false)
    pending = step.pending
    if (step.fired !== null) names.push(`${step.fired.keys}#${step.fired.index}`)
  }
  return names
}

describe('stepSequence', () => {
  it.each<[string, readonly Press[], string[]]>([
    ['one key', [press('?', 'shift')], ['?#0']],
    ['a key with its modifier', [press('k', 'ctrl')], ['mod+k#1']],
    ['a plain letter is not its chord', [press('k')], []],
    ['a chord is not the plain letter', [press('v', 'ctrl')], []],
    ['two keys', [press('d'), press('r')], ['d r#3']],
    ['the last of equal ones', [press('g'), press('h')], ['g h#10']],
    ['a named key', [press('t'), press('arrowleft')], ['t left#6']],
    ['a broken sequence starts afresh', [press('d'), press('t'), press('-')], ['t -#5']],
    ['a broken sequence fires the single key', [press('d'), press('v')], ['v#8']],
    ['the same first key twice', [press('d'), press('d'), press('k')], ['d k#4']],
    ['nothing twice from one sequence', [press('d'), press('r'), press('r')], ['d r#3']],
  ])('%s', (_name, presses, expected) => {
    expect(fired(presses)).toEqual(expected)
  })

  it('forgets a sequence after the pause', () => {
    expect(fired([press('d'), press('r')], SEQUENCE_PAUSE_MS)).toEqual(['d r#3'])
    expect(fired([press('d'), press('r')], SEQUENCE_PAUSE_MS + 1)).toEqual([])
  })
})

describe('isChord', () => {
  it.each<[string, Press, string, boolean, boolean]>([
    ['mod is Command on a Mac', press('k', 'meta'), 'mod+k', true, true],
    ['mod is not Control on a Mac', press('k', 'ctrl'), 'mod+k', true, false],
    ['ctrl stays Control on a Mac', press('z', 'ctrl'), 'ctrl+z', true, true],
    ['plus with shift', press('+', 'shift'), '+', false, true],
    ['plus without shift', press('+'), '+', false, true],
    ['a capital is another key', press('v', 'shift'), 'v', false, false],
    ['shift on a named key counts', press('arrowleft', 'shift'), 'left', false, false],
    ['plus as the key of a chord', press('+', 'ctrl'), 'ctrl++', false, true],
  ])('%s', (_name, one, text, mac, expected) => {
    expect(isChord(one, text, mac)).toBe(expected)
  })
})

describe('describeKeys', () => {
  it.each<[string, boolean, string[]]>([
    ['mod+k', true, ['⌘K']],
    ['mod+k', false, ['Ctrl K']],
    ['t left', false, ['t', '←']],
    ['t +', false, ['t', '+']],
    ['escape', false, ['Esc']],
  ])('%s, mac %s', (keys, mac, expected) => {
    expect(describeKeys(keys, mac)).toEqual(expected)
  })
})
