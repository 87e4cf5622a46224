/** The part of a canvas path that a line needs. */
export interface PathSink {
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  arc(x: number, y: number, radius: number, startAngle: number, endAngle: number): void
  closePath(): void
}

/** Linear maps from milliseconds and values to canvas pixels, and the pixels beyond which nothing is drawn. */
export interface Projection {
  readonly xPerMs: number
  readonly xAtZero: number
  readonly yPerUnit: number
  readonly yAtZero: number
  readonly top: number
  readonly bottom: number
}

export interface Line {
  readonly timesMs: Float64Array
  /** NaN is no point: a gap is a gap. */
  readonly values: Float64Array
  /** Two points further apart have a gap between them. */
  readonly gapMs: number
  readonly firstIndex: number
  readonly lastIndex: number
}

/** Lower edge of a filled area: a constant or one value a point. */
export type Floor = number | Float64Array

/** Pixel of a value; infinities and values out of range end at the plot's edge, so that paths stay small. */
export function projectValue(projection: Projection, value: number): number {
  if (value === Number.POSITIVE_INFINITY) return projection.top
  if (value === Number.NEGATIVE_INFINITY) return projection.bottom
  const y = projection.yAtZero + projection.yPerUnit * value
  const margin = projection.bottom - projection.top
  return Math.max(projection.top - margin, Math.min(y, projection.bottom + margin))
}

/**
 * Draws a line run by run, where a run has no gap. A run of one point becomes a dot: a single sample must be seen.
 * With a floor, the area between the run and the floor goes to `area`.
 */
export function traceLine(
  line: Line,
  projection: Projection,
  dotRadius: number,
  stroke: PathSink,
  area: PathSink | null,
  floor: Floor,
): void {
  const { timesMs, values, gapMs } = line
  let runStart = -1
  for (let i = line.firstIndex; i <= line.lastIndex; i++) {
    const value = values[i] as number
    if (Number.isNaN(value)) {
      if (runStart >= 0) endRun(line, projection, dotRadius, stroke, area, floor, runStart, i - 1)
      runStart = -1
      continue
    }
    const time = timesMs[i] as number
    if (runStart >= 0 && time - (timesMs[i - 1] as number) > gapMs) {
      endRun(line, projection, dotRadius, stroke, area, floor, runStart, i - 1)
      runStart = -1
    }
    const x = projection.xAtZero + projection.xPerMs * time
    const y = projectValue(projection, value)
    if (runStart < 0) {
      runStart = i
      stroke.moveTo(x, y)
    } else {
      stroke.lineTo(x, y)
    }
  }
  if (runStart >= 0) endRun(line, projection, dotRadius, stroke, area, floor, runStart, line.lastIndex)
}

function endRun(
  line: Line,
  projection: Projection,
  dotRadius: number,
  stroke: PathSink,
  area: PathSink | null,
  floor: Floor,
  start: number,
  end: number,
): void {
  const { timesMs, values } = line
  const xAt = (i: number) => projection.xAtZero + projection.xPerMs * (timesMs[i] as number)
  if (start === end) {
    const x = xAt(start)
    const y = projectValue(projection, values[start] as number)
    stroke.moveTo(x + dotRadius, y)
    stroke.arc(x, y, dotRadius, 0, Math.PI * 2)
    return
  }
  if (area === null) return
  const floorAt = (i: number) => projectValue(projection, typeof floor === 'number' ? floor : (floor[i] as number))
  area.moveTo(xAt(start), floorAt(start))
  for (let i = start; i <= end; i++) area.lineTo(xAt(i), projectValue(projection, values[i] as number))
  if (typeof floor === 'number') area.lineTo(xAt(end), floorAt(end))
  else for (let i = end; i > start; i--) area.lineTo(xAt(i), floorAt(i))
  area.closePath()
}
