import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planRefresh, type RefreshCause, type RefreshFacts, type RefreshPlan } from './plan-refresh'

const FACTS: RefreshFacts = {
  nowMs: 1_000_000,
  lastMs: 1_000_000,
  intervalMs: 30_000,
  visible: true,
  kiosk: false,
  random: 0.5,
}

describe('planRefresh', () => {
  it.each<[string, RefreshCause, Partial<RefreshFacts>, Partial<RefreshPlan>]>([
    ['the timer, in time', 'timer', { nowMs: 1_030_000 }, { tick: true, urgent: false, waitMs: 30_000 }],
    ['the timer, a little early', 'timer', { nowMs: 1_029_990 }, { tick: true }],
    ['the timer, too early', 'timer', { nowMs: 1_010_000 }, { tick: false, waitMs: 20_000 }],
    ['one interval missed', 'timer', { nowMs: 1_075_000 }, { tick: true, waitMs: 30_000 }],
    ['eight hours asleep', 'timer', { nowMs: 29_800_000 }, { tick: false, waitMs: 1_000, resting: true }],
    ['after the rest', 'rested', { nowMs: 29_801_000 }, { tick: true, waitMs: 30_000, resting: false }],
    ['hidden', 'timer', { nowMs: 1_030_000, visible: false }, { tick: false, waitMs: null }],
    ['hidden on a wall', 'timer', { nowMs: 1_030_000, visible: false, kiosk: true }, { tick: true, waitMs: 30_000 }],
    ['shown after a while', 'shown', { nowMs: 1_005_000 }, { tick: true }],
    ['shown at once', 'shown', { nowMs: 1_002_000 }, { tick: false, waitMs: 28_000 }],
    ['shown, refresh is off', 'shown', { nowMs: 1_900_000, intervalMs: null }, { tick: false, waitMs: null }],
    ['a source is back', 'recovered', { nowMs: 1_000_100 }, { tick: true, urgent: true, waitMs: 30_000 }],
    ['a source is back, hidden', 'recovered', { visible: false }, { tick: false, waitMs: null }],
    ['a source is back, refresh is off', 'recovered', { intervalMs: null }, { tick: true, waitMs: null }],
    ['asked for, refresh is off', 'asked', { intervalMs: null }, { tick: true, urgent: true, waitMs: null }],
    ['asked for', 'asked', {}, { tick: true, urgent: true, waitMs: 30_000 }],
    ['the clock was set back', 'timer', { nowMs: 900_000 }, { tick: true, waitMs: 30_000 }],
  ])('%s', (_name, cause, facts, expected) => {
    expect(planRefresh({ ...FACTS, ...facts }, cause)).toMatchObject(expected)
  })

  it('looks again within the interval while somebody watches, whatever the clock says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<RefreshCause>('timer', 'rested', 'shown', 'recovered', 'asked'),
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: 5_000, max: 86_400_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (cause, elapsedMs, intervalMs, random) => {
          const plan = planRefresh({ ...FACTS, nowMs: FACTS.lastMs + elapsedMs, intervalMs, random }, cause)
          expect(plan.waitMs).not.toBeNull()
          expect(plan.waitMs).toBeGreaterThanOrEqual(0)
          expect(plan.waitMs).toBeLessThanOrEqual(intervalMs)
        },
      ),
    )
  })
})
