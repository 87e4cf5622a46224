import { memo, useLayoutEffect, useRef } from 'react'
import { type CanvasSize, observeCanvasSize } from './canvas-size'
import { drawNoMore, drawSoon } from './draw-queue'
import { type ChartTheme, chartTheme } from './theme'

/** Draws on a cleared canvas; lengths in device pixels. */
export type DrawStrip = (ctx: CanvasRenderingContext2D, size: CanvasSize, theme: ChartTheme) => void

interface CanvasStripProps {
  readonly className: string | undefined
  /** The same function draws the same picture. */
  readonly draw: DrawStrip
}

/** A canvas that fills its element, sharp at every ratio and drawn anew with the theme; decoration beside what is written. */
export const CanvasStrip = memo(function CanvasStrip({ className, draw }: CanvasStripProps) {
  const host = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const newest = useRef(draw)
  newest.current = draw
  const paint = useRef<() => void>(() => undefined)

  useLayoutEffect(() => {
    if (host.current === null || canvas.current === null) return
    const ctx = canvas.current.getContext('2d')
    let size: CanvasSize | null = null
    const drawNow = () => {
      drawNoMore(drawNow)
      if (ctx === null || size === null || size.width < 1 || size.height < 1) return
      if (ctx.canvas.width !== size.width || ctx.canvas.height !== size.height) {
        ctx.canvas.width = size.width
        ctx.canvas.height = size.height
      } else ctx.clearRect(0, 0, size.width, size.height)
      newest.current(ctx, size, chartTheme())
    }
    paint.current = drawNow
    const stop = observeCanvasSize(host.current, (next) => {
      size = next
      drawNow()
    })
    return () => {
      stop()
      drawNoMore(drawNow)
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another function is another picture
  useLayoutEffect(() => drawSoon(paint.current), [draw])

  return (
    <div ref={host} className={className} aria-hidden="true">
      <canvas ref={canvas} />
    </div>
  )
})
