import { describe, expect, it } from 'vitest'
import { askInstant, askRange, seriesOf, sourceOf } from '~/testing/promql'

const source = sourceOf([
  seriesOf('hits{host="a",code="200"}', [6]),
  seriesOf('hits{host="a",code="500"}', [2]),
  seriesOf('hits{host="b",code="200"}', [9]),
  seriesOf('total{host="a"}', [8]),
  seriesOf('total{host="b"}', [9]),
  seriesOf('info{host="a",version="1"}', [1]),
  seriesOf('info{host="b",version="2"}', [1]),
  seriesOf('one{host="c"}', [1]),
  seriesOf('two{host="c"}', [1]),
])

describe('operators', () => {
  it.each([
    ['total + 1', ['{host="a"} 9', '{host="b"} 10']],
    ['total atan2 0', ['total{host="a"} 1.5707963267948966', 'total{host="b"} 1.5707963267948966']],
    ['2 ^ total', ['{host="a"} 256', '{host="b"} 512']],
    ['total > 8', ['total{host="b"} 9']],
    // A filter keeps the vector's value, on whichever side it stands.
    ['8 < total', ['total{host="b"} 9']],
    ['total > bool 8', ['{host="a"} 0', '{host="b"} 1']],
    ['1 > bool 2', ['0']],
    ['7 % -4', ['3']],
    ['1 ^ NaN', ['1']],
    ['-total', ['{host="a"} -8', '{host="b"} -9']],
    ['+total', ['total{host="a"} 8', 'total{host="b"} 9']],
    ['total / total', ['{host="a"} 1', '{host="b"} 1']],
    ['hits{code="200"} / ignoring (code) total', ['{host="a"} 0.75', '{host="b"} 1']],
    ['hits{code="200"} >= ignoring (code) total', ['hits{host="b"} 9']],
    ['hits{code="200"} >= on (host) total', ['{host="b"} 9']],
    [
      'hits / on (host) group_left total',
      ['{code="200",host="a"} 0.75', '{code="200",host="b"} 1', '{code="500",host="a"} 0.25'],
    ],
    ['total - on (host) group_right hits{host="b"}', ['{code="200",host="b"} 0']],
    // The left value, although the labels are those of the right.
    ['total > on (host) group_right hits', ['hits{code="200",host="a"} 8', 'hits{code="500",host="a"} 8']],
    ['total * on (host) group_left (version) info', ['{host="a",version="1"} 8', '{host="b",version="2"} 9']],
    ['hits{code="500"} * on (host) group_left (code) total', ['{host="a"} 16']],
    ['total and on (host) hits{code="500"}', ['total{host="a"} 8']],
    ['total and hits', []],
    ['total unless on (host) hits{code="500"}', ['total{host="b"} 9']],
    ['hits{code="500"} or on (host) total', ['hits{code="500",host="a"} 2', 'total{host="b"} 9']],
    ['total and nothing', []],
    ['nothing or total', ['total{host="a"} 8', 'total{host="b"} 9']],
    ['total unless nothing', ['total{host="a"} 8', 'total{host="b"} 9']],
    ['hits + on (code) group_left (host) nothing', []],
  ])('%s', (expr, lines) => {
    expect(askInstant(source, expr, 0)).toEqual(lines)
  })

  it.each([
    [
      'total / on (host) hits',
      'found duplicate series for the match group {host="a"} on the right hand-side of the operation: ' +
        '[{__name__="hits", code="500", host="a"}, {__name__="hits", code="200", host="a"}];' +
        'many-to-many matching not allowed: matching labels must be unique on one side',
    ],
    [
      'hits / on (host) group_right total',
      'found duplicate series for the match group {host="a"} on the left hand-side of the operation: ' +
        '[{__name__="hits", code="500", host="a"}, {__name__="hits", code="200", host="a"}];' +
        'many-to-many matching not allowed: matching labels must be unique on one side',
    ],
    [
      'hits / on (host) total',
      'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
    ],
    [
      'hits * on (host) group_left (code) total',
      'multiple matches for labels: grouping labels must ensure unique matches',
    ],
    ['{host="c"} * 2', 'vector cannot contain metrics with the same labelset'],
    ['-{host="c"}', 'vector cannot contain metrics with the same labelset'],
  ])('%s fails', (expr, message) => {
    expect(() => askInstant(source, expr, 0)).toThrow(message)
  })
})

describe('at each step', () => {
  const moving = sourceOf([
    seriesOf('x{a="1"}', [1, 2, 3, null]),
    seriesOf('x{a="2"}', [null, null, null, 4]),
    seriesOf('info{v="1"}', [10, 10, null, null]),
    seriesOf('info{v="2"}', [null, null, 20, 20]),
    seriesOf('late{v="3"}', [null, 1]),
    seriesOf('late{v="4"}', [null, 1]),
  ])
  const ask = (expr: string) =>
    askRange(moving, expr, { startMs: 0, endMs: 180_000, stepMs: 60_000 }, { lookbackMs: 1 })

  it('another series may be the one that matches', () => {
    expect(ask('x * on () group_left info')).toEqual(['{a="1"} 10@0 20@60 60@120', '{a="2"} 80@180'])
    expect(ask('x * on () group_left (v) info')).toEqual([
      '{a="1",v="1"} 10@0 20@60',
      '{a="1",v="2"} 60@120',
      '{a="2",v="2"} 80@180',
    ])
    expect(ask('x * on () info')).toEqual(['{} 10@0 20@60 60@120 80@180'])
  })

  it('two that match are a fault where there is anything to match', () => {
    expect(() => ask('x * on () group_left late')).toThrow('found duplicate series for the match group {}')
    expect(ask('x{a="2"} * on () group_left late')).toEqual([])
  })

  it('sets look at what is there', () => {
    expect(ask('x and on () info{v="1"}')).toEqual(['x{a="1"} 1@0 2@60'])
    expect(ask('info{v="1"} or on () x')).toEqual(['info{v="1"} 10@0 10@60', 'x{a="1"} 3@120', 'x{a="2"} 4@180'])
    expect(ask('x unless on () info{v="1"}')).toEqual(['x{a="1"} 3@120', 'x{a="2"} 4@180'])
  })
})
