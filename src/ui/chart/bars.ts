import { type Floor, type Line, type Projection, projectValue } from './trace'

/** Part of a bar's room that stays free, where there is room for a gap at all. */
const GAP = 0.2

/**
 * Gives `fill` a bar for each point: around its time, a step wide, and no further than halfway to its neighbours, since the
 * newest evaluation is off the grid. A missing point has none, a value of zero has no height.
 */
export function traceBars(
  { timesMs, values, firstIndex, lastIndex }: Line,
  stepMs: number,
  projection: Projection,
  floor: Floor,
  fill: (x: number, y: number, width: number, height: number) => void,
): void {
  const xOf = (timeMs: number) => projection.xAtZero + projection.xPerMs * timeMs
  for (let i = firstIndex; i <= lastIndex; i++) {
    const value = values[i] as number
    if (Number.isNaN(value)) continue
    const at = timesMs[i] as number
    const from = Math.max(at - stepMs / 2, ((timesMs[i - 1] ?? Number.NEGATIVE_INFINITY) + at) / 2)
    const to = Math.min(at + stepMs / 2, ((timesMs[i + 1] ?? Number.POSITIVE_INFINITY) + at) / 2)
    // On whole pixels: bars without room for a gap share their edges, and leave no stripes.
    const gap = (xOf(to) - xOf(from)) * GAP
    const margin = gap > 0.6 ? gap / 2 : 0
    const left = Math.round(xOf(from) + margin)
    const width = Math.max(1, Math.round(xOf(to) - margin) - left)
    const top = projectValue(projection, value)
    const bottom = projectValue(projection, typeof floor === 'number' ? floor : (floor[i] as number))
    const height = Math.abs(bottom - top)
    if (height > 0) fill(left, Math.min(top, bottom), width, height)
  }
}
