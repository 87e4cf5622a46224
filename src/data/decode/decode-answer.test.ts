import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Grid } from '~/domain/series/frame'
import { SourceError } from '~/domain/sources'
import { bodyOf, failure, matrix, matrixSeries, success, vector } from '~/testing/prometheus-bodies'
import { decodeInstantBody, decodeRangeBody } from './decode-answer'
import { toTransferables } from './transferables'

const grid: Grid = { startMs: 1_700_000_000_000, stepMs: 15_000, count: 4 }
const timeMs = 1_700_000_000_000

function errorOf(run: () => unknown): SourceError['detail'] {
  try {
    run()
  } catch (error) {
    if (error instanceof SourceError) return error.detail
    throw error
  }
  throw new Error('did not throw')
}

describe('range answers', () => {
  test('points go to the grid by their time, gaps stay gaps, a NaN is a point', () => {
    const body = bodyOf(success(matrix(matrixSeries({ job: 'a' }, grid, ['1', undefined, 'NaN', '+Inf']))))
    const { matrix: decoded, droppedPoints } = decodeRangeBody(body, grid)
    expect(decoded.grid).toBe(grid)
    expect([...(decoded.series[0]?.values ?? [])]).toEqual([1, Number.NaN, Number.NaN, Number.POSITIVE_INFINITY])
    expect([...(decoded.series[0]?.present ?? [])]).toEqual([1, 0, 1, 1])
    expect(droppedPoints).toBe(0)
  })

  test('H76 points that cannot be read or lie off the grid are dropped and counted', () => {
    const seconds = grid.startMs / 1000
    const points = [
      [seconds, '1'],
      [seconds + 1, '2'],
      [seconds - 15, '3'],
      [seconds + 60, '4'],
      ['x', 'y'],
      [],
      null,
      [Number.POSITIVE_INFINITY, '1'],
      [grid.startMs, '5'],
      [seconds + 15, '0x10'],
      [seconds + 30, 7],
      [-1, '1'],
      [12345678123456.555, '1'],
    ]
    const text = JSON.stringify(success(matrix({ metric: {}, values: points }))).replace('[null,"1"]', '[1e999,"1"]')
    const decoded = decodeRangeBody(bodyOf(text), grid)
    expect(decoded.droppedPoints).toBe(12)
    expect([...(decoded.matrix.series[0]?.present ?? [])]).toEqual([1, 0, 0, 0])
  })

  test('times with milliseconds meet a grid with milliseconds', () => {
    const odd: Grid = { startMs: 1_700_000_000_123, stepMs: 333, count: 50 }
    const values = Array.from({ length: 50 }, (_, i) => String(i))
    const decoded = decodeRangeBody(bodyOf(success(matrix(matrixSeries({}, odd, values)))), odd)
    expect([...(decoded.matrix.series[0]?.values ?? [])]).toEqual(values.map(Number))
  })

  test('any set of points on the grid comes back as it was', () => {
    const value = fc.option(fc.oneof(fc.double().map(goFloat), fc.constantFrom('NaN', '+Inf', '-Inf')), {
      nil: undefined,
    })
    fc.assert(
      fc.property(fc.array(fc.array(value, { minLength: 4, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const series = rows.map((row, i) => matrixSeries({ i: String(i) }, grid, row))
        const decoded = decodeRangeBody(bodyOf(success(matrix(...series))), grid)
        expect(decoded.droppedPoints).toBe(0)
        for (const [i, row] of rows.entries()) {
          const present = decoded.matrix.series[i]?.present ?? []
          const values = decoded.matrix.series[i]?.values ?? []
          expect([...present]).toEqual(row.map((text) => (text === undefined ? 0 : 1)))
          expect([...values]).toEqual(row.map((text) => (text === undefined ? Number.NaN : fromGo(text))))
        }
      }),
    )
  })

  test('H06 H07 hostile label names are labels and touch no prototype', () => {
    const metric = '{"__proto__":"evil","constructor":"c","toString":"<img src=x onerror=alert(1)>"}'
    const body = bodyOf(
      `{"status":"success","data":{"resultType":"matrix","result":[{"metric":${metric},"values":[]},{"metric":{},"values":[]}]}}`,
    )
    const [first, second] = decodeRangeBody(body, grid).matrix.series
    expect([...(first?.labels ?? [])]).toEqual([
      ['__proto__', 'evil'],
      ['constructor', 'c'],
      ['toString', '<img src=x onerror=alert(1)>'],
    ])
    expect(first?.key).not.toBe(second?.key)
    expect(({} as { evil?: unknown }).evil).toBeUndefined()
  })

  test('a series sent twice is kept once', () => {
    const twice = matrixSeries({ a: 'b' }, grid, ['1', '2'])
    const decoded = decodeRangeBody(bodyOf(success(matrix(twice, twice))), grid)
    expect(decoded.matrix.series).toHaveLength(1)
    expect(decoded.droppedPoints).toBe(2)
  })

  test('all series share two buffers, so a transfer is two objects', () => {
    const body = bodyOf(success(matrix(matrixSeries({ a: '1' }, grid, ['1']), matrixSeries({ a: '2' }, grid, ['2']))))
    const { matrix: decoded } = decodeRangeBody(body, grid)
    const moved = structuredClone(decoded, { transfer: toTransferables(decoded) as ArrayBuffer[] })
    expect(toTransferables(moved)).toHaveLength(2)
    expect(moved.series.map(({ values }) => values[0])).toEqual([1, 2])
    expect(decoded.series[0]?.values).toHaveLength(0)
  })

  test('a number of series that would endanger the tab is refused', () => {
    const wide: Grid = { ...grid, count: 11_000 }
    const series = Array.from({ length: 2_000 }, (_, i) => ({ metric: { i: String(i) }, values: [] }))
    expect(errorOf(() => decodeRangeBody(bodyOf(success(matrix(...series))), wide)).kind).toBe('tooMuch')
  })
})

describe('instant answers', () => {
  test('a vector keeps order, labels and special values', () => {
    const body = bodyOf(success(vector(timeMs, [{ a: '1' }, '2'], [{ a: '2' }, 'NaN'])))
    const { vector: decoded } = decodeInstantBody(body, timeMs)
    expect(decoded.timeMs).toBe(timeMs)
    expect(decoded.samples.map(({ labels, value }) => [labels.get('a'), value])).toEqual([
      ['1', 2],
      ['2', Number.NaN],
    ])
  })

  test('a scalar is one sample without labels', () => {
    const body = bodyOf(success({ resultType: 'scalar', result: [timeMs / 1000, '0.5'] }))
    expect(decodeInstantBody(body, timeMs).vector.samples).toEqual([{ labels: new Map(), key: '', value: 0.5 }])
  })

  test.each(['string', 'matrix', 'streams'])('a %s is refused', (resultType) => {
    const body = bodyOf(success({ resultType, result: [] }))
    expect(errorOf(() => decodeInstantBody(body, timeMs)).kind).toBe('badPayload')
  })

  test('an unreadable sample is dropped and counted', () => {
    expect(decodeInstantBody(bodyOf(success(vector(timeMs, [{}, '']))), timeMs)).toMatchObject({
      droppedPoints: 1,
      vector: { samples: [] },
    })
  })
})

describe('what surrounds the data', () => {
  test.each([
    ['an empty body', ''],
    ['null', 'null'],
    ['no data', { status: 'success' }],
    ['null data', { status: 'success', data: null }],
    ['null result', success({ resultType: 'matrix', result: null })],
  ])('F22 %s is an empty answer', (_, body) => {
    expect(decodeRangeBody(bodyOf(body), grid)).toMatchObject({ matrix: { series: [] }, droppedPoints: 0 })
  })

  test.each([
    ['an error with status 200', failure('internal', 'boom'), 'execution', 'boom'],
    ['an error without text', { status: 'error' }, 'execution', 'no reason'],
    ['an error that is no string', failure('422', { a: 1 }), 'execution', 'no reason'],
    ['a web page', '<!doctype html><title>Sign in</title>', 'badPayload', 'web page'],
    ['half an answer', '{"status":"success","data":{"resu', 'badPayload', 'not complete'],
    ['another JSON', [1, 2], 'badPayload', 'Prometheus API'],
    ['no status', { data: [] }, 'badPayload', 'no status'],
    ['data of a wrong shape', success([]), 'badPayload', 'not an object'],
    ['a result of a wrong shape', success({ resultType: 'matrix', result: {} }), 'badPayload', 'not a list'],
    ['a series of a wrong shape', success(matrix(7)), 'badPayload', 'not an object'],
    ['labels of a wrong shape', success(matrix({ metric: ['a'], values: [] })), 'badPayload', 'labels'],
    ['a label that is no string', success(matrix({ metric: { a: 1 }, values: [] })), 'badPayload', 'label value'],
    ['a series without values', success(matrix({ metric: {} })), 'badPayload', 'no list of values'],
  ])('F32 F22 %s is refused', (_, body, kind, words) => {
    const detail = errorOf(() => decodeRangeBody(bodyOf(body), grid))
    expect(detail.kind).toBe(kind)
    expect(detail.message).toContain(words)
    expect(detail.nextStep).toBeTruthy()
  })

  test('F30 warnings and infos come along, junk among them does not', () => {
    const body = bodyOf(
      success(matrix(), { warnings: ['w', 7], infos: ['PromQL info: metric might not be a counter'] }),
    )
    expect(decodeRangeBody(body, grid)).toMatchObject({
      warnings: ['w'],
      infos: ['PromQL info: metric might not be a counter'],
      partial: false,
    })
  })

  test.each([
    ['VictoriaMetrics', { isPartial: true }],
    ['Thanos, a store down', { warnings: ['fetch series for {} Addr: 10.0.0.1:10901: rpc error: code = Unavailable'] }],
    ['Thanos, no store', { warnings: ['No StoreAPIs matched for this query'] }],
  ])('F31 %s says partial', (_, extra) => {
    expect(decodeRangeBody(bodyOf(success(matrix(), extra)), grid).partial).toBe(true)
    expect(decodeInstantBody(bodyOf(success(vector(timeMs), extra)), timeMs).partial).toBe(true)
  })

  test('F34 native histograms are an error alone and a warning among floats', () => {
    const histogram = { metric: { a: 'h' }, histograms: [[timeMs / 1000, { count: '1', sum: '2', buckets: [] }]] }
    const alone = errorOf(() => decodeRangeBody(bodyOf(success(matrix(histogram))), grid))
    expect(alone).toMatchObject({ kind: 'badRequest', nextStep: expect.stringContaining('histogram_quantile') })
    const mixed = decodeRangeBody(bodyOf(success(matrix(histogram, matrixSeries({}, grid, ['1'])))), grid)
    expect(mixed.matrix.series).toHaveLength(1)
    expect(mixed.warnings).toEqual(['1 series of native histograms are left out.'])
  })

  test('any bytes are an answer or a SourceError, never another fault', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.jsonValue().map((data) => JSON.stringify(success(data))),
        ),
        (text) => {
          try {
            decodeRangeBody(bodyOf(text), grid)
          } catch (error) {
            expect(error).toBeInstanceOf(SourceError)
          }
        },
      ),
    )
  })
})

/** A float as Go's strconv writes it into JSON. */
function goFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  return Object.is(value, -0) ? '-0' : String(value)
}

function fromGo(text: string): number {
  return Number(text.replace('Inf', 'Infinity'))
}
