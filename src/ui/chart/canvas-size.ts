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

/**
 * Calls back with the size of a canvas that fills `host`, before the paint that shows it, and after the theme or the
 * ratio changed; returns how to stop.
 */
export function observeCanvasSize(host: HTMLElement, onSize: (size: CanvasSize) => void): () => void {
  let last: ResizeObserverEntry | null = null
  const report = () => {
    if (last === null) return
    const { width: cssWidth, height: cssHeight } = last.contentRect
    // The exact box where the browser tells it, which knows how the host is snapped to pixels. A browser that plays a
    // ratio it does not have tells the box without it.
    const exact = last.devicePixelContentBoxSize?.[0]
    const { pixelRatio } = chartTheme()
    const width = pixelsOf(cssWidth * pixelRatio, exact?.inlineSize)
    const height = pixelsOf(cssHeight * pixelRatio, exact?.blockSize)
    onSize({ cssWidth, cssHeight, width, height })
  }
  const sizes = new ResizeObserver(([entry]) => {
    last = entry ?? last
    report()
  })
  try {
    sizes.observe(host, { box: 'device-pixel-content-box' })
  } catch {
    // WebKit has no such box.
    sizes.observe(host)
  }
  // Not every change of the ratio is one of the box.
  const stopTheme = onThemeChange(report)
  return () => {
    sizes.disconnect()
    stopTheme()
  }
}

function pixelsOf(computed: number, told: number | undefined): number {
  return told !== undefined && Math.abs(told - computed) < 1.5 ? told : Math.round(computed)
}
