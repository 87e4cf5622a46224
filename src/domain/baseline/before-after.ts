import type { UnixMs } from '~/domain/units-of-measure'
import { median, spread } from './robust'

export interface Point {
  readonly timeMs: UnixMs
  readonly value: number | null
}

/** What a signal did around a moment, such as a deploy. */
export type Change =
  | {
      readonly kind: 'same' | 'up' | 'down'
      readonly before: number
      readonly after: number
      /** Share by which it changed; Infinity from zero. */
      readonly share: number
    }
  | { readonly kind: 'tooEarly'; readonly before: number | null }
  | { readonly kind: 'unknown' }

/** Points on each side without which nothing is said. */
const LEAST_POINTS = 6
/** A change is one beyond so many spreads of a median of that many points, and beyond a share that anybody would notice. */
const SPREADS = 3
const LEAST_SHARE = 0.05

/** Compares the medians of the points before and after a moment; the point at the moment itself holds both and counts for neither. */
export function changeAt(points: readonly Point[], atMs: UnixMs, stepMs: number): Change {
  const known = (from: UnixMs, to: UnixMs) =>
    points.flatMap(({ timeMs, value }) =>
      timeMs > from && timeMs <= to && value !== null && Number.isFinite(value) ? [value] : [],
    )
  const before = known(Number.NEGATIVE_INFINITY, atMs)
  // A point tells of the step that ends in it.
  const after = known(atMs + stepMs, Number.POSITIVE_INFINITY)
  if (before.length < LEAST_POINTS) return { kind: 'unknown' }
  const [was, is] = [median(before), median(after)]
  if (after.length < LEAST_POINTS) return { kind: 'tooEarly', before: was }
  // The error of a median is about 1.25 spreads over the root of the number of points.
  const error = 1.25 * Math.hypot(spread(before) / Math.sqrt(before.length), spread(after) / Math.sqrt(after.length))
  const difference = is - was
  const share =
    was === 0 ? (difference === 0 ? 0 : Math.sign(difference) * Number.POSITIVE_INFINITY) : difference / Math.abs(was)
  const isChanged = Math.abs(difference) > SPREADS * error && Math.abs(share) > LEAST_SHARE
  return { kind: isChanged ? (difference > 0 ? 'up' : 'down') : 'same', before: was, after: is, share }
}
