import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHours } from './hours'
import { LONGEST_PAUSE_MS, planRound, type Round, type RoundFacts, type RoundPage, stepRound } from './plan-round'

const BERLIN = 'Europe/Berlin'
const NOON = Date.parse('2026-06-01T10:00:00Z')

function page(seconds: number, ...hours: readonly string[]): RoundPage {
  return { seconds, timeZone: BERLIN, isKnown: true, hours: hours.flatMap((text) => parseHours(text) ?? []) }
}

const UNKNOWN: RoundPage = { seconds: 30, isKnown: false, timeZone: BERLIN, hours: [] }
const THREE = [page(30), page(60), page(90)]

function factsAt(nowMs: number, pages: readonly RoundPage[] = THREE, alarmed: readonly number[] = []): RoundFacts {
  return { pages, nowMs, alarmed: new Set(alarmed) }
}

function roundAt(index: number | null, sinceMs: number, more: Partial<Round> = {}): Round {
  return { index, sinceMs, cause: 'turn', interrupted: null, pausedMs: null, ...more }
}

/** Seconds after noon at which pages are shown, as a wall that looks whenever it is told to would show them. */
function play(
  pages: readonly RoundPage[],
  seconds: number,
  alarmsAt: (second: number) => readonly number[] = () => [],
) {
  const shown: [second: number, index: number | null][] = []
  let round: Round | null = null
  for (let second = 0; second <= seconds; second++) {
    const plan = planRound(round, factsAt(NOON + second * 1000, pages, alarmsAt(second)))
    if (round?.index !== plan.round.index || round === null) shown.push([second, plan.round.index])
    round = plan.round
  }
  return shown
}

