import { describe, expect, it } from 'vitest'
import type { Round, RoundPlan } from '~/domain/wall/plan-round'
import { roundNote } from './round-note'

const ROUND: Round = { index: 0, sinceMs: 0, cause: 'turn', interrupted: null, pausedMs: null }
const PLAN: RoundPlan = { round: ROUND, next: 1, untilMs: 30_000, turn: [0, 1, 3, 4] }

describe('roundNote', () => {
  it.each<[string, Partial<RoundPlan>, Partial<Round>, readonly string[], string]>([
    ['its turn', {}, {}, [], '1 of 4, next in 0:22'],
    ['a long one', { untilMs: 3_608_000 }, {}, [], '1 of 4, next in 1:00:00'],
    ['alone', { next: null, untilMs: null, turn: [0] }, {}, [], '1 of 1'],
    ['paused', {}, { pausedMs: 5000 }, [], '1 of 4, paused'],
    ['an alert', { next: null, untilMs: null }, { cause: 'alert' }, [], '1 of 4, stays while critical'],
    [
      'an alert out of its hours',
      { next: null, untilMs: null, turn: [1] },
      { cause: 'alert' },
      [],
      'stays while critical',
    ],
    ['two with alerts', {}, { cause: 'alert' }, [], '1 of 4, next in 0:22'],
    ['a page that nobody has', {}, {}, ['/d/nope'], '1 of 4, next in 0:22, skipped: /d/nope'],
    ['overdue', { untilMs: 0 }, {}, [], '1 of 4, next in 0:00'],
  ])('%s', (_name, plan, round, skipped, expected) => {
    expect(roundNote({ ...PLAN, ...plan, round: { ...ROUND, ...round } }, 8_000, skipped)).toBe(expected)
  })
})
