import type { Tone } from '../status/tone'
import type { ChartLayer, LayerModel } from './chart-overlay'
import { firstOfBursts, groupMarks, type MarkGroup, type TimeMark } from './group-marks'
import type { Picture } from './picture'

/** A stretch of time, drawn along the lower edge of a chart. */
export interface TimeBand {
  readonly fromMs: number
  readonly toMs: number
  readonly tone: Tone
  /** Broken into dashes: not sure yet. */
  readonly faint: boolean
}

/** Marks nearer than this are one; lengths here are in pixels at scale 1. */
const NEAR = 4
/** More marks than these, or than one in so many pixels, would fence off the lines: they get no line of their own. */
const MOST_LINES = 60
const PIXELS_A_LINE = 14
/** Room above and below the plot that is nobody's, so that marks hide no value. */
const MARK_HEIGHT = 6
const BAND_GAP = 2
const DASH = 3
const SHORTEST_BAND = 3

/** The worst last, and so on top. */
const ORDER: readonly Tone[] = ['unknown', 'ok', 'info', 'warn', 'crit']

/** Marks of moments as lines with a head above the plot, and bands of time below it. `marks` are in order of time. */
export function createMarkLayer(marks: readonly TimeMark[], bands: readonly TimeBand[]): ChartLayer {
  return {
    under(ctx, picture, model) {
      const groups = groupsOf(marks, picture, model)
      if (!isCrowded(groups, picture)) return drawLines(ctx, picture, firstOfBursts(groups, linePixels(picture)))
      const strong = groups.filter((group) => group.strong)
      if (!isCrowded(strong, picture)) drawLines(ctx, picture, strong)
    },
    over(ctx, picture, model) {
      const groups = groupsOf(marks, picture, model)
      if (isCrowded(groups, picture)) drawRug(ctx, picture, groups)
      else drawHeads(ctx, picture, groups)
      drawBands(ctx, picture, model, bands)
    },
  }
}

function groupsOf(marks: readonly TimeMark[], { projection, remPx }: Picture, { fromMs, toMs }: LayerModel) {
  const xOf = (timeMs: number) => projection.xAtZero + projection.xPerMs * timeMs
  const shown = marks.filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs)
  return groupMarks(shown, xOf, (NEAR * remPx) / 16)
}

function isCrowded(groups: readonly MarkGroup[], picture: Picture): boolean {
  return groups.length > Math.min(MOST_LINES, picture.area.width / linePixels(picture))
}

function linePixels({ remPx }: Picture): number {
  return (PIXELS_A_LINE * remPx) / 16
}

function drawLines(ctx: CanvasRenderingContext2D, picture: Picture, groups: readonly MarkGroup[]): void {
  const { area, theme, hair } = picture
  const bottom = area.top + area.height
  for (const { x, strong } of groups) {
    const left = Math.round(x) - (hair >> 1)
    ctx.fillStyle = theme.faded(strong ? '--text-muted' : '--text-faint', strong ? 0.9 : 0.7)
    // Never a whole line, which is the crosshair's. Rectangles instead of a dashed line: each dash is on whole pixels.
    const [dash, gap] = strong ? [hair * DASH * 3, hair * DASH] : [hair * DASH, hair * DASH]
    for (let y = area.top; y < bottom; y += dash + gap) ctx.fillRect(left, y, hair, Math.min(dash, bottom - y))
  }
}

function drawHeads(ctx: CanvasRenderingContext2D, picture: Picture, groups: readonly MarkGroup[]): void {
  const { area, theme, remPx } = picture
  const unit = remPx / 16
  for (const { x, strong, count } of groups) {
    const height = (strong ? MARK_HEIGHT + 1 : MARK_HEIGHT - 1) * unit
    const half = (strong || count > 1 ? 4.5 : 3) * unit
    ctx.fillStyle = theme.colour(strong ? '--text' : '--text-faint')
    ctx.beginPath()
    ctx.moveTo(x - half, area.top - height)
    ctx.lineTo(x + half, area.top - height)
    ctx.lineTo(x, area.top)
    ctx.closePath()
    ctx.fill()
  }
}

/** Too many for lines: ticks above the plot, the taller the more there are. */
function drawRug(ctx: CanvasRenderingContext2D, picture: Picture, groups: readonly MarkGroup[]): void {
  const { area, theme, hair, remPx } = picture
  const unit = remPx / 16
  const most = Math.max(...groups.map(({ count }) => count))
  for (const { x, strong, count } of groups) {
    const height = Math.round((2 + (MARK_HEIGHT - 2) * (most === 1 ? 0.5 : (count - 1) / (most - 1))) * unit)
    ctx.fillStyle = theme.colour(strong ? '--text' : '--text-faint')
    ctx.fillRect(Math.round(x) - hair, area.top - height, hair * 2, height)
  }
}

function drawBands(
  ctx: CanvasRenderingContext2D,
  { area, projection, theme, remPx }: Picture,
  { fromMs, toMs }: LayerModel,
  bands: readonly TimeBand[],
): void {
  const unit = remPx / 16
  const [left, right] = [area.left, area.left + area.width]
  const rank = ({ tone, faint }: TimeBand) => (faint ? 0 : ORDER.length) + ORDER.indexOf(tone)
  const shown = bands.filter((band) => band.toMs >= fromMs && band.fromMs <= toMs)
  for (const band of shown.toSorted((a, b) => rank(a) - rank(b))) {
    const top = Math.round(area.top + area.height + BAND_GAP * unit)
    const height = Math.max(2, Math.round((band.tone === 'crit' && !band.faint ? 4 : 3) * unit))
    const start = Math.round(projection.xAtZero + projection.xPerMs * band.fromMs)
    const end = Math.round(projection.xAtZero + projection.xPerMs * band.toMs)
    const shortest = Math.round(SHORTEST_BAND * unit)
    const x = Math.min(Math.max(left, start), right - shortest)
    const width = Math.max(shortest, Math.min(end, right) - x)
    // The ground parts it from what lies below it.
    ctx.fillStyle = theme.colour('--surface')
    ctx.fillRect(x, top, width, Math.round(4 * unit))
    ctx.fillStyle = theme.colour(`--${band.tone}`)
    if (!band.faint) {
      ctx.fillRect(x, top, width, height)
      continue
    }
    const dash = Math.max(1, Math.round(DASH * unit))
    for (let at = 0; at < width; at += dash * 2) ctx.fillRect(x + at, top, Math.min(dash, width - at), height)
  }
}
