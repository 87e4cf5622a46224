import type { SourceError } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { FiringCount, KnownFiring } from './firing'
import { countFiring } from './firing'

/** How many alerts fire, for what shows it on every page. */
export interface FiringState {
  /** The newest that is known; null until anything is. */
  readonly count: FiringCount | null
  /** Why that is not, or may not be, the count of now, in words for the reader; empty where it is. */
  readonly doubt: string
  /** False where what it counts may be over. */
  readonly isCurrent: boolean
}

const NOT_ASKED: FiringState = { count: null, doubt: '', isCurrent: false }

export interface FiringFacts {
  readonly known: KnownFiring | undefined
  /** Of the last question. */
  readonly error: SourceError | null
  readonly isPartial: boolean
  /** Since Prometheus' newest answer; null for none. */
  readonly ageMs: DurationMs | null
  /** From which age on an answer is not of now. */
  readonly oldAfterMs: DurationMs
}

/** What may be said of the count. An old one is kept, and said to be old: zero would be an all-clear. */
export function judgeFiring({ known, error, isPartial, ageMs, oldAfterMs }: FiringFacts): FiringState {
  const count = known === undefined ? null : countFiring(known.loud)
  const last = count === null ? '' : ` ${sumOf(count)} fired when it was last known.`
  if (error !== null) {
    return { count, doubt: `How many alerts fire is not known: ${error.message}${last}`, isCurrent: false }
  }
  if (known === undefined || count === null || ageMs === null) return NOT_ASKED
  if (ageMs > oldAfterMs) {
    return { count, doubt: `How many alerts fire was not asked for a while.${last}`, isCurrent: false }
  }
  if (isPartial) {
    return { count, doubt: 'firing; not all stores of the server answered, more may fire', isCurrent: true }
  }
  const { doubtful } = known
  const more = `firing; ${doubtful} more that ${doubtful === 1 ? 'was' : 'were'} silenced when Alertmanager last answered`
  return { count, doubt: doubtful > 0 ? more : '', isCurrent: true }
}

/** When an answer of that time is not of now any more, in milliseconds from now; null where it is old already. */
export function untilOldMs(evaluatedMs: UnixMs, nowMs: UnixMs, oldAfterMs: DurationMs): DurationMs | null {
  const leftMs = evaluatedMs + oldAfterMs - nowMs
  return leftMs < 0 ? null : leftMs + 1
}

export function sumOf({ critical, warning }: FiringCount): number {
  return critical + warning
}
