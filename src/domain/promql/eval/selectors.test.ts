import { describe, expect, it } from 'vitest'
import { askInstant, askRange, seriesOf, sourceOf } from '~/testing/promql'

// x has samples at 60, 120, 180 s and ends with a marker at 240 s; y has one at 60 s and none after it.
const source = sourceOf([seriesOf('x', [null, 1, 2, 3, 'stale', null, 6]), seriesOf('y', [null, 10])])

describe('an instant selector', () => {
  it.each([
    ['at a sample', 'x', 120, ['x{} 2']],
    ['between samples', 'x', 179, ['x{} 2']],
    ['before the first', 'x', 59, []],
    ['at the marker', 'x', 240, []],
    ['after the marker, although the sample before it is young', 'x', 250, []],
    ['once it is back', 'x', 361, ['x{} 6']],
    ['as old as the lookback', 'y', 360, ['y{} 10']],
    ['older than the lookback', 'y', 360.001, []],
    ['with an offset', 'x offset 1m', 180, ['x{} 2']],
    ['with a negative offset', 'x offset -1m', 60, ['x{} 2']],
    ['at a fixed time', 'x @ 120', 5000, ['x{} 2']],
    ['at a fixed time with an offset', 'x @ 180 offset 1m', 0, ['x{} 2']],
    ['at the start of the query', 'x @ start()', 180, ['x{} 3']],
  ])('%s', (_name, expr, seconds, lines) => {
    expect(askInstant(source, expr, seconds * 1000)).toEqual(lines)
  })

  it('looks back as far as it is told', () => {
    expect(askInstant(source, 'y', 120_000, { lookbackMs: 59_999 })).toEqual([])
    expect(askInstant(source, 'y', 120_000, { lookbackMs: 60_000 })).toEqual(['y{} 10'])
    expect(askInstant(source, 'y', 120_000, { lookbackMs: 60_000, leftOpen: true })).toEqual([])
  })

  it('has the steps at which there is a sample young enough', () => {
    const range = { startMs: 0, endMs: 420_000, stepMs: 60_000 }
    expect(askRange(source, 'x', range)).toEqual(['x{} 1@60 2@120 3@180 6@360 6@420'])
  })

  it('with @ is the same at all steps', () => {
    const range = { startMs: 0, endMs: 120_000, stepMs: 60_000 }
    expect(askRange(source, 'x @ end()', range)).toEqual(['x{} 2@0 2@60 2@120'])
    expect(askRange(source, 'x @ end() + x', range)).toEqual(['{} 3@60 4@120'])
  })
})

describe('a range selector', () => {
  it.each([
    ['both ends included', 'x[1m]', 120, {}, ['x{} 1@60 2@120']],
    ['the older end left out', 'x[1m]', 120, { leftOpen: true }, ['x{} 2@120']],
    ['no markers', 'x[5m]', 300, {}, ['x{} 1@60 2@120 3@180']],
    ['none where there is nothing', 'y[1m]', 180, {}, []],
    ['at a fixed time', 'x[1m] @ 120', 0, {}, ['x{} 1@60 2@120']],
    ['of a subquery', 'x[2m:30s]', 150, {}, ['x{} 1@60 1@90 2@120 2@150']],
    ['of a subquery whose steps are multiples of its own', 'x[1m:30s]', 145, {}, ['x{} 1@90 2@120']],
    ['of an invariant subquery without a step in its range', 'vector(1)[1m:5m]', 420, {}, ['{} 1@600']],
    ['of another subquery without a step in its range', 'x[1m:5m]', 420, {}, []],
    ['of a subquery without its older end', 'x[1m:30s]', 150, { leftOpen: true }, ['x{} 2@120 2@150']],
    ['of a subquery with the default step', 'x[2m:]', 185, {}, ['x{} 2@120 3@180']],
    ['of a subquery with another default step', 'x[1m:]', 120, { defaultSubqueryStepMs: 40_000 }, ['x{} 1@80 2@120']],
  ])('%s', (_name, expr, seconds, options, lines) => {
    expect(askInstant(source, expr, seconds * 1000, options)).toEqual(lines)
  })
})

describe('timestamp', () => {
  it.each([
    ['of a selector is that of the sample', 'timestamp(x)', ['{} 120']],
    ['of a selector with an offset', 'timestamp(x offset 1m)', ['{} 60']],
    ['of anything else is that of the evaluation', 'timestamp(x + 0)', ['{} 150']],
    ['at a fixed time', 'timestamp(x @ 70)', ['{} 60']],
  ])('%s', (_name, expr, lines) => {
    expect(askInstant(source, expr, 150_000)).toEqual(lines)
  })
})
