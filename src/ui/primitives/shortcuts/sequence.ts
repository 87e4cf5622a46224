import { isChord, type Press, parseKeys } from './keys'

/** Longest pause between two keys of a sequence, in milliseconds. */
export const SEQUENCE_PAUSE_MS = 1500

export interface Pending {
  readonly presses: readonly Press[]
  readonly atMs: number
}

export const NOTHING_PENDING: Pending = { presses: [], atMs: 0 }

export interface Step<Binding> {
  readonly pending: Pending
  /** The binding whose sequence this press completes. */
  readonly fired: Binding | null
}

/**
 * One press against the bindings: what fires, and what waits for more keys. Of equal sequences the last one wins, a
 * longer sequence waits behind a shorter one that fires at once, and a press that continues nothing starts afresh.
 */
export function stepSequence<Binding extends { readonly keys: string }>(
  before: Pending,
  press: Press,
  nowMs: number,
  bindings: readonly Binding[],
  isMac: boolean,
): Step<Binding> {
  const fresh = nowMs - before.atMs > SEQUENCE_PAUSE_MS ? [] : before.presses
  for (const presses of fresh.length > 0 ? [[...fresh, press], [press]] : [[press]]) {
    const fired = bindings.findLast(({ keys }) => isPrefix(presses, keys, isMac) === 'whole')
    if (fired !== undefined) return { pending: NOTHING_PENDING, fired }
    if (bindings.some(({ keys }) => isPrefix(presses, keys, isMac) === 'part')) {
      return { pending: { presses, atMs: nowMs }, fired: null }
    }
  }
  return { pending: NOTHING_PENDING, fired: null }
}

function isPrefix(presses: readonly Press[], keys: string, isMac: boolean): 'whole' | 'part' | 'no' {
  const chords = parseKeys(keys)
  if (presses.length > chords.length) return 'no'
  for (const [index, press] of presses.entries()) {
    if (!isChord(press, chords[index] ?? '', isMac)) return 'no'
  }
  return presses.length === chords.length ? 'whole' : 'part'
}
