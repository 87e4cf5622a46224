import type { BucketBounds } from '~/domain/histogram/bucket-layouts'
import { type Bucket, bucketOf } from '~/domain/histogram/bucket-of'
import type { ChartLayer, LayerModel } from '~/ui/chart/chart-overlay'
import type { Picture } from '~/ui/chart/picture'
import type { ChartSeries } from '~/ui/chart/time-chart-props'
import { projectValue } from '~/ui/chart/trace'
import type { ValueRange } from '~/ui/chart/value-range'

/** Opacity of a band, and of the bounds that it ends at. */
const FILL = 0.14
const EDGE = 0.45
/** Room above the highest bound, as a share of it, so that a band that has no end is seen. */
const OPEN_ROOM = 0.1

/** A stretch of points of one series that fall in the same bucket. */
interface Stretch extends Bucket {
  readonly fromMs: number
  readonly toMs: number
}

/** A band from lower to upper bound of the bucket that each quantile falls in, under its line. */
export function boundsLayer(boundsById: ReadonlyMap<string, BucketBounds>): ChartLayer {
  const shown = ({ series, stacked }: LayerModel) => (stacked === true ? [] : series)
  return {
    extentOf: (model) => extentOfBands(shown(model), boundsById),
    under(ctx, picture, model) {
      const { area } = picture
      ctx.save()
      ctx.beginPath()
      ctx.rect(area.left, area.top, area.width, area.height)
      ctx.clip()
      for (const one of shown(model)) {
        const bounds = boundsById.get(one.id)
        if (bounds) drawBand(ctx, picture, one.colour, stretchesOf(one.values, bounds, model))
      }
      ctx.restore()
    },
  }
}

/** Finite ends of all bands, and room for those that have none; null where there is no band. */
function extentOfBands(
  series: readonly ChartSeries[],
  boundsById: ReadonlyMap<string, BucketBounds>,
): ValueRange | null {
  let extent: ValueRange | null = null
  for (const { id, values } of series) {
    const bounds = boundsById.get(id)
    if (bounds === undefined) continue
    for (const value of values) {
      const bucket = bucketOf(value, bounds)
      if (bucket === null) continue
      const { lower, upper } = bucket
      const low = Number.isFinite(lower) ? lower : upper
      const high = Number.isFinite(upper) ? upper : lower + Math.abs(lower) * OPEN_ROOM
      extent =
        extent === null ? { min: low, max: high } : { min: Math.min(extent.min, low), max: Math.max(extent.max, high) }
    }
  }
  return extent
}

/** A point stands for the time half way to its neighbours; across a gap, for half a step. */
export function stretchesOf(
  values: Float64Array,
  bounds: BucketBounds,
  { timesMs, stepMs, fromMs, toMs }: Pick<LayerModel, 'timesMs' | 'stepMs' | 'fromMs' | 'toMs'>,
): Stretch[] {
  const stretches: Stretch[] = []
  const isNear = (i: number, j: number) =>
    Math.abs((timesMs[i] ?? Number.NaN) - (timesMs[j] ?? Number.NaN)) <= stepMs * 1.5
  const edge = (i: number, neighbour: number) => {
    const own = timesMs[i] ?? Number.NaN
    if (isNear(i, neighbour)) return (own + (timesMs[neighbour] ?? own)) / 2
    return own + (neighbour - i) * (stepMs / 2)
  }
  values.forEach((value, i) => {
    const bucket = bucketOf(value, bounds)
    const [start, end] = [edge(i, i - 1), edge(i, i + 1)]
    if (bucket === null || !(end >= fromMs && start <= toMs)) return
    const last = stretches.at(-1)
    const goesOn = last?.toMs === start && last.lower === bucket.lower && last.upper === bucket.upper
    if (goesOn) stretches[stretches.length - 1] = { ...last, toMs: end }
    else stretches.push({ ...bucket, fromMs: start, toMs: end })
  })
  return stretches
}

function drawBand(
  ctx: CanvasRenderingContext2D,
  picture: Picture,
  colour: string,
  stretches: readonly Stretch[],
): void {
  const { projection, theme, hair } = picture
  const [fill, edge] = [theme.faded(colour, FILL), theme.faded(colour, EDGE)]
  for (const { fromMs, toMs, lower, upper } of stretches) {
    const [left, right] = [fromMs, toMs].map((ms) => Math.round(projection.xAtZero + projection.xPerMs * ms))
    const [top, bottom] = [upper, lower].map((value) => Math.round(projectValue(projection, value)))
    if (left === undefined || right === undefined || top === undefined || bottom === undefined) return
    ctx.fillStyle = fill
    ctx.fillRect(left, top, right - left, bottom - top)
    // Bands of several percentiles lie over each other: their ends tell them apart.
    ctx.fillStyle = edge
    if (Number.isFinite(upper)) ctx.fillRect(left, top, right - left, hair)
    if (Number.isFinite(lower)) ctx.fillRect(left, bottom - hair, right - left, hair)
  }
}
