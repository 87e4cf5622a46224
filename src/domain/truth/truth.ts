import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

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
  /** Age of the newest sample. */
  readonly ageMs?: DurationMs
  /** Time of the newest sample on the server's clock. */
  readonly sampleMs?: UnixMs
  /** The data on screen is from before the fault: draw it desaturated. */
  readonly old: boolean
}

/** Why it is so, and what the reader can do. */
export function wholeReason({ reason, nextStep }: Pick<Truth, 'reason' | 'nextStep'>): string {
  return nextStep === undefined ? reason : `${reason} ${nextStep}`
}