describe('planRound', () => {
  it.each<[string, Round | null, RoundFacts, Partial<Round>, number | null, number | null]>([
    ['begins with the first page', null, factsAt(NOON), { index: 0, sinceMs: NOON }, 1, NOON + 30_000],
    ['stays for its time', roundAt(0, NOON), factsAt(NOON + 29_999), { index: 0 }, 1, NOON + 30_000],
    ['goes on after its time', roundAt(0, NOON), factsAt(NOON + 30_000), { index: 1 }, 2, NOON + 90_000],
    ['begins again after the last', roundAt(2, NOON), factsAt(NOON + 90_000), { index: 0 }, 1, NOON + 120_000],
    ['one page stays', null, factsAt(NOON, [page(30)]), { index: 0 }, null, null],
    ['one page still stays', roundAt(0, NOON), factsAt(NOON + 9e6, [page(30)]), { index: 0 }, null, null],
    [
      'an unknown page is skipped',
      roundAt(0, NOON),
      factsAt(NOON + 30_000, [page(30), UNKNOWN, page(9)]),
      { index: 2 },
      0,
      NOON + 39_000,
    ],
    ['only unknown pages', null, factsAt(NOON, [UNKNOWN]), { index: null }, null, null],
    ['an empty list', null, factsAt(NOON, []), { index: null }, null, null],
    [
      'one move after eight hours asleep',
      roundAt(0, NOON),
      factsAt(NOON + 8 * 3.6e6),
      { index: 1 },
      2,
      NOON + 8 * 3.6e6 + 60_000,
    ],
    [
      'the clock was set back',
      roundAt(0, NOON),
      factsAt(NOON - 3.6e6),
      { index: 0, sinceMs: NOON - 3.6e6 },
      1,
      NOON - 3.6e6 + 30_000,
    ],
    ['a page that is there no longer', roundAt(7, NOON), factsAt(NOON + 1000), { index: 0 }, 1, NOON + 31_000],
    // 12:00 in Berlin.
    [
      'hours that are over',
      null,
      factsAt(NOON, [page(30, '08:00-11:00'), page(30)]),
      { index: 1 },
      null,
      Date.parse('2026-06-02T06:00:00Z'),
    ],
    [
      'hours that end before its time',
      roundAt(0, NOON),
      factsAt(NOON, [page(9999, '08:00-12:30'), page(30)]),
      { index: 0 },
      1,
      Date.parse('2026-06-01T10:30:00Z'),
    ],
    [
      'nothing is due',
      roundAt(0, NOON),
      factsAt(NOON, [page(30, '13:00-14:00')]),
      { index: null },
      null,
      Date.parse('2026-06-01T11:00:00Z'),
    ],
    [
      'the first that is due again',
      roundAt(null, 0),
      factsAt(NOON + 3.6e6, [page(30, '13:00-14:00')]),
      { index: 0 },
      null,
      Date.parse('2026-06-01T12:00:00Z'),
    ],
    [
      'paused',
      roundAt(0, NOON, { pausedMs: NOON + 5000 }),
      factsAt(NOON + 60_000),
      { index: 0 },
      null,
      NOON + 5000 + LONGEST_PAUSE_MS,
    ],
    [
      'paused and forgotten',
      roundAt(0, NOON, { pausedMs: NOON }),
      factsAt(NOON + LONGEST_PAUSE_MS),
      { index: 1, pausedMs: null },
      2,
      NOON + LONGEST_PAUSE_MS + 60_000,
    ],
    ['goes on by hand', roundAt(0, NOON, { pausedMs: null }), factsAt(NOON + 60_000), { index: 1 }, 2, NOON + 120_000],
    [
      'a critical alert interrupts',
      roundAt(0, NOON),
      factsAt(NOON + 5000, THREE, [2]),
      { index: 2, cause: 'alert', interrupted: 0 },
      null,
      null,
    ],
    [
      'and stays',
      roundAt(2, NOON, { cause: 'alert', interrupted: 0 }),
      factsAt(NOON + 9e6, THREE, [2]),
      { index: 2, interrupted: 0 },
      null,
      null,
    ],
    [
      'on the page that is shown',
      roundAt(0, NOON),
      factsAt(NOON + 5000, THREE, [0]),
      { index: 0, sinceMs: NOON, cause: 'alert' },
      null,
      null,
    ],
    [
      'two take turns',
      roundAt(0, NOON, { cause: 'alert', interrupted: 1 }),
      factsAt(NOON + 30_000, THREE, [0, 2]),
      { index: 2, cause: 'alert', interrupted: 1 },
      0,
      NOON + 120_000,
    ],
    [
      'it ends: the interrupted page has its full time',
      roundAt(2, NOON, { cause: 'alert', interrupted: 0 }),
      factsAt(NOON + 9e6),
      { index: 0, sinceMs: NOON + 9e6, cause: 'turn' },
      1,
      NOON + 9e6 + 30_000,
    ],
    [
      'it ends, and the interrupted page is not due any more',
      roundAt(1, NOON, { cause: 'alert', interrupted: 0 }),
      factsAt(NOON, [page(30, '08:00-11:00'), page(30), page(30)]),
      { index: 1 },
      2,
      NOON + 30_000,
    ],
    ['it begins with one', null, factsAt(NOON, THREE, [1]), { index: 1, cause: 'alert' }, null, null],
    [
      'outside of the hours of its page',
      null,
      factsAt(NOON, [page(30), page(30, '13:00-14:00')], [1]),
      { index: 1, cause: 'alert' },
      null,
      null,
    ],
    [
      'it ends a pause',
      roundAt(0, NOON, { pausedMs: NOON }),
      factsAt(NOON + 5000, THREE, [1]),
      { index: 1, pausedMs: null },
      null,
      null,
    ],
    [
      'who went by hand may look',
      roundAt(0, NOON, { cause: 'hand' }),
      factsAt(NOON + 5000, THREE, [1]),
      { index: 0 },
      1,
      NOON + 30_000,
    ],
    [
      'but not for longer than its time',
      roundAt(0, NOON, { cause: 'hand' }),
      factsAt(NOON + 30_000, THREE, [1]),
      { index: 1, cause: 'alert' },
      null,
      null,
    ],
    [
      'an alert on a page that nobody knows',
      roundAt(0, NOON),
      factsAt(NOON + 5000, [page(30), UNKNOWN, page(30)], [1]),
      { index: 0, cause: 'turn' },
      2,
      NOON + 30_000,
    ],
  ])('%s', (_name, before, facts, round, next, untilMs) => {
    const plan = planRound(before, facts)
    expect(plan.round).toMatchObject(round)
    expect({ next: plan.next, untilMs: plan.untilMs }).toEqual({ next, untilMs })
  })

  it('plays a round, is interrupted, and goes on where it was', () => {
    const alarms = (second: number) => (second >= 40 && second < 100 ? [2] : [])
    expect(play(THREE, 270, alarms)).toEqual([
      [0, 0],
      [30, 1],
      [40, 2],
      [100, 1],
      [160, 2],
      [250, 0],
    ])
  })

  it('begins and ends by the clocks of the zone on the days they change', () => {
    const pages = [page(600, '08:00-20:00'), page(600, '20:00-08:00')]
    const shownAt = (iso: string) => planRound(null, factsAt(Date.parse(iso), pages)).round.index
    // In spring 08:00 in Berlin is 06:00 UTC already, in autumn 07:00.
    expect(['2026-03-29T05:59:59Z', '2026-03-29T06:00:00Z'].map(shownAt)).toEqual([1, 0])
    expect(['2026-10-25T06:59:59Z', '2026-10-25T07:00:00Z'].map(shownAt)).toEqual([1, 0])
    const night = planRound(null, factsAt(Date.parse('2026-10-24T22:00:00Z'), [pages[1] ?? page(1)]))
    expect(night.untilMs).toBe(Date.parse('2026-10-25T07:00:00Z'))
  })

  it('shows only what may be shown, and says a time that lies ahead', () => {
    const hours = fc.constantFrom([], ['08:00-20:00'], ['22:00-06:00'], ['12:00-12:30', '13:00-24:00'])
    const pages = fc.array(
      fc.record({ seconds: fc.integer({ min: 5, max: 600 }), isKnown: fc.boolean(), texts: hours }),
      { maxLength: 6 },
    )
    const start = fc.integer({ min: 1.75e12, max: 1.8e12 })
    const looks = fc.array(fc.tuple(fc.integer({ min: -60_000, max: 4e6 }), fc.subarray([0, 1, 2, 3])), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(pages, start, looks, (made, startMs, all) => {
        const list = made.map(({ texts, ...one }) => ({ ...page(1, ...texts), ...one }))
        let [round, nowMs]: [Round | null, number] = [null, startMs]
        for (const [ms, alarmed] of all) {
          nowMs += ms
          const plan = planRound(round, factsAt(nowMs, list, alarmed))
          const { index } = plan.round
          if (index === null) expect(plan.turn).toEqual([])
          else expect(list[index]?.isKnown).toBe(true)
          if (plan.untilMs !== null) expect(plan.untilMs).toBeGreaterThan(nowMs)
          if (plan.next !== null) expect(plan.next).not.toBe(index)
          // To look twice at one moment changes nothing.
          expect(planRound(plan.round, factsAt(nowMs, list, alarmed)).round.index).toBe(index)
          round = plan.round
        }
      }),
    )
  })
})

