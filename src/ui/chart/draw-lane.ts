import type { CanvasSize } from './canvas-size'
import type { LanePattern, LaneState, Segment } from './lane'
import { placeTimeLabels } from './layout'
import { textWidth } from './text-width'
import type { ChartTheme } from './theme'
import type { TimeTick } from './time-chart-props'

/** Drawn in this order, the last on top: a minute of the worst is seen among hours of the rest. */
const ORDER = ['ok', 'info', 'unknown', 'warn', 'crit'] as const
/** Opacity of a state's ground, and of its pattern; the edge below has the whole colour. */
const GROUND = 0.3
const PATTERN = 0.55

interface LanePicture {
  readonly segments: readonly Segment[]
  readonly states: readonly LaneState[]
  readonly fromMs: number
  readonly toMs: number
}

interface Box {
  readonly x: number
  readonly width: number
}

/** Draws the segments of one lane, each with its word where that fits. */
export function drawLane(
  ctx: CanvasRenderingContext2D,
  { width, height, cssWidth }: CanvasSize,
  theme: ChartTheme,
  { segments, states, fromMs, toMs }: LanePicture,
): void {
  const ratio = width / cssWidth
  const rem = theme.remPx * ratio
  const perMs = width / (toMs - fromMs)
  const boxOf = ({ fromMs: start, toMs: end }: Segment): Box => {
    const x = Math.min(Math.round((start - fromMs) * perMs), width - 1)
    const right = Math.round((end - fromMs) * perMs)
    // Nothing is too short to be seen. Longer ones leave a line between them.
    const gap = right - x > 4 * ratio ? Math.round(ratio) : 0
    return { x, width: Math.max(Math.ceil(ratio), right - x - gap) }
  }
  const edge = Math.max(Math.round(2 * ratio), Math.round(rem * 0.1875))
  for (const tone of ORDER) {
    states.forEach((state, index) => {
      if (state.tone !== tone) return
      const boxes = segments.filter((one) => one.state === index).map(boxOf)
      drawState(ctx, theme, state, boxes, height, edge, rem)
    })
  }
  drawWords(
    ctx,
    theme,
    segments.map((one) => ({ ...boxOf(one), text: states[one.state]?.text ?? '' })),
    height - edge,
    rem,
  )
}

function drawState(
  ctx: CanvasRenderingContext2D,
  theme: ChartTheme,
  { colour, pattern }: LaneState,
  boxes: readonly Box[],
  height: number,
  edge: number,
  rem: number,
): void {
  if (boxes.length === 0) return
  ctx.fillStyle = theme.faded(colour, GROUND)
  for (const { x, width } of boxes) ctx.fillRect(x, 0, width, height - edge)
  ctx.fillStyle = theme.colour(colour)
  for (const { x, width } of boxes) ctx.fillRect(x, height - edge, width, edge)
  if (pattern === 'solid') return
  ctx.save()
  ctx.beginPath()
  for (const { x, width } of boxes) ctx.rect(x, 0, width, height - edge)
  ctx.clip()
  const last = boxes.at(-1)
  drawPattern(ctx, theme, colour, pattern, (last?.x ?? 0) + (last?.width ?? 0), height - edge, rem)
  ctx.restore()
}

function drawPattern(
  ctx: CanvasRenderingContext2D,
  theme: ChartTheme,
  colour: string,
  pattern: LanePattern,
  width: number,
  height: number,
  rem: number,
): void {
  const step = rem * (pattern === 'cross' ? 0.5 : 0.4375)
  ctx.strokeStyle = theme.faded(colour, PATTERN)
  ctx.fillStyle = ctx.strokeStyle
  ctx.lineWidth = Math.max(1, rem * 0.0625)
  ctx.beginPath()
  if (pattern === 'hatch' || pattern === 'cross') {
    for (let x = -height; x < width; x += step) {
      ctx.moveTo(x, height)
      ctx.lineTo(x + height, 0)
    }
  }
  if (pattern === 'cross') {
    for (let x = -height; x < width; x += step) {
      ctx.moveTo(x, 0)
      ctx.lineTo(x + height, height)
    }
  }
  if (pattern === 'lines') {
    for (let y = step / 2; y < height; y += step) {
      ctx.moveTo(0, y)
      ctx.lineTo(width, y)
    }
  }
  ctx.stroke()
  if (pattern !== 'dots') return
  const size = Math.max(1, rem * 0.09375)
  for (let y = step / 2; y < height; y += step) {
    for (let x = step / 2; x < width; x += step) ctx.fillRect(x, y, size, size)
  }
}

function drawWords(
  ctx: CanvasRenderingContext2D,
  theme: ChartTheme,
  boxes: readonly (Box & { readonly text: string })[],
  height: number,
  rem: number,
): void {
  if (height < rem) return
  const font = `550 ${Math.round(rem * 0.75)}px ${theme.fontFamily}`
  const pad = rem * 0.5
  ctx.font = font
  ctx.textAlign = 'left'
  ctx.textBaseline = 'middle'
  for (const { x, width, text } of boxes) {
    // Most boxes of a busy lane are too small for any word, and a lane of one state says it beside.
    if (text === '' || width < pad * 4 || textWidth(text, font) + pad * 2 > width) continue
    const y = height / 2
    // The pattern ends where the word is, or it could not be read.
    ctx.fillStyle = theme.faded('--surface', 0.72)
    ctx.beginPath()
    ctx.roundRect(x + pad * 0.5, y - rem * 0.5, textWidth(text, font) + pad, rem, rem * 0.2)
    ctx.fill()
    ctx.fillStyle = theme.colour('--text')
    ctx.fillText(text, x + pad, y)
  }
}

/** Draws the times below lanes. */
export function drawLaneAxis(
  ctx: CanvasRenderingContext2D,
  { width, cssWidth }: CanvasSize,
  theme: ChartTheme,
  fromMs: number,
  toMs: number,
  timeTicks: (fromMs: number, toMs: number, count: number) => readonly TimeTick[],
): void {
  const rem = (theme.remPx * width) / cssWidth
  const font = `${Math.round(rem * 0.6875)}px ${theme.fontFamily}`
  const ticks = timeTicks(fromMs, toMs, Math.max(2, Math.floor(cssWidth / (theme.remPx * 5.5))))
  const xOf = (ms: number) => ((ms - fromMs) / (toMs - fromMs)) * width
  ctx.font = font
  ctx.textAlign = 'center'
  ctx.textBaseline = 'top'
  ctx.fillStyle = theme.colour('--line-strong')
  for (const { ms } of ticks) ctx.fillRect(Math.round(xOf(ms)), 0, Math.max(1, Math.round(rem * 0.0625)), rem * 0.1875)
  ctx.fillStyle = theme.colour('--text-faint')
  for (const { text, x } of placeTimeLabels(ticks, xOf, (label) => textWidth(label, font), width, rem * 0.5)) {
    ctx.fillText(text, x, rem * 0.375)
  }
}
