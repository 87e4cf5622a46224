import { ChartHost } from './ChartHost'
import styles from './chart.module.css'
import { createPlot } from './plot'
import { chartTheme } from './theme'
import type { TimeChartProps } from './time-chart-props'

/** Charts that have a place in a picture and no lines yet. */
const undrawn: { host: HTMLElement; props: TimeChartProps }[] = []

/** A chart that is drawn once, by `drawPictures`, for the first picture of a page; the living one is `TimeChart`. */
export function ChartPicture(props: TimeChartProps) {
  const keep = (host: HTMLDivElement | null) => {
    if (host !== null) undrawn.push({ host, props })
  }
  return (
    <>
      <ChartHost label={props.label} old={props.old === true} hostRef={keep} />
      <div className="sr-only" aria-live="polite" />
    </>
  )
}

/** Draws the charts of a picture that is in the document: only now have they a size. */
export function drawPictures(): void {
  const { pixelRatio } = chartTheme()
  for (const { host, props } of undrawn.splice(0)) {
    const { width: cssWidth, height: cssHeight } = host.getBoundingClientRect()
    if (cssWidth < 40 || cssHeight < 30) continue
    const canvas = document.createElement('canvas')
    canvas.className = styles['layer'] ?? ''
    host.append(canvas)
    const [width, height] = [Math.round(cssWidth * pixelRatio), Math.round(cssHeight * pixelRatio)]
    createPlot(canvas).draw(props, { cssWidth, cssHeight, width, height })
  }
}
