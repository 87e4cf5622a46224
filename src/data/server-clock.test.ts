import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createServerClock } from './server-clock'

const startMs = Date.UTC(2026, 0, 5, 12)

/** A viewer whose clock is wrong by `skewMs`, and a server that is right. */
function setUp(skewMs: number) {
  let trueMs = startMs
  const clock = createServerClock({ now: () => trueMs + skewMs })
  function answer(roundTripMs: number, dateMs?: number) {
    const sentMs = trueMs + skewMs
    const serverMs = dateMs ?? trueMs + roundTripMs / 2
    trueMs += roundTripMs
    clock.observe(new Date(serverMs).toUTCString(), sentMs, trueMs + skewMs)
  }
  return {
    clock,
    answer,
    trueMs: () => trueMs,
    pass: (ms: number) => {
      trueMs += ms
    },
  }
}

describe('F70 server time', () => {
  test.each([
    ['10 minutes behind', -600_000],
    ['10 minutes ahead', 600_000],
    ['24 hours behind', -86_400_000],
    ['24 hours ahead', 86_400_000],
  ])('a viewer %s sees the server time from the first answer on', (_, skewMs) => {
    const { clock, answer, trueMs } = setUp(skewMs)
    answer(80)
    expect(Math.abs(clock.nowMs() - trueMs())).toBeLessThan(1_000)
    expect(Math.abs(clock.offsetMs() + skewMs)).toBeLessThan(1_000)
  })

  test('a viewer with the right time keeps it, whatever the second of the answers', () => {
    const { clock, answer, pass } = setUp(0)
    for (let i = 0; i < 50; i += 1) {
      answer(130)
      pass(977)
    }
    expect(clock.offsetMs()).toBe(0)
  })

  test.each([
    ['no header', null],
    ['junk', 'yesterday'],
    ['nothing', ''],
  ])('%s is ignored', (_, header) => {
    const { clock } = setUp(0)
    clock.observe(header, startMs, startMs + 10)
    expect(clock.offsetMs()).toBe(0)
  })

  test('answers of 2 s and longer, and clocks that stepped meanwhile, are ignored', () => {
    const { clock } = setUp(0)
    const date = new Date(startMs + 600_000).toUTCString()
    clock.observe(date, startMs, startMs + 2_000)
    clock.observe(date, startMs, startMs - 1)
    expect(clock.offsetMs()).toBe(0)
  })

  test('one odd answer among five changes nothing', () => {
    const { clock, answer } = setUp(0)
    for (let i = 0; i < 4; i += 1) answer(50)
    answer(50, startMs + 3_600_000)
    expect(clock.offsetMs()).toBe(0)
  })

  test('a viewer whose clock is set right while the page runs is followed within three answers', () => {
    let viewerMs = startMs - 600_000
    const clock = createServerClock({ now: () => viewerMs })
    const answer = () => clock.observe(new Date(startMs).toUTCString(), viewerMs, viewerMs + 10)
    for (let i = 0; i < 5; i += 1) answer()
    viewerMs = startMs
    for (let i = 0; i < 3; i += 1) answer()
    expect(Math.abs(clock.nowMs() - startMs)).toBeLessThan(1_000)
  })

  test('for any skew, round trips and pauses: within 2 s of the truth, and never a little backwards', () => {
    const step = fc.record({
      pauseMs: fc.integer({ min: 0, max: 60_000 }),
      roundTripMs: fc.integer({ min: 1, max: 1_999 }),
    })
    fc.assert(
      fc.property(
        fc.integer({ min: -90_000_000, max: 90_000_000 }),
        fc.array(step, { minLength: 1, maxLength: 40 }),
        (skewMs, steps) => {
          const { clock, answer, pass, trueMs } = setUp(skewMs)
          let shownMs = Number.NaN
          for (const { pauseMs, roundTripMs } of steps) {
            pass(pauseMs)
            answer(roundTripMs)
            const nowMs = clock.nowMs()
            expect(Math.abs(nowMs - trueMs())).toBeLessThanOrEqual(2_000)
            if (!Number.isNaN(shownMs)) expect(nowMs).toBeGreaterThanOrEqual(shownMs)
            shownMs = nowMs
          }
        },
      ),
    )
  })
})
