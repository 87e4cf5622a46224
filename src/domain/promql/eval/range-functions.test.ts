import { describe, expect, it } from 'vitest'
import { askInstant, askRange, seriesOf, sourceOf } from '~/testing/promql'

const source = sourceOf([
  // A reset between 120 and 180 s.
  seriesOf('requests_total{job="a"}', [0, 60, 120, 30, 90, 150]),
  seriesOf('level', [5, 1, 4, 1, 5, 9]),
  seriesOf('with_nan', [Number.NaN, 2, Number.NaN, 8, Number.NaN, Number.NaN]),
  seriesOf('same', [0.1, 0.1, 0.1, 0.1, 0.1, 0.1]),
  seriesOf('one', [null, null, null, null, 7]),
  seriesOf('signs', [0, -0, 0, -0, 0, -0]),
])

describe('functions over a range', () => {
  // The window of [5m] at 300 s is exact: samples at its very ends leave nothing to extrapolate.
  it.each([
    // Increase: 150 - 0, and 120 for the reset.
    ['increase(requests_total[5m])', '{job="a"} 270'],
    ['rate(requests_total[5m])', '{job="a"} 0.9'],
    ['delta(requests_total[5m])', '{job="a"} 150'],
    ['irate(requests_total[5m])', '{job="a"} 1'],
    ['idelta(requests_total[5m])', '{job="a"} 60'],
    ['resets(requests_total[5m])', '{job="a"} 1'],
    ['changes(level[5m])', '{} 5'],
    ['changes(with_nan[5m])', '{} 4'],
    ['changes(same[5m])', '{} 0'],
    ['sum_over_time(level[5m])', '{} 25'],
    ['avg_over_time(same[5m])', '{} 0.1'],
    ['avg_over_time(with_nan[2m])', '{} NaN'],
    ['min_over_time(with_nan[5m])', '{} 2'],
    ['max_over_time(with_nan[5m])', '{} 8'],
    ['max_over_time(with_nan[1m])', '{} NaN'],
    ['count_over_time(with_nan[5m])', '{} 6'],
    // Deviations from the mean of 4: 0, 3, 1, 4 and 9 of 1, 4, 1, 5, 9 make 9, 0, 9, 1, 25 over 5.
    ['stdvar_over_time(level[4m])', '{} 8.8'],
    ['stddev_over_time(same[5m])', '{} 0'],
    ['quantile_over_time(0.5, level[4m])', '{} 4'],
    ['quantile_over_time(0.25, level[5m])', '{} 1.75'],
    ['quantile_over_time(2, level[5m])', '{} Infinity'],
    ['quantile_over_time(-1, level[5m])', '{} -Infinity'],
    ['quantile_over_time(NaN, level[5m])', '{} NaN'],
    ['mad_over_time(level[4m])', '{} 3'],
    ['last_over_time(level[5m])', 'level{} 9'],
    ['first_over_time(level[5m])', 'level{} 5'],
    ['present_over_time(level[5m])', '{} 1'],
    ['ts_of_max_over_time(level[4m])', '{} 300'],
    ['ts_of_min_over_time(level[5m])', '{} 180'],
    ['ts_of_first_over_time(level[5m])', '{} 0'],
    ['ts_of_last_over_time(level[5m])', '{} 300'],
    // From 4 at 120 s to 9 at 300 s: 4, 1, 5, 9 have the slope 1.9 a minute.
    ['deriv(level[3m])', '{} 0.03166666666666667'],
    ['deriv(same[5m])', '{} 0'],
    ['predict_linear(level[3m], 60)', '{} 9.5'],
    // What rises evenly stays what it is; 4, 1, 5, 9 is smoothed to 4, 1, 1.5, 4.625.
    ['holt_winters(level[2m], 0.5, 0.5)', '{} 9'],
    ['holt_winters(level[3m], 0.5, 0.5)', '{} 4.625'],
  ])('%s', (expr, line) => {
    expect(askInstant(source, expr, 300_000)).toEqual([line])
  })

  it('needs two samples for a change, and one for the rest', () => {
    expect(askInstant(source, 'rate(one[5m])', 300_000)).toEqual([])
    expect(askInstant(source, 'deriv(one[5m])', 300_000)).toEqual([])
    expect(askInstant(source, 'holt_winters(one[5m], 0.5, 0.5)', 300_000)).toEqual([])
    expect(askInstant(source, 'max_over_time(one[5m])', 300_000)).toEqual(['{} 7'])
  })

  it.each([
    ['holt_winters(one[5m], 0, 0.5)', 'invalid smoothing factor. Expected: 0 < sf < 1, got: 0.000000'],
    [
      'holt_winters(one[5m], 0.5, 1e21)',
      'invalid trend factor. Expected: 0 < tf < 1, got: 1000000000000000000000.000000',
    ],
    ['rate({__name__=~"level|same"}[5m])', 'vector cannot contain metrics with the same labelset'],
  ])('%s fails', (expr, message) => {
    expect(() => askInstant(source, expr, 300_000)).toThrow(message)
  })

  it.each(['min', 'max', 'sum'])('%s_over_time of windows that overlap much is what each window says alone', (name) => {
    for (const metric of ['level', 'with_nan', 'signs']) {
      const expr = `${name}_over_time(${metric}[3m])`
      const steps = Array.from({ length: 55 }, (_, i) => i * 10)
      const alone = steps.flatMap((seconds) =>
        askInstant(source, expr, seconds * 1000).map((line) => `${line.replace('{} ', '')}@${seconds}`),
      )
      expect(askRange(source, expr, { startMs: 0, endMs: 540_000, stepMs: 10_000 })).toEqual([`{} ${alone.join(' ')}`])
    }
  })
})

describe('extrapolation', () => {
  const at = (points: readonly (number | null)[], expr: string, seconds: number) =>
    askInstant(sourceOf([seriesOf('x', points, { everyMs: 10_000 })]), expr, seconds * 1000)

  it.each([
    // 10 a sample over 20 s; both ends are nearer than 1.1 samples, so that 30 s are taken for 40.
    ['to both ends', [100, 110, 120, 130], 'increase(x[38s])', 34, 38 / 30],
    // The window begins 30 s before the first sample: half a sample is added there, and the 4 s at the end.
    ['by half a sample where the start is far', [100, 110, 120, 130], 'increase(x[1m])', 34, 39 / 30],
    ['by half a sample where the end is far', [100, 110, 120, 130], 'increase(x[1m])', 60, 35 / 30],
    // The counter would have been zero 2 s before its first sample.
    ['to where a counter was zero', [2, 12, 22, 32], 'increase(x[38s])', 34, 36 / 30],
    ['of a gauge below zero', [2, 12, 22, 32], 'delta(x[38s])', 34, 38 / 30],
  ])('%s', (_name, points, expr, seconds, factor) => {
    const [line = ''] = at(points, expr, seconds)
    expect(Number(line.slice(3))).toBeCloseTo(30 * factor, 10)
  })
})
