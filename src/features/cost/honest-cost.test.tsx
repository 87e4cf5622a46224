// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import type { FigureOutcome } from '~/data/cost/use-usage-figures'
import type { WindowId } from '~/domain/cost/windows'
import { SourceError } from '~/domain/sources'
import { HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import {
  askedOf,
  costFigure,
  costInputs,
  LIVE_OUTCOMES,
  type MadeCost,
  MODELS,
  NOW_MS,
  noOutcome,
  okOutcome,
  queryData,
  tipOf,
  trendOf,
  VIDEO,
} from '~/testing/made-cost'
import { BudgetList } from './BudgetList'
import { verdictOf } from './budget-words'
import { CostTiles } from './CostTiles'
import { costModel } from './cost-model'
import { figuresCsv } from './csv'
import { ForecastCard } from './ForecastCard'
import { GroupTable } from './GroupTable'
import { HonestyNotes } from './HonestyNotes'
import type { Cost } from './use-cost'
import { monthBase } from './what-if/month-base'
import { isAtLeast } from './window-cost'

afterEach(cleanup)

const GONE = new SourceError({ kind: 'unreachable', message: 'Gone.' })
const IDS: readonly WindowId[] = ['today', 'day', 'month']

function costOf(made: MadeCost = {}): Cost {
  const inputs = costInputs(made)
  return { model: costModel(inputs), questions: inputs.questions, grouping: inputs.grouping, timeZone: 'UTC' }
}

/** The models as in the live answers, the videos as given. */
const withVideo = (of: (id: WindowId) => FigureOutcome) =>
  IDS.flatMap((id) => [okOutcome(costFigure(MODELS, id, 5, { flash: 5e6 }), id), of(id)])

const budgetsOf = ({ model }: Cost) =>
  Object.fromEntries(model.budgets.map((line) => [line.period, verdictOf(line)?.word ?? line.truth.word]))

describe('a platform without an answer', () => {
  const outcomes = withVideo((id) => noOutcome(VIDEO, id, GONE))
  const trend = new Map([[VIDEO, askedOf(undefined, GONE)]])

  test('is missing at every sum, by its name', () => {
    const cost = costOf({ outcomes, questions: { trend } })
    for (const id of IDS) {
      const window = cost.model.windows.get(id)
      expect(window && [window.total.money, isAtLeast(window), window.truth.word]).toEqual([
        5,
        true,
        '1 of 2 without an answer',
      ])
    }
    render(
      <>
        <CostTiles cost={cost} />
        <GroupTable cost={cost} />
        <HonestyNotes cost={cost} />
      </>,
    )
    expect(document.querySelector('[data-window="today"] [data-holes]')?.textContent).toBe(
      'Not in it: Video (no answer)',
    )
    expect(document.querySelector('[data-lacks]')?.textContent).toBe(
      'Not in the sums of today so far, last 24 hours, this month so far: Video (no answer).',
    )
    expect(document.querySelector('[data-sum="today"]')?.textContent).toContain('at least')
    expect(document.querySelector('[data-missing="Video"]')?.textContent).toContain('no answer')
    expect(figuresCsv(cost)).toContain(
      'total,all,Last 24 hours,2026-01-19T12:30:00.000Z,2026-01-20T12:30:00.000Z,5,USD,yes',
    )
    expect(figuresCsv(cost)).not.toMatch(/tokens,Video|Video[^\n]*,0,/)
  })

  test('no budget of it is well, nor is a month made of it whole', () => {
    const cost = costOf({
      outcomes,
      questions: { trend },
      budgets: [{ id: 'video', title: 'Video', platform: 'pipeline', hourly: 500, daily: 500, monthly: 5000 }],
    })
    expect(budgetsOf(cost)).toEqual({ hourly: 'no answer', daily: 'no answer', monthly: 'no answer' })
    expect(monthBase(cost, 31)?.isPartial).toBe(true)
    render(<BudgetList cost={cost} />)
    expect(document.body.textContent).not.toMatch(/lasts|below the line|\$0/)
  })

  test('is no part of a forecast that would pass for one of all', () => {
    const answered = withVideo((id) => okOutcome(costFigure(VIDEO, id, 95), id))
    const both = new Map([
      [MODELS, trendOf(480)],
      [VIDEO, askedOf(undefined, GONE)],
    ])
    const cost = costOf({ outcomes: answered, questions: { trend: both } })
    expect([cost.model.forecast, cost.model.forecastTruth.kind]).toEqual([null, 'failed'])
    render(<ForecastCard cost={cost} />)
    expect(document.body.textContent).toContain('The history is not known. Gone.')
  })

  test('costs another platform’s budget nothing of its truth', () => {
    const shorts = { id: 'shorts', title: 'Shorts', platform: 'shorts', daily: 20 }
    const all = new Map([[MODELS, trendOf(480)]])
    expect(budgetsOf(costOf({ outcomes, questions: { trend: all }, budgets: [shorts] }))).toEqual({ daily: 'lasts' })
  })

  test('that is still asked is on its way, and not missing', () => {
    const { model } = costOf({ outcomes: withVideo((id) => noOutcome(VIDEO, id)) })
    expect(model.windows.get('day')?.truth.kind).toBe('loading')
    expect(model.budgets.map((line) => verdictOf(line)?.word)).not.toContain('lasts')
  })
})

describe('answers of two times', () => {
  const oldMs = NOW_MS - 10 * MINUTE_MS
  const outcomes = withVideo((id) => okOutcome(costFigure(VIDEO, id, 95, {}, oldMs), id, GONE))

  test('are as old as the older, and say of when they are', () => {
    const cost = costOf({ outcomes })
    expect(cost.model.windows.get('today')).toMatchObject({
      atMs: oldMs,
      truth: { kind: 'failed', old: true, ageMs: 10 * MINUTE_MS },
    })
    render(
      <>
        <CostTiles cost={cost} />
        <BudgetList cost={cost} />
      </>,
    )
    expect(document.querySelector('[data-window="today"] [data-as-of]')?.textContent).toContain('2026-01-20 12:20')
    expect(document.querySelector('[data-period="daily"]')?.textContent).toMatch(
      /As of 2026-01-20 12:20: Whether it lasts is not known/,
    )
    expect(document.body.textContent).not.toMatch(/it lasts:/)
  })

  test('of before midnight are no budget of the day that has begun', () => {
    const lateMs = Date.parse('2026-01-19T23:50:00Z')
    const nowMs = Date.parse('2026-01-20T00:20:00Z')
    const late = IDS.map((id) => okOutcome(costFigure(VIDEO, id, 95, {}, lateMs), id, GONE))
    const { model } = costOf({ outcomes: late, nowMs, questions: { trend: new Map([[VIDEO, trendOf(480, lateMs)]]) } })
    const [daily] = model.budgets
    expect(daily?.burn?.gone).toBeCloseTo(1 - 10 / 1440, 9)
    expect(daily?.burn?.isSpent).toBe(false)
    expect(daily && verdictOf(daily)).toBeNull()
  })

  test('of a month are told to its own end, from its own time on', () => {
    const lateMs = Date.parse('2026-01-31T23:58:00Z')
    const late = IDS.map((id) => okOutcome(costFigure(VIDEO, id, 95, {}, lateMs), id))
    const { model } = costOf({
      outcomes: late,
      nowMs: lateMs + 4 * MINUTE_MS,
      questions: { trend: new Map([[VIDEO, trendOf(480, lateMs)]]) },
    })
    expect(model.monthEndMs).toBe(Date.parse('2026-02-01T00:00:00Z'))
    // A dollar an hour: two minutes of it are left.
    expect(model.forecast?.kind === 'forecast' && model.forecast.total).toBeCloseTo(95 + 2 / 60, 9)
  })
})

describe('counters that hold no number', () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%s is not known, and neither no traffic nor a sum', (money) => {
    const { model } = costOf({ outcomes: withVideo((id) => okOutcome(costFigure(VIDEO, id, money), id)) })
    const day = model.windows.get('day')
    expect(day?.total).toMatchObject({ money: 5, atLeast: true, missing: [VIDEO] })
    expect(day?.holes).toEqual([{ what: 'Video', why: 'no data' }])
    const alone = IDS.map((id) => okOutcome(costFigure(VIDEO, id, money), id))
    expect(costOf({ outcomes: alone }).model.windows.get('day')).toMatchObject({
      total: { money: null },
      truth: { kind: 'empty' },
    })
  })

  test('no traffic beside what is not known is not known', () => {
    const outcomes = [okOutcome(costFigure(MODELS, 'day', 0, { flash: 0 }), 'day'), noOutcome(VIDEO, 'day', GONE)]
    expect(costOf({ outcomes }).model.windows.get('day')?.total.money).toBeNull()
  })

  test('a day without traffic is no month of $0', () => {
    const cost = costOf({ outcomes: [okOutcome(costFigure(MODELS, 'day', 0, { flash: 0 }), 'day')] })
    expect(monthBase(cost, 31)).toBeNull()
  })
})

