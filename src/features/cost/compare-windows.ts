import { WINDOW_WORDS } from '~/domain/cost/windows'
import { MINUTE_MS } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'
import { hasGaps, type WindowCost } from './window-cost'

/** Two answers further apart than an earlier window holds are not about the same stretch of two days. */
const APART_MS: DurationMs = 10 * MINUTE_MS

/** Why two windows cannot be held against each other, in words: a hole in one of them would pass for a change. Null where they can. */
export function whyNotCompared(now: WindowCost | undefined, then: WindowCost | undefined): string | null {
  if (now === undefined || then === undefined) return 'Asks…'
  if (now.truth.kind === 'loading' || then.truth.kind === 'loading') return 'Asks…'
  for (const { id, total, atMs } of [now, then]) {
    if (total.money === null || atMs === null) return `${WINDOW_WORDS[id]}: no data, nothing can be said.`
  }
  const [missing, before] = [now, then].map(({ total }) => total.missing.map(({ id }) => id).join(' '))
  if (missing !== before) return 'Not the same is known of both: nothing can be said.'
  for (const window of [now, then]) {
    if (window.hours === null) return `${WINDOW_WORDS[window.id]}: which hours have data is not known.`
    if (hasGaps(window)) {
      return `${WINDOW_WORDS[window.id]}: only ${window.hours.known} of ${window.hours.all} hours have data.`
    }
  }
  return Math.abs((now.atMs ?? 0) - (then.atMs ?? 0)) > APART_MS
    ? 'One of the two is older than the other: nothing can be said.'
    : null
}

/** Tokens without a price are in neither or in one of the two: a difference is that of the others. */
export function hasUnpriced(...windows: readonly (WindowCost | undefined)[]): boolean {
  return windows.some((window) => window !== undefined && window.total.unpriced.length > 0)
}
