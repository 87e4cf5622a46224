import { expect, it, test } from 'vitest'
import { decodeRouting } from '~/domain/alerts/routing/decode-routing'
import { spellInterval, spellTimes } from './interval-words'

const intervalsOf = (parts: string) =>
  decodeRouting(
    `route: { receiver: a }\nreceivers: [{ name: a }]\ntime_intervals: [{ name: weekends, time_intervals: [${parts}] }]`,
  ).intervals

it.each([
  ["{ weekdays: ['saturday', 'sunday'] }", 'Sat, Sun UTC'],
  ["{ weekdays: ['monday:friday'], times: [{ start_time: '18:00', end_time: '24:00' }] }", 'Mon–Fri, 18:00–24:00 UTC'],
  ["{ days_of_month: ['-1'] }", 'last day of the month UTC'],
  ["{ days_of_month: ['-3:-1'] }", 'last 3 days of the month UTC'],
  ["{ days_of_month: ['15:-1'] }", 'from day 15 of the month on UTC'],
  ["{ days_of_month: ['1:7'] }", 'days 1 to 7 of the month UTC'],
  ["{ days_of_month: ['1'], months: ['january:march'], years: ['2026'] }", 'day 1 of the month, Jan–Mar, 2026 UTC'],
  ["{ weekdays: ['sunday'], location: Europe/Berlin }", 'Sun Europe/Berlin'],
  ["{ weekdays: ['sunday'], location: Local }", 'Sun in the time zone of the server'],
  ["{ weekdays: ['sunday'] }, { months: ['12'] }", 'Sun UTC; or Dec UTC'],
  ['{}', 'always'],
  ['{ times: [] }', 'never'],
  ['', 'never'],
])('%s', (parts, words) => {
  expect(spellInterval(intervalsOf(parts).get('weekends'))).toBe(words)
})

test('a route says when it is muted and when it sends', () => {
  const intervals = intervalsOf("{ weekdays: ['saturday', 'sunday'] }")
  expect(spellTimes({ muteTimes: ['weekends'], activeTimes: ['gone'] }, intervals)).toEqual([
    'muted: weekends (Sat, Sun UTC)',
    'sends only: gone (not defined)',
  ])
  const [bad] = spellTimes({ muteTimes: ['weekends'], activeTimes: [] }, intervalsOf('{ years: [x] }'))
  expect(bad).toMatch(/^muted: weekends \(cannot be read: line 3, column \d+, \/time_intervals\/0\//)
})
