import { describe, expect, test } from 'vitest'
import { drawLines } from './lines'
import type { Picture } from './picture'
import type { ChartSeries } from './time-chart-props'

/** One millisecond is ten pixels; values grow upwards from a floor at 100.2. */
const picture = (remPx: number): Picture => ({
  area: { left: 0, top: 0, width: 100, height: 100 },
  range: { min: 0, max: 100 },
  projection: { xPerMs: 10, xAtZero: 0, yPerUnit: -1, yAtZero: 100.2, top: 0, bottom: 100 },
  theme: { colour: (token) => token, faded: (token) => token, fontFamily: '', remPx, pixelRatio: 1 },
  hair: 1,
  fontPx: 11,
  remPx,
})

function draw(values: readonly number[], remPx: number, lineWidth?: number, prominent = false) {
  const path: string[] = []
  const widths: number[] = []
  const ignore = () => undefined
  const ctx = {
    ...{ save: ignore, restore: ignore, beginPath: ignore, rect: ignore, clip: ignore, arc: ignore, lineWidth: 0 },
    moveTo: (x: number, y: number) => path.push(`M${x},${y.toFixed(1)}`),
    lineTo: (x: number, y: number) => path.push(`L${x},${y.toFixed(1)}`),
    stroke: () => widths.push(ctx.lineWidth),
  }
  const present = new Uint8Array(values.length).fill(1)
  const series: ChartSeries = {
    id: 'a',
    name: 'a',
    colour: '--s1',
    values: Float64Array.from(values),
    present,
    prominent,
  }
  const model = {
    ...{ timesMs: Float64Array.from(values.keys()), stepMs: 1, series: [series], fromMs: 0, toMs: values.length },
    ...(lineWidth === undefined ? {} : { lineWidth }),
  }
  drawLines(ctx as unknown as CanvasRenderingContext2D, picture(remPx), model, [
    { series, upper: series.values, lower: null },
  ])
  return { path: path.join(' '), widths }
}

describe('width of a line in device pixels', () => {
  test.each([
    ['coarse pixels', 16, undefined, false, 1],
    ['a little finer', 19, undefined, false, 1],
    ['a ratio of 1.25', 20, undefined, false, 1.875],
    ['a ratio of 2', 32, undefined, false, 3],
    ['the one that matters most', 16, undefined, true, 1.95],
    ['the same, finer', 32, undefined, true, 3.9],
    ['as the panel says', 16, 1.5, false, 1.5],
    ['as the panel says, finer', 32, 1, false, 2],
  ])('%s', (_, remPx, lineWidth, prominent, pixels) => {
    const [width] = draw([1, 2], remPx, lineWidth, prominent).widths
    expect(width).toBeCloseTo(pixels)
  })
})

describe('level stretches', () => {
  test('of a line of one pixel lie on one row of pixels', () => {
    expect(draw([1, 1, 1, 5, 3, 3], 16).path).toBe(
      'M0,99.2 L0,99.5 L10,99.5 L20,99.5 L30,95.2 L40,97.2 L40,97.5 L50,97.5',
    )
  })

  test('of a wider line stay where their values are', () => {
    expect(draw([1, 1], 32).path).toBe('M0,99.2 L10,99.2')
  })
})
