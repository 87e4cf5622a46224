import { describe, expect, it, test } from 'vitest'
import type { SloState } from '~/domain/slo/reading'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import { madeSlo } from '~/testing/made-slo'
import { daysOf } from './days'
import {
  burnText,
  complianceText,
  countText,
  coverageText,
  exhaustionText,
  leadOf,
  objectiveText,
  promiseText,
  shareText,
  spanText,
} from './words'

describe('figures in words', () => {
  it.each([
    [shareText(null), 'no data'],
    [shareText(Number.NaN), 'no traffic'],
    [shareText(0.99997), '99.997 %'],
    [shareText(-4.556), '-456 %'],
    [complianceText({ objective: 0.995 }, 0.9952), '99.52 %'],
    [complianceText({ objective: 0.995 }, 0.99496), '99.496 %'],
    [complianceText({ objective: 0.995 }, 1 - 0.005), '99.5 %'],
    [complianceText({ objective: 0.995 }, 0.99), '99 %'],
    [complianceText({ objective: 0.995 }, null), 'no data'],
    [complianceText({ objective: 0.995 }, Number.NaN), 'no traffic'],
    [promiseText({ objective: 0.9985 }), '99.85 %'],
    [promiseText({ objective: 0.999999 }), '99.9999 %'],
    [burnText(1.002), '1.002×'],
    [burnText(0.9996), '0.9996×'],
    [burnText(1), '1×'],
    [burnText(null), 'no data'],
    [burnText(Number.NaN), 'no traffic'],
    [burnText(0), '0×'],
    [burnText(0.002), '<0.01×'],
    [burnText(0.4567), '0.46×'],
    [burnText(14.42), '14.4×'],
    [spanText(30_000), '30 s'],
    [spanText(3.2 * MINUTE_MS), '3.2 min'],
    [spanText(59.7 * MINUTE_MS), '1 h'],
    [spanText(80 * MINUTE_MS), '1 h 20 min'],
    [spanText(-92 * MINUTE_MS), '-1 h 32 min'],
    [spanText(47.99 * HOUR_MS), '47 h 59 min'],
    [spanText(52 * HOUR_MS), '2 d 4 h'],
    [spanText(71.9 * HOUR_MS), '3 d'],
    [countText(0.04), '0'],
    [countText(3.26), '3.3'],
    [countText(12_345.6), '12,346'],
    [countText(-644), '-644'],
    [countText(1.234e6), '1.23M'],
    [exhaustionText({ kind: 'in', inMs: 36 * HOUR_MS }), 'in 36 h'],
    [exhaustionText({ kind: 'lasts' }), 'lasts'],
    [objectiveText(madeSlo({ events: 'jobs', objective: 99.95 })), '99.95 % of jobs in 30d'],
  ])('%s', (text, wanted) => expect(text).toBe(wanted))
})

test.each<[string, number | null, string | null]>([
  ['30d', 51, '51 of 720 hours have data'],
  ['30d', 719, null],
  ['30d', 721, null],
  ['30d', null, null],
  ['24h', 12, '12 of 288 spans of 5m have data'],
])('a window of %s with %s covered', (window, covered, said) => {
  expect(coverageText(madeSlo({ window }), covered)).toBe(said)
})

test.each<[readonly (SloState | 'unknown' | undefined)[], string]>([
  [[], 'No objectives.'],
  [['ok', undefined], 'Asking about 2 objectives…'],
  [['ok', 'ok'], 'All 2 objectives are kept, with budget to spare.'],
  [['ok', 'unknown'], 'Of 2 objectives 1 is not known.'],
  [['ok', 'exhausted'], 'Of 2 objectives 1 has used up its budget.'],
  [
    ['exhausted', 'exhausted', 'fast', 'slow', 'low', 'noData', 'silent', 'noTraffic'],
    'Of 8 objectives 2 have used up their budget, 1 burns fast, 1 burns steadily, 1 has little left, 1 has no data, 1 has no data now, 1 has no traffic.',
  ],
])('the lead of %j', (states, said) => expect(leadOf(states, true)).toBe(said))

test('the lead of a history that does not fill every window', () =>
  expect(leadOf(['ok', 'ok'], false)).toBe('All 2 objectives are kept, with budget to spare, as far as there is data.'))

describe('days', () => {
  const startMs = Date.parse('2026-03-28T22:00:00Z')
  const points = Array.from({ length: 30 }, (_, i) => ({
    timeMs: startMs + (i + 1) * HOUR_MS,
    bad: 1,
    left: 1 - i / 100,
  }))

  it('are those of the zone, also where one has 23 hours, the newest first', () => {
    // In Berlin the clocks went forward on 29 March.
    expect(daysOf(points, 'Europe/Berlin', false)).toEqual([
      { name: '2026-03-30', bad: 6, left: expect.closeTo(0.71, 9) },
      { name: '2026-03-29', bad: 23, left: expect.closeTo(0.77, 9) },
      { name: '2026-03-28', bad: 1, left: 1 },
    ])
  })

  it('say that they have no data', () => {
    expect(daysOf([{ timeMs: startMs + DAY_MS, bad: null, left: null }], 'UTC', false)).toEqual([
      { name: '2026-03-29', bad: null, left: null },
    ])
  })
})
