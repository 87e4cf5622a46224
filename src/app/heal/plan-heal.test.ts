import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HealCause, type HealFacts, planHeal, planLook, type Running, type Served } from './plan-heal'

const NOW = 10_000_000
const CALM: HealFacts = { nowMs: NOW, lookedMs: NOW - 5_000, visible: true, kiosk: false, failures: 0, random: 1 }

describe('when the server is looked at', () => {
  it.each<[string, HealCause, Partial<HealFacts>, boolean, number | null]>([
    ['the first time', 'timer', { lookedMs: null }, true, 60_000],
    ['a moment ago', 'timer', {}, false, 55_000],
    ['a minute ago', 'timer', { lookedMs: NOW - 60_000 }, true, 60_000],
    ['half a minute ago, as jitter has it', 'timer', { lookedMs: NOW - 30_000, random: 0 }, true, 30_000],
    ['hidden', 'timer', { visible: false, lookedMs: null }, false, null],
    ['hidden on a wall', 'timer', { visible: false, kiosk: true, lookedMs: NOW - 60_000 }, true, 60_000],
    ['shown after a while', 'shown', { lookedMs: NOW - 11_000 }, true, 60_000],
    ['shown after a moment', 'shown', {}, false, 60_000],
    ['shown while the server is away', 'shown', { lookedMs: NOW - 1_000, failures: 1 }, true, 2_000],
    ['a source answers again', 'recovered', { lookedMs: NOW - 100 }, true, 60_000],
    ['away once', 'timer', { lookedMs: NOW - 2_000, failures: 1 }, true, 2_000],
    ['away for long', 'timer', { lookedMs: NOW - 30_000, failures: 12 }, true, 30_000],
    ['after 8 hours asleep', 'timer', { lookedMs: NOW - 8 * 3_600_000 }, true, 60_000],
    ['the clock was set back', 'timer', { lookedMs: NOW + 3_600_000 }, true, 60_000],
  ])('%s', (_name, cause, more, look, waitMs) => {
    expect(planLook({ ...CALM, ...more }, cause)).toEqual({ look, waitMs })
  })

  it('never waits longer than a minute while somebody looks, and never spins', () => {
    const facts = fc.record({
      nowMs: fc.constant(NOW),
      lookedMs: fc.option(fc.integer({ min: 0, max: 2 * NOW })),
      visible: fc.constant(true),
      kiosk: fc.boolean(),
      failures: fc.nat(50),
      random: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(facts, fc.constantFrom<HealCause>('timer', 'shown', 'recovered'), (some, cause) => {
        const { look, waitMs } = planLook(some, cause)
        expect(waitMs).toBeLessThanOrEqual(60_000)
        expect(waitMs).toBeGreaterThanOrEqual(look ? 1_000 : 0)
      }),
    )
  })
})

describe('what is done about what the server has', () => {
  const running: Running = { build: 'a', config: '{}' }
  const here = (build: string, config: string | null = '{}'): Served => ({
    site: { kind: 'here', build, scripts: [] },
    config,
  })
  const signIn = (renews: boolean): Served => ({ site: { kind: 'signIn', renews }, config: null })
  it.each<[string, Served, boolean, string, string | null]>([
    ['the same', here('a'), true, 'none', null],
    ['it is away', { site: { kind: 'away' }, config: null }, true, 'none', null],
    ['a new build, before a reader', here('b'), false, 'newer', null],
    ['a new build, on a wall', here('b'), true, 'newer', 'a new build'],
    ['another configuration, on a wall', here('a', '{"x":1}'), true, 'newer', 'a new configuration'],
    ['F84: a faulty configuration', here('a', null), true, 'none', null],
    ['F12: a sign-in that may renew the session, on a wall', signIn(true), true, 'signIn', 'a session that expired'],
    ['F12: a sign-in that may, before a reader', signIn(true), false, 'signIn', null],
    ['a password to type, on a wall', signIn(false), true, 'signIn', null],
  ])('%s', (_name, served, kiosk, note, reload) => {
    expect(planHeal(running, served, kiosk, 0.5)).toMatchObject({ note: { kind: note }, reload })
  })

  it('a page that does not know its own build or configuration never takes another for newer', () => {
    expect(planHeal({ build: null, config: null }, here('b', '{"x":1}'), true, 0)).toMatchObject({ reload: null })
  })
})
