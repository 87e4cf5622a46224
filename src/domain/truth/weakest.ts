import type { Truth, TruthKind } from './truth'

/** From what says least to what can be believed. */
const ORDER: readonly TruthKind[] = ['loading', 'failed', 'stale', 'partial', 'live', 'idle', 'empty']

/**
 * What a figure made of several answers is worth: no more than the weakest of them, and as old as the oldest. One that is there beside
 * others without traffic or series makes it live. Of no answers there is nothing to doubt.
 */
export function weakestTruth(truths: readonly Truth[]): Truth {
  const [first = { kind: 'live', word: '', reason: '', old: false } satisfies Truth, ...others] = truths
  return others.reduce((weakest, one) => (isWeaker(one, weakest) ? one : weakest), first)
}

function isWeaker(one: Truth, than: Truth): boolean {
  // What is old says its age, beside which it matters little why.
  if (one.old && than.old) return (one.ageMs ?? 0) > (than.ageMs ?? 0)
  return ORDER.indexOf(one.kind) < ORDER.indexOf(than.kind)
}
