import { describe, expect, test } from 'vitest'
import { buildSeries } from '~/testing/panel-builders'
import { joinRows } from './join-rows'

type Labels = Record<string, string>
const series = (query: number, labels: Labels, value: number | null) => buildSeries({ query, labels, values: [value] })
const sketch = (all: ReturnType<typeof series>[], queries = 3) =>
  joinRows(all, queries).map(
    ({ labels, values }) => `${[...labels].map(([name, value]) => `${name}=${value}`).join(' ')}: ${values.join(' ')}`,
  )

describe('joinRows', () => {
  test('equal labels are one row', () => {
    const all = [
      series(0, { endpoint: '/a' }, 1),
      series(0, { endpoint: '/b' }, 2),
      series(1, { endpoint: '/b' }, 20),
      series(1, { endpoint: '/c' }, 30),
    ]
    expect(sketch(all, 2)).toEqual(['endpoint=/a: 1 ', 'endpoint=/b: 2 20', 'endpoint=/c:  30'])
  })

  test('a query with fewer labels gives its value to all rows that agree', () => {
    const all = [
      series(0, { endpoint: '/a', status: '200' }, 1),
      series(0, { endpoint: '/a', status: '500' }, 2),
      series(1, { endpoint: '/a' }, 10),
      series(1, { endpoint: '/lost' }, 11),
      series(2, {}, 99),
    ]
    expect(sketch(all)).toEqual([
      'endpoint=/a status=200: 1 10 99',
      'endpoint=/a status=500: 2 10 99',
      'endpoint=/lost:  11 99',
    ])
  })

  test('queries whose labels differ stay apart', () => {
    expect(sketch([series(0, { a: '1' }, 1), series(1, { b: '1' }, 2)], 2)).toEqual(['a=1: 1 ', 'b=1:  2'])
  })

  test('the name of a metric joins nothing, unless one query has several', () => {
    expect(sketch([series(0, { __name__: 'up', i: '1' }, 1), series(1, { __name__: 'x', i: '1' }, 2)], 2)).toEqual([
      'i=1: 1 2',
    ])
    expect(sketch([series(0, { __name__: 'up', i: '1' }, 1), series(0, { __name__: 'x', i: '1' }, 2)], 1)).toEqual([
      '__name__=up i=1: 1',
      '__name__=x i=1: 2',
    ])
  })

  test('a value at the top bound of its own series is at least that, in whichever row it stands', () => {
    const all = [
      series(0, { endpoint: '/a', status: '200' }, 10),
      series(0, { endpoint: '/a', status: '500' }, 5),
      series(1, { endpoint: '/a' }, 10),
      series(2, { endpoint: '/a' }, 10),
      series(1, { endpoint: '/b' }, null),
    ]
    const tops = new Map([
      ...all.filter(({ id }) => id.startsWith('1/')).map(({ id }) => [id, 10] as const),
      ...all.filter(({ id }) => id.startsWith('2/')).map(({ id }) => [id, 60] as const),
    ])
    expect(joinRows(all, 3, tops).map(({ atLeast }) => [...atLeast])).toEqual([[1], [1], []])
    expect(joinRows(all, 3).map(({ atLeast }) => [...atLeast])).toEqual([[], [], []])
  })

  test('no value is none, no traffic is NaN', () => {
    expect(
      joinRows([series(0, { a: '1' }, null), series(0, { a: '2' }, Number.NaN)], 1).map((row) => row.values),
    ).toEqual([[null], [Number.NaN]])
  })

  test('labels with the names of an object', () => {
    expect(sketch([series(0, { constructor: '1' }, 1), series(1, { constructor: '1' }, 2)], 2)).toEqual([
      'constructor=1: 1 2',
    ])
    const proto = buildSeries({ values: [7] })
    const labelled = { ...proto, labels: new Map([['__proto__', 'x']]) }
    expect(sketch([labelled], 1)).toEqual(['__proto__=x: 7'])
  })
})
