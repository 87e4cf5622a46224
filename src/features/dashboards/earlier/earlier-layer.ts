import type { PanelData } from '~/panels/panel-kind'
import { traceBars } from '~/ui/chart/bars'
import type { ChartLayer, LayerModel } from '~/ui/chart/chart-overlay'
import { lowerBound } from '~/ui/chart/nearest'
import type { Picture } from '~/ui/chart/picture'
import { traceLine } from '~/ui/chart/trace'
import { extentOf } from '~/ui/chart/value-range'

/** A line of the earlier period. */
interface EarlierLine {
  readonly colour: string
  readonly values: Float64Array
}

/** The edge of a stack belongs to no series. */
const STACK_COLOUR = '--text-muted'
const OPACITY = 0.65

/**
 * The earlier period below a chart's lines: dashed and faint in the colours of the series that are shown. Where they are
 * stacked it is the edge of the whole stack, because a second stack in the first could not be read; of bars their outline.
 * `seriesCount` is how many series the panel has: only where all are shown do those count that it had then and has no more.
 */
export function createEarlierLayer(label: string, data: PanelData, seriesCount: number): ChartLayer {
  const linesOf = (model: LayerModel) => earlierLines(data, model, seriesCount)
  return {
    extentOf: (model) => extentOf(linesOf(model).map(({ values }) => values)),
    under(ctx, picture, model) {
      const { timesMs } = data
      const { projection, theme, remPx, area } = picture
      const firstIndex = Math.max(0, lowerBound(timesMs, model.fromMs) - 1)
      const lastIndex = Math.min(timesMs.length - 1, lowerBound(timesMs, model.toMs))
      const width = (remPx / 16) * 1.25
      ctx.save()
      ctx.beginPath()
      ctx.rect(area.left, area.top - width, area.width, area.height + width * 2)
      ctx.clip()
      ctx.lineWidth = width
      ctx.setLineDash([remPx * 0.25, remPx * 0.1875])
      for (const { colour, values } of linesOf(model)) {
        const line = { timesMs, values, gapMs: model.stepMs * 1.5, firstIndex, lastIndex }
        ctx.strokeStyle = theme.faded(colour, OPACITY)
        ctx.beginPath()
        if (model.drawStyle === 'bars') {
          traceBars(line, model.stepMs, projection, 0, (x, y, w, h) => ctx.rect(x + 0.5, y + 0.5, w - 1, h))
        } else traceLine(line, projection, width, ctx)
        ctx.stroke()
      }
      ctx.restore()
    },
    over: (ctx, picture, model) => drawKey(ctx, picture, linesOf(model).length > 0, label),
  }
}

function earlierLines(data: PanelData, model: LayerModel, seriesCount: number): readonly EarlierLine[] {
  const shown = new Map(model.series.map(({ id, colour }) => [id, colour]))
  const isWhole = shown.size >= seriesCount
  const stacked = model.stacked === true
  const own = data.series.filter(({ id, present }) => (shown.has(id) || (stacked && isWhole)) && present.includes(1))
  if (!stacked) return own.map(({ id, values }) => ({ values, colour: shown.get(id) ?? STACK_COLOUR }))
  const all = own.map(({ values }) => values)
  const edges = [edgeOf(all, (value) => value >= 0), edgeOf(all, (value) => value < 0)]
  return edges.filter((edge) => edge.some(Number.isFinite)).map((values) => ({ values, colour: STACK_COLOUR }))
}

/** Sum of the values on one side of zero at each time; NaN where there is none. Infinities are carried nowhere, as in the stack. */
function edgeOf(all: readonly Float64Array[], isOnSide: (value: number) => boolean): Float64Array {
  const edge = new Float64Array(all[0]?.length ?? 0).fill(Number.NaN)
  for (const values of all) {
    for (const [i, value] of values.entries()) {
      if (!Number.isFinite(value) || !isOnSide(value)) continue
      const sum = edge[i] ?? Number.NaN
      edge[i] = value + (Number.isNaN(sum) ? 0 : sum)
    }
  }
  return edge
}

/** What the dashes are, or that there are none, at the upper right. */
function drawKey(ctx: CanvasRenderingContext2D, picture: Picture, hasLines: boolean, label: string): void {
  const { area, theme, fontPx, remPx } = picture
  const text = hasLines ? label : `no data ${label}`
  const space = fontPx * 0.4
  ctx.save()
  ctx.font = `${fontPx}px ${theme.fontFamily}`
  ctx.textAlign = 'right'
  ctx.textBaseline = 'top'
  const { width } = ctx.measureText(text)
  const dashes = hasLines ? remPx * 1.375 : 0
  const right = area.left + area.width - space
  const top = area.top + space
  // A ground in the surface's colour keeps the words readable over lines.
  ctx.fillStyle = theme.faded('--surface', 0.8)
  ctx.fillRect(right - width - dashes - space, top - space * 0.5, width + dashes + space * 2, fontPx + space)
  ctx.fillStyle = theme.colour('--text-faint')
  ctx.fillText(text, right, top)
  if (hasLines) {
    const y = Math.round(top + fontPx / 2)
    ctx.strokeStyle = theme.colour('--text-faint')
    ctx.lineWidth = (remPx / 16) * 1.25
    ctx.setLineDash([remPx * 0.25, remPx * 0.1875])
    ctx.beginPath()
    ctx.moveTo(right - width - dashes, y)
    ctx.lineTo(right - width - space, y)
    ctx.stroke()
  }
  ctx.restore()
}
