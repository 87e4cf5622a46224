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

/** Points a pixel from which on only the first, least, greatest and last of each pixel column are drawn. */
const DENSE = 2

/** Pixel of a value; infinities and values out of range end at the plot's edge, so that paths stay small. */
export function projectValue(projection: Projection, value: number): number {
  if (value === Number.POSITIVE_INFINITY) return projection.top
  if (value === Number.NEGATIVE_INFINITY) return projection.bottom
  const y = projection.yAtZero + projection.yPerUnit * value
  const margin = projection.bottom - projection.top
  return Math.max(projection.top - margin, Math.min(y, projection.bottom + margin))
}

function projectTime(projection: Projection, timeMs: number): number {
  return projection.xAtZero + projection.xPerMs * timeMs
}

/**
 * Traces a line run by run, where a run has no gap. A run of one point (or of less than a pixel) becomes a dot: a
 * single sample must be seen.
 */
export function traceLine(line: Line, projection: Projection, dotRadius: number, path: PathSink): void {
  const { timesMs, values } = line
  const dense = isDense(line, projection)
  for (let start = nextPoint(line, line.firstIndex); start <= line.lastIndex; ) {
    const end = runEnd(line, start)
    const x = projectTime(projection, timesMs[end] as number)
    if (start < end) {
      const y = projectValue(projection, values[start] as number)
      path.moveTo(projectTime(projection, timesMs[start] as number), y)
      tracePoints(timesMs, values, projection, start, end, dense, path)
    }
    if (start === end || x - projectTime(projection, timesMs[start] as number) < 1) {
      const y = projectValue(projection, values[end] as number)
      // The line across keeps a wide ring from having a hole.
      path.moveTo(x - dotRadius, y)
      path.lineTo(x + dotRadius, y)
      path.arc(x, y, dotRadius, 0, Math.PI * 2)
    }
    start = nextPoint(line, end + 1)
  }
}

/** Traces the area between each run of a line and its floor. */
export function traceArea(line: Line, projection: Projection, floor: Floor, path: PathSink): void {
  const { timesMs, values } = line
  const dense = isDense(line, projection)
  for (let start = nextPoint(line, line.firstIndex); start <= line.lastIndex; ) {
    const end = runEnd(line, start)
    if (start < end) {
      const first = projectTime(projection, timesMs[start] as number)
      const last = projectTime(projection, timesMs[end] as number)
      const floorAt = (i: number) => projectValue(projection, typeof floor === 'number' ? floor : (floor[i] as number))
      path.moveTo(first, floorAt(start))
      path.lineTo(first, projectValue(projection, values[start] as number))
      tracePoints(timesMs, values, projection, start, end, dense, path)
      path.lineTo(last, floorAt(end))
      if (typeof floor !== 'number') tracePoints(timesMs, floor, projection, end, start, dense, path)
      path.closePath()
    }
    start = nextPoint(line, end + 1)
  }
}

function isDense({ timesMs, firstIndex, lastIndex }: Line, projection: Projection): boolean {
  const span = ((timesMs[lastIndex] ?? 0) - (timesMs[firstIndex] ?? 0)) * projection.xPerMs
  return lastIndex - firstIndex > span * DENSE
}

/** Index of the first point from `from` on; beyond the last index where there is none. */
function nextPoint({ values, lastIndex }: Line, from: number): number {
  let i = from
  while (i <= lastIndex && Number.isNaN(values[i])) i++
  return i
}

/** Index of the last point before the next gap. */
function runEnd({ timesMs, values, gapMs, lastIndex }: Line, start: number): number {
  let i = start
  while (
    i < lastIndex &&
    !Number.isNaN(values[i + 1]) &&
    (timesMs[i + 1] as number) - (timesMs[i] as number) <= gapMs
  ) {
    i++
  }
  return i
}

/** Goes on from the point at `from` to that at `to`, forwards or backwards. */
function tracePoints(
  timesMs: Float64Array,
  values: Float64Array,
  projection: Projection,
  from: number,
  to: number,
  dense: boolean,
  path: PathSink,
): void {
  const by = from < to ? 1 : -1
  const { xPerMs, xAtZero } = projection
  if (!dense) {
    for (let i = from + by; i !== to + by; i += by) {
      path.lineTo(xAtZero + xPerMs * (timesMs[i] as number), projectValue(projection, values[i] as number))
    }
    return
  }
  // What is traced is a part of the points: of each pixel column its first, least, greatest and last, in their order.
  let column = Number.NaN
  let low = 0
  let high = 0
  let lowAt = from
  let highAt = from
  for (let i = from; ; i += by) {
    const x = xAtZero + xPerMs * (timesMs[i] as number)
    const y = projectValue(projection, values[i] as number)
    const nextColumn = Math.floor(x)
    if (nextColumn !== column) {
      if (i !== from) path.lineTo(x, y)
      column = nextColumn
      low = high = y
      lowAt = highAt = i
    } else if (y < low) {
      low = y
      lowAt = i
    } else if (y > high) {
      high = y
      highAt = i
    }
    const isLast = i === to || Math.floor(xAtZero + xPerMs * (timesMs[i + by] as number)) !== column
    if (isLast) {
      const lowFirst = by * (highAt - lowAt) > 0
      const earlier = lowFirst ? lowAt : highAt
      const later = lowFirst ? highAt : lowAt
      if (earlier !== i && earlier !== from)
        path.lineTo(xAtZero + xPerMs * (timesMs[earlier] as number), lowFirst ? low : high)
      if (later !== i && later !== earlier) {
        path.lineTo(xAtZero + xPerMs * (timesMs[later] as number), lowFirst ? high : low)
      }
      if (i !== from) path.lineTo(x, y)
    }
    if (i === to) return
  }
}