describe('stepRound', () => {
  it.each<[string, number | null, 1 | -1, RoundFacts, number | null]>([
    ['on', 0, 1, factsAt(NOON), 1],
    ['on from the last', 2, 1, factsAt(NOON), 0],
    ['back', 1, -1, factsAt(NOON), 0],
    ['back from the first', 0, -1, factsAt(NOON), 2],
    ['past an unknown page', 0, 1, factsAt(NOON, [page(1), UNKNOWN, page(1)]), 2],
    ['past one that is not due', 0, 1, factsAt(NOON, [page(1), page(1, '13:00-14:00'), page(1)]), 2],
    [
      'to one that is not due and has an alert',
      0,
      1,
      factsAt(NOON, [page(1), page(1, '13:00-14:00'), page(1)], [1]),
      1,
    ],
    ['nowhere', null, 1, factsAt(NOON, []), null],
  ])('%s', (_name, index, direction, facts, expected) => {
    const before = roundAt(index, NOON - 500)
    const plan = { ...planRound(before, { ...facts, alarmed: new Set() }), round: before }
    expect(stepRound(before, plan, facts, direction).index).toBe(expected)
  })

  it('gives the page its full time, and keeps a pause', () => {
    const before = roundAt(0, NOON - 20_000, { pausedMs: NOON - 10_000 })
    const after = stepRound(before, planRound(before, factsAt(NOON)), factsAt(NOON), 1)
    expect(after).toMatchObject({ index: 1, sinceMs: NOON, cause: 'hand', pausedMs: NOON })
  })
})
