import { describe, expect, it } from 'vitest'
import { judgeRhythm, type Rhythm } from './verdict-rhythm'

const ASKS = { questions: ['/query a', '/query b'], most: 1 }

/** 600 refreshes of a page that works at the end as it did at first. */
const rhythm = (change: Partial<Rhythm> = {}): Rhythm => ({
  ticks: 600,
  asked: new Map([
    ['/query a', 600],
    ['/query b', 601],
    ['/status', 150],
  ]),
  costs: [1, 1.1, 0.9, 1, 1.1, 0.9, 1, 1.1, 0.9],
  pictures: ['a1', 'a1'],
  ...change,
})
const failing = (of: Rhythm) => judgeRhythm('board', of, ASKS, true).flatMap(({ what, isGood }) => (isGood ? [] : what))

describe('judgeRhythm', () => {
  it('takes what stays as it is', () => {
    expect(judgeRhythm('board', rhythm(), ASKS, true)).toHaveLength(3)
    expect(failing(rhythm())).toEqual([])
  })

  it('of a page with a rhythm of its own, on which rows come and go, judges the rest', () => {
    const own = { questions: [], most: 3 }
    const other = rhythm({ asked: new Map([['/rules', 1_800]]), pictures: ['a1', 'b2'] })
    const good = (of: Rhythm) => judgeRhythm('alerts', of, own, false).map(({ isGood }) => isGood)
    expect(good(other)).toEqual([true, true])
    expect(good({ ...other, asked: new Map([['/rules', 1_820]]) })).toEqual([false, true])
    expect(good({ ...other, costs: [1, 1, 1, 1, 1, 1, 2, 2, 2] })).toEqual([true, false])
  })

  it.each([
    ['a question that is asked too seldom', { asked: new Map([...rhythm().asked, ['/query a', 593]]) }],
    ['one that is asked too often', { asked: new Map([...rhythm().asked, ['/query a', 607]]) }],
    ['one that nobody asks', { asked: new Map([['/query a', 600]]) }],
    ['another one that is asked too often', { asked: new Map([...rhythm().asked, ['/status', 607]]) }],
  ])('refuses %s', (_, change) => {
    expect(failing(rhythm(change))).toEqual(['board: questions of 600 refreshes'])
  })

  it.each([
    [1.19, []],
    [1.21, ["board: processor of the page's thread a refresh, last third by first"]],
  ])('of refreshes that cost %d times as much at last says %j', (times, expected) => {
    expect(failing(rhythm({ costs: [1, 1, 1, 1, 1, 1, times, times, times] }))).toEqual(expected)
  })

  it('takes noise for no growth', () => {
    expect(failing(rhythm({ costs: [1, 3, 1, 3, 1, 3, 1, 3, 3] }))).toEqual([])
  })

  it('says nothing of costs that the system does not tell', () => {
    expect(judgeRhythm('board', rhythm({ costs: [] }), ASKS, true)).toHaveLength(2)
  })

  it('refuses a picture that is another one at last', () => {
    expect(failing(rhythm({ pictures: ['a1', 'a2'] }))).toEqual(['board: picture of what stays, at first and at last'])
  })
})