describe('hours', () => {
  const outcomes = LIVE_OUTCOMES
  const budgets = [{ id: 'shorts', title: 'Shorts', platform: 'shorts', monthly: 1000 }]

  test('that one usage lacks another does not make up for', () => {
    const trend = new Map([
      [MODELS, trendOf(48)],
      [VIDEO, trendOf(480)],
    ])
    const { model } = costOf({ outcomes, questions: { trend }, budgets })
    expect(model.windows.get('month')?.hours).toEqual({ known: 48, all: 468 })
    expect(model.budgets.map((line) => verdictOf(line)?.word)).toEqual(['not sure'])
  })

  test.each([
    ['asked', askedOf(undefined)],
    ['not answered', askedOf(undefined, GONE)],
    ['of long ago', trendOf(480, NOW_MS - 5 * HOUR_MS, GONE)],
  ])('that are %s are not 0 of all, and prove nothing', (_, videos) => {
    const cost = costOf({ outcomes, questions: { trend: new Map([[VIDEO, videos]]) } })
    const month = cost.model.windows.get('month')
    expect(month && [month.hours, isAtLeast(month)]).toEqual([null, true])
    render(<CostTiles cost={cost} />)
    expect(document.body.textContent).not.toMatch(/0 of \d+ hours/)
    expect(Object.values(budgetsOf(cost))).not.toContain('lasts')
  })
})

