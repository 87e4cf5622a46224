import { coverageOf, type QueryNode } from '../query/node'
import type { Excuse, Judgement } from './judge'

/** What a run adds up. */
export interface Tally {
  compared: number
  instants: number
  ranges: number
  nonEmpty: number
  points: number
  /** Equal to the last bit, of those with an answer. */
  identical: number
  errorsAgreed: number
  /** Errors in the same words, of those agreed. */
  sameWords: number
  differing: number
  readonly undefined: Map<Excuse, number>
  /** Compared with a non-empty answer, and compared at all, for each use of the language. */
  readonly covered: Map<string, number>
  readonly asked: Map<string, number>
}

export function createTally(): Tally {
  return {
    compared: 0,
    instants: 0,
    ranges: 0,
    nonEmpty: 0,
    points: 0,
    identical: 0,
    errorsAgreed: 0,
    sameWords: 0,
    differing: 0,
    undefined: new Map(),
    covered: new Map(),
    asked: new Map(),
  }
}

const increase = <Key>(counts: Map<Key, number>, key: Key) => counts.set(key, (counts.get(key) ?? 0) + 1)

/** Books one judgement. */
export function addToTally(tally: Tally, node: QueryNode, isRange: boolean, judgement: Judgement): void {
  const { verdict, theirs, ours } = judgement
  tally.compared++
  if (isRange) tally.ranges++
  else tally.instants++
  if (verdict.kind === 'undefined') increase(tally.undefined, verdict.why)
  if (verdict.kind === 'differs') tally.differing++
  if (verdict.kind !== 'same') return
  const covers = new Set(coverageOf(node))
  for (const cover of covers) increase(tally.asked, cover)
  if (theirs.kind === 'error') {
    tally.errorsAgreed++
    if (ours.kind === 'error' && ours.message === theirs.message) tally.sameWords++
    return
  }
  const isEmpty = theirs.kind === 'series' && theirs.series.length === 0
  if (isEmpty) return
  tally.nonEmpty++
  for (const cover of covers) increase(tally.covered, cover)
  if (theirs.kind !== 'series' || ours.kind !== 'series') return
  for (const { values } of theirs.series) tally.points += values.length
  const mine = new Map(ours.series.map((one) => [one.key, one.values]))
  const exact = theirs.series.every(({ key, values }) =>
    Array.from(values).every((value, i) => Object.is(value, mine.get(key)?.[i])),
  )
  if (exact) tally.identical++
}
