import type { TimeTick } from './time-chart-props'

/** Where the plotting area is; in whole device pixels from the canvas' corner where the canvas is drawn. */
export interface PlotArea {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A label of the time axis and the middle of it. */
export interface PlacedLabel {
  readonly text: string
  readonly x: number
}

/**
 * Width of the value axis, in CSS pixels. It only grows, and in steps of 8: the plot must not jitter sideways when "9"
 * becomes "10" and back.
 */
export function gutterWidth(before: number, widestLabel: number, gap: number): number {
  return Math.max(before, Math.ceil((widestLabel + gap + 2) / 8) * 8)
}

/** The plotting area of a canvas; `rem` and `gutter` in device pixels. Never empty, however small the canvas. */
export function plotArea(width: number, height: number, rem: number, gutter: number): PlotArea {
  const left = Math.min(Math.round(gutter), width - 1)
  const top = Math.min(Math.round(rem * 0.5), height - 1)
  const right = Math.round(rem * 0.375)
  const bottom = Math.round(rem * 1.375)
  return { left, top, width: Math.max(1, width - left - right), height: Math.max(1, height - top - bottom) }
}

/** Labels that fit between 0 and `width` without touching the one before; the tick of one left out just has none. */
export function placeTimeLabels(
  ticks: readonly TimeTick[],
  xOf: (timeMs: number) => number,
  widthOf: (label: string) => number,
  width: number,
  space: number,
): PlacedLabel[] {
  const placed: PlacedLabel[] = []
  let free = 0
  for (const { ms, label } of ticks) {
    const half = widthOf(label) / 2
    const x = Math.round(xOf(ms))
    if (label === '' || x - half < free || x + half > width) continue
    placed.push({ text: label, x })
    free = x + half + space
  }
  return placed
}
