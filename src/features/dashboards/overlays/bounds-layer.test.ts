import { describe, expect, test } from 'vitest'
import { boundsLayer, stretchesOf } from '~/features/dashboards/overlays/bounds-layer'
import { buildSeries } from '~/testing/panel-builders'
import type { LayerModel } from '~/ui/chart/chart-overlay'
import { type Picture, projectionOf } from '~/ui/chart/picture'

const MINUTE = 60_000
const BOUNDS = [1, 5, 10]

function modelOf(
  values: Readonly<Record<string, readonly (number | null)[]>>,
  more: Partial<LayerModel> = {},
): LayerModel {
  const series = Object.entries(values).map(([id, points]) => ({
    ...buildSeries({ values: points }),
    id,
    colour: `--${id}`,
  }))
  const count = Math.max(...series.map((one) => one.values.length))
  const timesMs = Float64Array.from({ length: count }, (_, i) => i * MINUTE)
  return { timesMs, stepMs: MINUTE, series, fromMs: 0, toMs: (count - 1) * MINUTE, ...more }
}

/** Rectangles that a layer fills: colour, left, top, width, height. On a plot of 100 by 100, 0 to 20 in value. */
function drawn(model: LayerModel, bounds: ReadonlyMap<string, readonly number[]>) {
  const rects: unknown[][] = []
  const ctx = {
    fillStyle: '',
    fillRect: (...box: number[]) => rects.push([ctx.fillStyle, ...box]),
    save: () => undefined,
    restore: () => undefined,
    beginPath: () => undefined,
    clip: () => undefined,
    rect: () => undefined,
  }
  const area = { left: 0, top: 0, width: 100, height: 100 }
  const range = { min: 0, max: 20 }
  const faded = (token: string, opacity: number) => `${token} ${opacity < 0.3 ? 'band' : 'edge'}`
  const picture = {
    area,
    range,
    projection: projectionOf(area, model.fromMs, model.toMs, range),
    hair: 1,
    theme: { faded },
  }
  boundsLayer(bounds).under?.(ctx as unknown as CanvasRenderingContext2D, picture as unknown as Picture, model)
  return rects
}

describe('the range of the axis', () => {
  const extentOf = (values: Parameters<typeof modelOf>[0], more: Partial<LayerModel> = {}) =>
    boundsLayer(new Map([['p', BOUNDS]])).extentOf?.(modelOf(values, more))

  test.each<[string, readonly (number | null)[], { min: number; max: number } | null]>([
    ['holds both bounds', [3, 4], { min: 1, max: 5 }],
    ['holds those of all points', [3, 0.5, 7], { min: 0, max: 10 }],
    ['has room where there is no upper bound', [10], { min: 10, max: 11 }],
    ['knows nothing of gaps and no traffic', [null, Number.NaN], null],
    ['knows nothing of values of another layout', [11], null],
  ])('%s', (_name, values, extent) => {
    expect(extentOf({ p: values })).toEqual(extent)
  })

  test('is that of the shown quantiles alone', () => {
    expect(extentOf({ other: [3] })).toBeNull()
  })

  test('leaves stacked lines alone, which do not stand where their value is', () => {
    expect(extentOf({ p: [3] }, { stacked: true })).toBeNull()
    expect(drawn(modelOf({ p: [3, 3] }, { stacked: true }), new Map([['p', BOUNDS]]))).toEqual([])
  })
})

describe('stretches', () => {
  const sketch = (values: readonly (number | null)[], more: Partial<LayerModel> = {}) => {
    const model = modelOf({ p: values }, more)
    const [series] = model.series
    return stretchesOf(series?.values ?? new Float64Array(), BOUNDS, model).map(
      ({ fromMs, toMs, lower, upper }) => `${fromMs / MINUTE} to ${toMs / MINUTE}: ${lower} to ${upper}`,
    )
  }

  test('join points of the same bucket, and change half way between two', () => {
    expect(sketch([3, 4, 7, 10, 10])).toEqual([
      '-0.5 to 1.5: 1 to 5',
      '1.5 to 2.5: 5 to 10',
      '2.5 to 4.5: 10 to Infinity',
    ])
  })

  test('a gap is a gap', () => {
    expect(sketch([3, null, 4, Number.NaN, 11, 3])).toEqual([
      '-0.5 to 0.5: 1 to 5',
      '1.5 to 2.5: 1 to 5',
      '4.5 to 5.5: 1 to 5',
    ])
    const timesMs = Float64Array.of(0, MINUTE, 9 * MINUTE)
    expect(sketch([3, 3, 3], { timesMs, toMs: 9 * MINUTE })).toEqual(['-0.5 to 1.5: 1 to 5', '8.5 to 9.5: 1 to 5'])
  })

  test('the newest point, which is nearer than a step, has half the way too', () => {
    const timesMs = Float64Array.of(0, MINUTE, 1.5 * MINUTE)
    expect(sketch([3, 3, 7], { timesMs, toMs: 1.5 * MINUTE })).toEqual(['-0.5 to 1.25: 1 to 5', '1.25 to 2: 5 to 10'])
  })

  test('what is outside of the range is not drawn', () => {
    expect(sketch([0.5, 3, 7], { fromMs: 0.6 * MINUTE, toMs: 1.4 * MINUTE })).toEqual(['0.5 to 1.5: 1 to 5'])
  })
})

test('bands are drawn in the colour of their series, with an edge at each bound that there is', () => {
  const model = modelOf({ p: [3, 3, 10], other: [7, 7, 7] })
  expect(drawn(model, new Map([['p', BOUNDS]]))).toEqual([
    ['--p band', -25, 75, 100, 20],
    ['--p edge', -25, 75, 100, 1],
    ['--p edge', -25, 94, 100, 1],
    ['--p band', 75, 0, 50, 50],
    ['--p edge', 75, 49, 50, 1],
  ])
})
