import type { RuleFacts } from '../rule-facts'

export interface Finding {
  /** `blind`: it cannot fire. `may`: it may be that it cannot. `odd`: it fires otherwise than was meant. */
  readonly level: 'blind' | 'may' | 'odd'
  readonly kind:
    | 'evaluation'
    | 'metric'
    | 'label'
    | 'value'
    | 'gauge'
    | 'never'
    | 'always-one'
    | 'percent'
    | 'match'
    | 'bool'
  /** Sentences for the reader. */
  readonly text: string
}

/** Between which bounds the values of an expression lie, and whether it can have any. */
export interface Bounds {
  /** Why it has no series; null where it may have some. */
  readonly empty: Finding | null
  readonly lo: number
  readonly hi: number
  /** Bounds by a convention of names, which somebody may not keep to. */
  readonly soft: boolean
  /** What the bounds come from, in words: "a rate" or the like. */
  readonly what: string
  readonly scale: 'percent' | 'ratio' | null
  /** Names of the labels where all of them are known. */
  readonly labels: readonly string[] | null
}

export type Range = Pick<Bounds, 'lo' | 'hi'>

export interface JudgeContext {
  readonly facts: RuleFacts
  /** What is odd without making the expression empty is added here. */
  readonly notes: Finding[]
}

export const MOST = Number.POSITIVE_INFINITY
export const LEAST = Number.NEGATIVE_INFINITY

/** Of what nothing is known. */
export const FREE: Bounds = { empty: null, lo: LEAST, hi: MOST, soft: false, what: '', scale: null, labels: null }

/** The one that leaves less hope, the first where both do alike. */
export function graver(a: Finding | null, b: Finding | null): Finding | null {
  return a?.level === 'blind' || b === null ? a : b.level === 'blind' || a === null ? b : a
}

/** The one that leaves more hope. */
export function lesser(a: Finding, b: Finding): Finding {
  return a.level === 'blind' ? b : a
}

/** Of a sum of at least one: the others do not take away from it where all have one sign. */
export function summed({ lo, hi, soft, what }: Bounds): Pick<Bounds, 'lo' | 'hi' | 'soft' | 'what'> {
  return { lo: lo >= 0 ? lo : LEAST, hi: hi <= 0 ? hi : MOST, soft, what }
}
