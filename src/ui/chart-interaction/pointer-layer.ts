import styles from '../chart/chart.module.css'
import type { Plot } from '../chart/plot'
import { chartTheme } from '../chart/theme'

const MAX_DOTS = 24

export interface Dot {
  readonly x: number
  readonly y: number
  /** A colour token. */
  readonly colour: string
}

/** Marks over a chart in CSS pixels from its corner: crosshair, dots on the lines, the span that is dragged. */
export interface PointerLayer {
  /** A vertical line, and one dot a series; more than 24 series get none. */
  showCursor(x: number, dots: readonly Dot[]): void
  hideCursor(): void
  select(fromX: number, toX: number): void
  unselect(): void
  destroy(): void
}

/**
 * A second canvas over the lines, so that a mouse move repaints none of them. It comes with the first mark, and is drawn
 * once a frame.
 */
export function createPointerLayer(host: HTMLElement, lines: HTMLCanvasElement, plot: Plot): PointerLayer {
  let canvas: HTMLCanvasElement | null = null
  let cursorX: number | null = null
  let dots: readonly Dot[] = []
  let selection: readonly [number, number] | null = null
  let frame = 0

  function draw() {
    frame = 0
    if (canvas === null) {
      if (cursorX === null && selection === null) return
      canvas = document.createElement('canvas')
      canvas.className = styles['layer'] ?? ''
      host.append(canvas)
    }
    const ctx = canvas.getContext('2d')
    if (ctx === null) return
    if (canvas.width !== lines.width || canvas.height !== lines.height) {
      canvas.width = lines.width
      canvas.height = lines.height
    } else ctx.clearRect(0, 0, canvas.width, canvas.height)
    const ratio = plot.pixelRatio()
    const theme = chartTheme()
    const area = plot.area()
    const top = Math.round(area.top * ratio)
    const height = Math.round(area.height * ratio)
    const hair = Math.max(1, Math.floor(Math.max(1, theme.remPx / 16) * ratio))
    if (selection !== null) {
      const [from, to] = selection.map((x) => Math.round(x * ratio)).sort((a, b) => a - b)
      const left = from ?? 0
      const right = to ?? 0
      ctx.fillStyle = theme.colour('--accent-soft')
      ctx.fillRect(left, top, right - left, height)
      ctx.fillStyle = theme.colour('--accent')
      ctx.fillRect(left, top, hair, height)
      ctx.fillRect(right - hair, top, hair, height)
    }
    if (cursorX === null) return
    ctx.fillStyle = theme.colour('--crosshair')
    ctx.fillRect(Math.round(cursorX * ratio - hair / 2), top, hair, height)
    ctx.lineWidth = hair
    ctx.strokeStyle = theme.colour('--surface')
    const radius = theme.remPx * 0.25 * ratio - hair / 2
    for (const dot of dots) {
      ctx.beginPath()
      ctx.arc(dot.x * ratio, dot.y * ratio, radius, 0, Math.PI * 2)
      ctx.fillStyle = theme.colour(dot.colour)
      ctx.fill()
      ctx.stroke()
    }
  }

  function redraw() {
    if (frame === 0) frame = requestAnimationFrame(draw)
  }

  return {
    showCursor(x, at) {
      cursorX = x
      dots = at.length > MAX_DOTS ? [] : at
      redraw()
    },
    hideCursor() {
      if (cursorX === null) return
      cursorX = null
      redraw()
    },
    select(fromX, toX) {
      const { left, width } = plot.area()
      const within = (x: number) => Math.min(Math.max(x, left), left + width)
      selection = [within(fromX), within(toX)]
      redraw()
    },
    unselect() {
      if (selection === null) return
      selection = null
      redraw()
    },
    destroy() {
      cancelAnimationFrame(frame)
      canvas?.remove()
    },
  }
}
