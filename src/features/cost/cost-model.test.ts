import { describe, expect, it } from 'vitest'
import { SourceError } from '~/domain/sources'
import { DAY_MS, MINUTE_MS } from '~/domain/time/duration'
import {
  costFigure as figure,
  costInputs as inputsOf,
  LIVE_OUTCOMES as live,
  MODELS as models,
  NOW_MS as NOW,
  okOutcome as ok,
  VIDEO as video,
} from '~/testing/made-cost'
import { costModel } from './cost-model'
import { figuresCsv, trendCsv } from './csv'
import { hasGaps, isAtLeast } from './window-cost'

describe('what the page says', () => {
  it('of a healthy day', () => {
    const model = costModel(inputsOf({}))
    const today = model.windows.get('today')
    expect(today?.total).toMatchObject({ money: 100, estimated: 5, measured: 95, atLeast: false, coverage: 1 })
    expect(today?.truth.kind).toBe('live')
    expect(model.silent).toEqual([])
    expect(model.forecast?.kind).toBe('forecast')
    const [daily, monthly, hourly] = model.budgets
    expect(daily).toMatchObject({ spent: 100, burn: { used: 0.5, gone: 12.5 / 24 }, gaps: null })
    expect(monthly?.burn?.runsOutMs).toBeNull()
    expect(hourly).toMatchObject({ spent: 2, limit: 1 })
  })

  it('of a month that history does not fill: at least that, and no rate of it', () => {
    const model = costModel(inputsOf({ hours: 48 }))
    const month = model.windows.get('month')
    expect(month && [hasGaps(month), isAtLeast(month), month.hours]).toEqual([true, true, { known: 48, all: 468 }])
    expect(model.budgets.find(({ period }) => period === 'monthly')).toMatchObject({
      gaps: { known: 48 },
      atLeast: true,
    })
    expect(model.forecast).toEqual({ kind: 'too-little', hoursKnown: 48, hoursNeeded: 96 })
  })

  it('of a usage whose exporter has stopped: old, and for how long', () => {
    const model = costModel(inputsOf({ newestMs: NOW - 3 * MINUTE_MS }))
    expect(model.windows.get('today')?.truth).toMatchObject({ kind: 'stale', old: true })
    expect(model.silent.map(({ usage, ageMs }) => [usage.id, ageMs])).toEqual([['video', 3 * MINUTE_MS]])
    expect(costModel(inputsOf({ newestMs: null })).silent).toEqual([{ usage: video, ageMs: null }])
  })

  it('of a source that does not answer: what was, as old', () => {
    const error = new SourceError({ kind: 'unreachable', message: 'No answer.' })
    const model = costModel(inputsOf({ outcomes: live.map((one) => ({ ...one, error })) }))
    expect(model.windows.get('day')?.truth).toMatchObject({ kind: 'failed', old: true, reason: 'No answer.' })
    const never = costModel(inputsOf({ outcomes: live.map((one) => ({ ...one, data: undefined, error })) }))
    expect(never.windows.get('day')?.total.money).toBeNull()
  })

  it('of a usage without a series: not known, so the sum is at least that', () => {
    const outcomes = [ok(figure(models, 'day', null), 'day'), ok(figure(video, 'day', 95), 'day')]
    const total = costModel(inputsOf({ outcomes })).windows.get('day')?.total
    expect(total).toMatchObject({ money: 95, atLeast: true, missing: [models] })
    const gone = [ok(figure(models, 'day', 5, { flash: 5e6 }), 'day'), ok(figure(video, 'day', null), 'day')]
    const model = costModel(inputsOf({ outcomes: gone, newestMs: null }))
    expect([model.silent, model.windows.get('day')?.truth.kind]).toEqual([[], 'live'])
  })

  it('of a day without traffic: no traffic, and never zero', () => {
    const outcomes = [ok(figure(models, 'day', 0, { flash: 0 }), 'day')]
    expect(costModel(inputsOf({ outcomes })).windows.get('day')?.total.money).toBeNaN()
  })
})

describe('CSV', () => {
  const model = costModel(inputsOf({}))
  const cost = { model, questions: inputsOf({}).questions, grouping: 'platform', timeZone: 'UTC' } as const

  it('has a row for each figure, numbers as they are, and no formula', () => {
    const rows = figuresCsv(cost).split('\r\n')
    expect(rows).toContain(
      `total,all,Last 24 hours,${new Date(NOW - DAY_MS).toISOString()},${new Date(NOW).toISOString()},100,USD,,,1,money of models ; money of video`,
    )
    expect(rows.some((row) => row.startsWith("usage,'=Models,Today so far"))).toBe(true)
    expect(rows.every((row) => !/(?:^|,)[=+@]/.test(row))).toBe(true)
  })

  it('has each hour that is known', () => {
    const rows = trendCsv(cost).trimEnd().split('\r\n')
    expect(rows).toHaveLength(481)
    expect(rows[1]).toMatch(/,1,1$/)
  })
})
