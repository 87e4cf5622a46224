import { chartTheme, onThemeChange } from './theme'

/** How large a canvas is shown, and how many device pixels that is. */
export interface CanvasSize {
  /** CSS pixels. */
  readonly cssWidth: number
  readonly cssHeight: number
  /** Device pixels, whole. */
  readonly width: number
  readonly height: number
}

/** Calls back with the size of a canvas that fills `host`, before the paint that shows it; returns how to stop. */
export function observeCanvasSize(host: HTMLElement, onSize: (size: CanvasSize) => void): () => void {
  let last: ResizeObserverEntry | null = null
  const report = () => {
    if (last === null) return
    const { width: cssWidth, height: cssHeight } = last.contentRect
    // The exact box where the browser tells it: at a ratio of 1.5 a rounded one would be blurred by a pixel.
    const exact = last.devicePixelContentBoxSize?.[0]
    const { pixelRatio } = chartTheme()
    const width = exact?.inlineSize ?? Math.round(cssWidth * pixelRatio)
    const height = exact?.blockSize ?? Math.round(cssHeight * pixelRatio)
    onSize({ cssWidth, cssHeight, width, height })
  }
  const sizes = new ResizeObserver(([entry]) => {
    last = entry ?? last
    report()
  })
  let stopTheme: (() => void) | null = null
  try {
    sizes.observe(host, { box: 'device-pixel-content-box' })
  } catch {
    // WebKit has no such box, nor tells that the ratio changed.
    sizes.observe(host)
    stopTheme = onThemeChange(report)
  }
  return () => {
    sizes.disconnect()
    stopTheme?.()
  }
}
