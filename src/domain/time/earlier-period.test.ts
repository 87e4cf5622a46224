import { expect, test } from 'vitest'
import { DAY_MS } from '~/domain/time/duration'
import { nextCompare, readEarlierPeriod } from '~/domain/time/earlier-period'

test.each<[string | null, string, { shiftMs: number; label: string } | null]>([
  ['1d', 'now', { shiftMs: DAY_MS, label: 'yesterday' }],
  ['1w', 'now', { shiftMs: 7 * DAY_MS, label: 'last week' }],
  ['1d', 'now/d', { shiftMs: DAY_MS, label: 'yesterday' }],
  ['3d', 'now', { shiftMs: 3 * DAY_MS, label: '3 days earlier' }],
  ['52w', 'now', { shiftMs: 364 * DAY_MS, label: '52 weeks earlier' }],
  ['1d', 'now-2h', { shiftMs: DAY_MS, label: 'a day earlier' }],
  ['1d', 'now-1d/d', { shiftMs: DAY_MS, label: 'a day earlier' }],
  ['1w', '1769600000000', { shiftMs: 7 * DAY_MS, label: 'a week earlier' }],
  [null, 'now', null],
  ['soon', 'now', null],
  ['0', 'now', null],
])('compare=%s of a range to %s', (compare, to, expected) => {
  expect(readEarlierPeriod(compare, { from: 'now-6h', to })).toEqual(expected)
})

test('one key goes through off, yesterday, last week, and leaves any other', () => {
  expect([null, '1d', '1w', '3d'].map(nextCompare)).toEqual(['1d', '1w', null, null])
})
