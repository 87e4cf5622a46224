import { describe, expect, test } from 'vitest'
import { isolateSeries, isShown, type Shown, toggleSeries } from './visibility'

const ids = ['a', 'b', 'c']
const seen = (shown: Shown, of: readonly string[] = ids) => of.filter((id) => isShown(shown, of, id)).join('')

describe('visibility', () => {
  const cases: [string, Shown, string][] = [
    ['all at first', null, 'abc'],
    ['click isolates', isolateSeries(null, ids, 'b'), 'b'],
    ['a second click brings all back', isolateSeries(new Set(['b']), ids, 'b'), 'abc'],
    ['a click on another moves the isolation', isolateSeries(new Set(['b']), ids, 'c'), 'c'],
    ['ctrl-click takes one out', toggleSeries(null, ids, 'b'), 'ac'],
    ['ctrl-click adds one', toggleSeries(new Set(['b']), ids, 'a'), 'ab'],
    ['the last one does not go', toggleSeries(new Set(['b']), ids, 'b'), 'abc'],
  ]
  test.each(cases)('%s', (_name, shown, letters) => {
    expect(seen(shown)).toBe(letters)
  })

  test('a series that comes later stays out of an isolation', () => {
    expect(seen(new Set(['b']), ['a', 'b', 'new'])).toBe('b')
  })

  test('an isolation of what is gone shows all', () => {
    expect(seen(new Set(['gone']))).toBe('abc')
  })
})