describe('the line of an hour', () => {
  const budgets = [{ id: 'all', title: 'All', hourly: 500 }]
  const lineOf = (trend: MadeCost['questions']) => {
    const [line] = costOf({ budgets, questions: trend ?? {} }).model.budgets
    return [line?.spent, line && (verdictOf(line)?.word ?? line.truth.kind)]
  }

  test('is of its own answers, and not of the day’s', () => {
    const both = (videos: ReturnType<typeof trendOf>) => ({
      trend: new Map([
        [MODELS, trendOf(480)],
        [VIDEO, videos],
      ]),
    })
    expect(lineOf(both(trendOf(480)))).toEqual([4, 'below the line'])
    expect(lineOf(both(trendOf(480, NOW_MS - 10 * MINUTE_MS, GONE)))).toEqual([4, 'failed'])
    expect(lineOf(both(askedOf(queryData(tipOf(null)))))).toEqual([2, 'not sure'])
    expect(lineOf(both(askedOf(queryData(tipOf(Number.NaN)))))).toEqual([2, 'not sure'])
    expect(lineOf(both(askedOf(undefined)))).toEqual([2, 'loading'])
  })
})

describe('a budget and the table beside it', () => {
  test.each([
    [1.005, 2.005, 3.004],
    [10.004, 20.003, 0.004],
    [0.3333, 0.33334, 0.1],
  ])('say the same, to the cent: %d and %d', (one, other) => {
    const outcomes = IDS.flatMap((id) => [
      okOutcome(costFigure(MODELS, id, one, { flash: 5e6 }), id),
      okOutcome(costFigure(VIDEO, id, other), id),
    ])
    const { model } = costOf({
      outcomes,
      budgets: [
        { id: 'a', title: 'A', platform: 'shorts', daily: 200 },
        { id: 'b', title: 'B', platform: 'pipeline', daily: 200 },
        { id: 'c', title: 'C', daily: 200 },
      ],
    })
    const [shorts, pipeline, all] = model.budgets.map(({ shown }) => shown ?? Number.NaN)
    const table = model.windows.get('today')?.shown
    expect([shorts, pipeline]).toEqual([table?.groups.get('=shorts'), table?.groups.get('=pipeline')])
    expect(all).toBe(table?.whole)
    expect(Math.round(((shorts ?? 0) + (pipeline ?? 0)) * 1e4)).toBe(Math.round((all ?? 0) * 1e4))
  })
})

test('a daily budget says that its day begins at midnight, and that panels have the last 24 hours', () => {
  render(<BudgetList cost={costOf()} />)
  expect(document.querySelector('[data-period="daily"] small')?.textContent).toBe('today, from midnight on')
  expect(document.body.textContent).toContain('Today is from midnight on, UTC.')
  expect(document.body.textContent).toMatch(/Daily Budget Used have the last 24 hours/)
})
