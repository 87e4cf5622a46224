import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDrift, createLevels, rhythmAt, sinceWindowStart } from './levels'
import type { PlatformModel } from './platform-model'

const HOUR_MS = 3_600_000
const hours = Array.from({ length: 24 }, (_, hour) => hour)

describe('rhythmAt', () => {
  const weekdays = [10, 1, 1, 1, 1, 1, 1]
  it.each([
    ['on the hour', '2026-01-28T15:00:00Z', 15],
    ['between hours', '2026-01-28T15:30:00Z', 15.5],
    ['from the last hour to midnight', '2026-01-28T23:30:00Z', 11.5],
    ['on a Sunday', '2026-02-01T02:00:00Z', 20],
  ])('%s', (_, time, factor) => expect(rhythmAt({ hours, weekdays }, Date.parse(time))).toBeCloseTo(factor))
})

describe('createDrift', () => {
  it('stays within its share and does not jump', () => {
    const drift = { share: 0.2, periodMs: 600_000 }
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 2e12 }), (key, timeMs) => {
        const driftAt = createDrift(drift, key)
        const here = driftAt(timeMs)
        expect(Math.abs(here - 1)).toBeLessThanOrEqual(0.2)
        // The steepest slope of the ease is 3/2 a period over a height of at most 2 shares.
        expect(Math.abs(driftAt(timeMs + 5000) - here)).toBeLessThanOrEqual(0.4 * 1.5 * (5 / 600) + 1e-9)
      }),
    )
  })
})

describe('sinceWindowStart', () => {
  const recurrence = { everyMs: 3 * HOUR_MS, offsetMs: 1_200_000, lastsMs: 600_000 }
  it.each([
    ['before', '2026-01-28T03:19:59Z', undefined],
    ['at its start', '2026-01-28T03:20:00Z', 0],
    ['at its end', '2026-01-28T03:30:00Z', undefined],
    ['the next time', '2026-01-28T06:25:00Z', 300_000],
  ])('%s', (_, time, since) => expect(sinceWindowStart(recurrence, Date.parse(time))).toBe(since))
})

describe('createLevels', () => {
  const model: PlatformModel = {
    id: 'p',
    title: 'P',
    targets: [],
    levels: {
      a: 2,
      b: { base: 10, of: ['a'] },
      c: { base: 1, pulse: { everyMs: HOUR_MS, offsetMs: 0, lastsMs: 60_000, times: 5 } },
      'd.x': 7,
    },
    flows: [],
    gauges: [],
    incidents: [
      { id: 'more', title: 'more', effects: { a: { times: 3 } } },
      { id: 'other', title: 'other', effects: { a: { to: 100 }, c: { plus: 4 } } },
    ],
  }
  const read = (strengths: readonly number[], timeMs = 2 * 60_000) => {
    const levels = createLevels(model, 1)
    const indices = ['a', 'b', 'c', { level: 'd', by: 'kind' }, 0.25].map((share) =>
      levels.resolve(share, (name) => (name === 'kind' ? 'x' : undefined)),
    )
    levels.update(timeMs, Float64Array.from(strengths))
    return indices.map((index) => levels.values[index])
  }

  it.each([
    ['without incidents', [0, 0], undefined, [2, 20, 1, 7, 0.25]],
    ['an incident moves what is made of the level too', [1, 0], undefined, [6, 60, 1, 7, 0.25]],
    ['a growing incident goes part of the way', [0, 0.5], undefined, [51, 510, 3, 7, 0.25]],
    ['incidents follow one another', [1, 1], undefined, [100, 1000, 5, 7, 0.25]],
    ['a pulse', [0, 0], HOUR_MS + 59_999, [2, 20, 5, 7, 0.25]],
  ])('%s', (_, strengths, timeMs, values) => expect(read(strengths, timeMs)).toEqual(values))

  it.each<[string, Partial<PlatformModel>, string]>([
    [
      'a level made of a later one',
      { levels: { b: { base: 1, of: ['a'] }, a: 1 }, incidents: [] },
      'the level a after one',
    ],
    ['a level made of none', { levels: { b: { base: 1, of: ['nope'] } }, incidents: [] }, 'has no level nope'],
    ['an effect on none', { levels: {} }, 'has no level a, which the incident more moves'],
  ])('refuses %s', (_, part, message) => expect(() => createLevels({ ...model, ...part }, 1)).toThrow(message))
})
