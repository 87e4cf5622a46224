import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import { shiftRange, zoomOut } from '~/domain/time/move-range'
import { describeTimeRange, TIME_PRESETS } from '~/domain/time/presets'
import { printPortable } from '~/domain/time/print-portable'
import { liveRange, rangeAround, zoomTo } from '~/domain/time/range-of-width'
import { parseTimeExpression } from '~/domain/time/time-expression'
import { fixedRange, MAX_RANGE_MS, resolveTimeRange, type TimeRange } from '~/domain/time/time-range'

const NOW = Date.parse('2026-01-28T15:30:00Z')

function resolve(from: string, to: string, zone = 'UTC', nowMs = NOW): TimeRange {
  const range = resolveTimeRange({ from, to }, nowMs, zone)
  if (!range.ok) throw new Error(range.message)
  return range.value
}

const iso = (ms: number): string => new Date(ms).toISOString()

describe('resolveTimeRange', () => {
  test.each([
    ['now-6h', 'now', '2026-01-28T09:30:00.000Z', '2026-01-28T15:30:00.000Z', 'sliding'],
    ['now/d', 'now', '2026-01-28T00:00:00.000Z', '2026-01-28T15:30:00.000Z', 'growing'],
    ['now/d', 'now/d', '2026-01-28T00:00:00.000Z', '2026-01-28T23:59:59.999Z', 'growing'],
    ['now-1d/d', 'now-1d/d', '2026-01-27T00:00:00.000Z', '2026-01-27T23:59:59.999Z', 'fixed'],
    ['now-1M/M', 'now-1M/M', '2025-12-01T00:00:00.000Z', '2025-12-31T23:59:59.999Z', 'fixed'],
    ['now/w', 'now+1h', '2026-01-26T00:00:00.000Z', '2026-01-28T16:30:00.000Z', 'growing'],
    ['now/d+6h', 'now', '2026-01-28T06:00:00.000Z', '2026-01-28T15:30:00.000Z', 'growing'],
    ['now-d', 'now', '2026-01-27T15:30:00.000Z', '2026-01-28T15:30:00.000Z', 'sliding'],
    ['1769600000000', '1769610000000', '2026-01-28T11:33:20.000Z', '2026-01-28T14:20:00.000Z', 'fixed'],
    ['2026-01-28T09:00:00+01:00', '2026-01-28 09:00', '2026-01-28T08:00:00.000Z', '2026-01-28T09:00:00.000Z', 'fixed'],
    ['2026-01-27', '2026-01-28T01:02:03.5Z', '2026-01-27T00:00:00.000Z', '2026-01-28T01:02:03.500Z', 'fixed'],
    ['2026-01-28', '2026-02-28', '2026-01-28T00:00:00.000Z', '2026-02-28T00:00:00.000Z', 'growing'],
  ])('%s to %s', (from, to, fromIso, toIso, kind) => {
    const range = resolve(from, to)
    expect([iso(range.fromMs), iso(range.toMs), range.kind]).toEqual([fromIso, toIso, kind])
    expect(range.clamped).toBe(false)
  })

  it('reads dates without a zone in the zone of the view, a day of 25 hours included', () => {
    const range = resolve('2026-10-25', '2026-10-26', 'Europe/London')
    expect(range.toMs - range.fromMs).toBe(25 * HOUR_MS)
    const yesterday = resolve('now-1d/d', 'now-1d/d', 'Europe/London', Date.parse('2026-03-30T12:00:00Z'))
    expect(yesterday.toMs - yesterday.fromMs).toBe(23 * HOUR_MS - 1)
  })

  test.each([
    ['now-1000y', 'now'],
    ['now-999999999y', 'now'],
    ['now-1h', 'now+1000y'],
    ['now-1h', 'now+999999999y'],
    ['0', '253402300799999'],
  ])('holds %s to %s at ten years and says so', (from, to) => {
    const range = resolve(from, to)
    expect(range.toMs - range.fromMs).toBeLessThanOrEqual(MAX_RANGE_MS)
    expect(range.clamped).toBe(true)
  })

  test.each([
    ['now', 'now-1h'],
    ['now', 'now'],
    ['2026-01-28', '2026-01-27'],
    ['nonsense', 'now'],
    ['now-1h', ''],
  ])('refuses %s to %s', (from, to) => {
    expect(resolveTimeRange({ from, to }, NOW, 'UTC').ok).toBe(false)
  })
})

