import type { DurationMs } from '~/domain/units-of-measure'

/** How far what a panel shows can be believed. Each kind has a word, an icon and a colour on screen. */
export type TruthKind = 'loading' | 'live' | 'stale' | 'idle' | 'empty' | 'partial' | 'failed'

export interface Truth {
  readonly kind: TruthKind
  /** A few words for the chip, such as "stale, 2 min old" or "no traffic". */
  readonly word: string
  /** One sentence: why it is so. */
  readonly reason: string
  /** What the reader can do, where there is something. */
  readonly nextStep?: string
  /** Age of the newest sample, of what is old. */
  readonly ageMs?: DurationMs
  /** The data on screen is from before the fault: draw it desaturated. */
  readonly old: boolean
}

/** Why it is so, and what the reader can do. */
export function wholeReason({ reason, nextStep }: Pick<Truth, 'reason' | 'nextStep'>): string {
  return nextStep === undefined ? reason : `${reason} ${nextStep}`
}

/** Whether both say the same to a reader. */
export function isSameTruth(one: Truth, other: Truth): boolean {
  return (
    one.kind === other.kind &&
    one.word === other.word &&
    one.old === other.old &&
    wholeReason(one) === wholeReason(other)
  )
}
