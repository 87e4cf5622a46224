import { describe, expect, test } from 'vitest'
import { createEarlierLayer } from '~/features/dashboards/earlier/earlier-layer'
import type { PanelData } from '~/panels/panel-kind'
import { buildPanelData, buildSeries } from '~/testing/panel-builders'
import type { LayerModel } from '~/ui/chart/chart-overlay'
import { type Picture, projectionOf } from '~/ui/chart/picture'

const MINUTE = 60_000
const AREA = { left: 0, top: 0, width: 300, height: 100 }
const RANGE = { min: 0, max: 10 }

type Values = Readonly<Record<string, readonly (number | null)[]>>

function dataOf(values: Values): PanelData {
  return buildPanelData(
    Object.entries(values).map(([i, one], at) => buildSeries({ labels: { i }, values: one, colour: `--s${at + 1}` })),
  )
}

/** What is stroked and written, with colours; of a line its corners. */
function draw(now: Values, then: Values, more: Partial<LayerModel> & { hidden?: string } = {}) {
  const { timesMs, stepMs, series } = dataOf(now)
  const { hidden, ...model } = more
  const layer = createEarlierLayer('yesterday', dataOf(then), series.length)
  const shown = series.filter(({ id }) => id !== `0/i=${hidden}`)
  const toMs = 3 * MINUTE
  const all: LayerModel = { timesMs, stepMs, series: shown, fromMs: 0, toMs, ...model }
  const done: string[] = []
  let path: string[] = []
  const ctx = {
    strokeStyle: '',
    beginPath() {
      path = []
    },
    moveTo: (x: number, y: number) => void path.push(`M${x},${y}`),
    lineTo: (x: number, y: number) => void path.push(`${x},${y}`),
    rect: (x: number, y: number, w: number, h: number) => void path.push(`R${x},${y} ${w}x${h}`),
    stroke: () => void done.push(`${ctx.strokeStyle} ${path.join(' ')}`),
    fillText: (text: string) => void done.push(text),
    measureText: () => ({ width: 50 }),
  }
  const context = new Proxy(ctx, {
    get: (target, key) => Reflect.get(target, key) ?? (() => undefined),
  }) as unknown as CanvasRenderingContext2D
  const theme = { colour: (token: string) => token, faded: (token: string) => token, fontFamily: 'x', remPx: 16 }
  const projection = projectionOf(AREA, 0, toMs, RANGE)
  const picture = { area: AREA, range: RANGE, projection, theme, hair: 1, fontPx: 11, remPx: 16 } as unknown as Picture
  layer.under?.(context, picture, all)
  const lines = done.splice(0)
  layer.over?.(context, picture, all)
  return { lines, key: done[0], extent: layer.extentOf?.(all) }
}

const NOW = { a: [1, 1, 1, 1], b: [2, 2, 2, 2] }

describe('the earlier period on a chart', () => {
  test('is a line in the colour of each series that is shown', () => {
    const then = { a: [5, 6, 7, 8], b: [1, 1, 1, 1], gone: [9, 9, 9, 9] }
    const { lines, key, extent } = draw(NOW, then)
    expect(lines).toEqual(['--s1 M0,50 100,40 200,30 300,20', '--s2 M0,90 100,90 200,90 300,90'])
    expect(key).toBe('yesterday')
    expect(extent).toEqual({ min: 1, max: 8 })
    expect(draw(NOW, then, { hidden: 'a' }).lines).toEqual(['--s2 M0,90 100,90 200,90 300,90'])
  })

  test('has the colour that the series has now', () => {
    expect(draw(NOW, { b: [1, 1, 1, 1] }).lines).toEqual(['--s2 M0,90 100,90 200,90 300,90'])
  })

  test('is nothing where nothing was', () => {
    expect(draw(NOW, { gone: [1, 1, 1, 1] })).toEqual({ lines: [], key: 'no data yesterday', extent: null })
    expect(draw({ a: [1, 1, 1, 1] }, { a: [null, 5, 6, null] }).lines).toEqual(['--s1 M100,50 200,40'])
  })

  test('is one edge over a stack, with what is no more as long as all is shown', () => {
    const then = { a: [1, null, 1, 1], b: [2, 2, 2, 2], gone: [3, 3, 3, null] }
    const { lines, extent } = draw(NOW, then, { stacked: true })
    expect(lines).toEqual(['--text-muted M0,40 100,50 200,40 300,70'])
    expect(extent).toEqual({ min: 3, max: 6 })
    expect(draw(NOW, then, { stacked: true, hidden: 'a' }).lines).toEqual(['--text-muted M0,80 100,80 200,80 300,80'])
  })

  test('has an edge on each side of zero', () => {
    const { lines, extent } = draw(NOW, { a: [1, 1, 1, 1], b: [-2, -2, -2, -2] }, { stacked: true })
    expect(lines).toHaveLength(2)
    expect(extent).toEqual({ min: -2, max: 1 })
  })

  test('outlines bars', () => {
    const { lines } = draw(NOW, { a: [1, null, 3, 1], b: [2, null, 2, 2] }, { stacked: true, drawStyle: 'bars' })
    expect(lines).toEqual(['--text-muted R-39.5,70.5 79x30 R160.5,50.5 79x50 R260.5,70.5 79x30'])
  })
})