test.each([
  '',
  'now-',
  'now-6x',
  'now 6h',
  'now--1h',
  'Now',
  '-5',
  '1e12',
  '99999999999999999',
  '2026-02-30',
  '2026-13-01',
  '1969-12-31',
  '2026-01-28 24:00',
  '2026-1-2',
  'n'.repeat(200),
  `now${'-1h'.repeat(50)}`,
])('parseTimeExpression refuses "%s" in a sentence', (text) => {
  const result = parseTimeExpression(text)
  expect(result.ok ? '' : result.message).toMatch(/\w.*\.$/)
})

it('answers any text with a value or a sentence', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^now([+-]\d{0,9}[smhdwMQy]|\/[smhdwMQy]){0,6}$/)), (text) => {
      const range = resolveTimeRange({ from: text, to: 'now' }, NOW, 'America/Santiago')
      if (range.ok) expect(range.value.fromMs).toBeLessThan(range.value.toMs)
      else expect(range.message).not.toBe('')
    }),
  )
})

test.each([
  ['now-6h', 'now', 'Last 6 hours'],
  ['now-1h', 'now', 'Last 1 hour'],
  ['now-45m', 'now', 'Last 45 minutes'],
  ['now/d', 'now', 'Today so far'],
  ['now-1d/d', 'now-1d/d', 'Yesterday'],
  ['now-2h', 'now-1h', 'now-2h to now-1h'],
  ['1769614200000', '1769617800000', '2026-01-28 15:30:00 to 2026-01-28 16:30:00'],
  ['2026-01-28 15:30', 'now', '2026-01-28 15:30:00 to now'],
])('describes %s to %s', (from, to, label) => {
  expect(describeTimeRange({ from, to }, 'UTC')).toBe(label)
})

test('every preset resolves and is described by its own label', () => {
  for (const preset of TIME_PRESETS) {
    expect(resolve(preset.from, preset.to).fromMs).toBeLessThan(NOW)
    expect(describeTimeRange(preset, 'UTC')).toBe(preset.label)
  }
})

describe('moving a range', () => {
  it('shifts by half the width and stops at now', () => {
    const range = resolve('now-6h', 'now')
    expect(shiftRange(range, 'back', NOW)).toEqual(fixedRange(NOW - 9 * HOUR_MS, NOW - 3 * HOUR_MS))
    expect(shiftRange(range, 'forward', NOW)).toEqual(fixedRange(NOW - 6 * HOUR_MS, NOW))
    const past = resolve(String(NOW - 4 * HOUR_MS), String(NOW - HOUR_MS))
    expect(shiftRange(past, 'forward', NOW)).toEqual(fixedRange(NOW - 3 * HOUR_MS, NOW))
  })

  it('zooms a live range out to a live one', () => {
    const text = { from: 'now-6h', to: 'now' }
    expect(zoomOut(text, resolve(text.from, text.to), NOW)).toEqual({ from: 'now-12h', to: 'now' })
  })

  it('zooms a fixed range out on both sides, not past now', () => {
    const text = fixedRange(NOW - 3 * HOUR_MS, NOW - HOUR_MS)
    const range = resolve(text.from, text.to)
    expect(zoomOut(text, range, NOW)).toEqual(fixedRange(NOW - 4 * HOUR_MS, NOW))
    expect(zoomOut(text, range, NOW + DAY_MS)).toEqual(fixedRange(NOW - 4 * HOUR_MS, NOW))
    const later = fixedRange(NOW - HOUR_MS, NOW)
    expect(zoomOut(later, resolve(later.from, later.to), NOW)).toEqual(fixedRange(NOW - 2 * HOUR_MS, NOW))
  })

  it('zooms to a selection in either direction, a minute at least', () => {
    expect(zoomTo(NOW, NOW - HOUR_MS)).toEqual(fixedRange(NOW - HOUR_MS, NOW))
    expect(zoomTo(NOW, NOW + 1)).toEqual(rangeAround(NOW + 0.5, MINUTE_MS))
  })

  test.each([
    [12 * HOUR_MS, 'now-12h'],
    [DAY_MS, 'now-24h'],
    [14 * DAY_MS, 'now-14d'],
    [90 * MINUTE_MS, 'now-90m'],
    [90_500, 'now-91s'],
  ])('liveRange(%d) is %s', (widthMs, from) => {
    expect(liveRange(widthMs)).toEqual({ from, to: 'now' })
  })
})

test('printPortable makes dates mean the same everywhere', () => {
  expect(printPortable('2026-01-28 15:30:00', 'Asia/Kathmandu')).toEqual({ ok: true, value: '1769593500000' })
  expect(printPortable(' now-6h ', 'Asia/Kathmandu')).toEqual({ ok: true, value: 'now-6h' })
  expect(printPortable('soon', 'UTC').ok).toBe(false)
})
