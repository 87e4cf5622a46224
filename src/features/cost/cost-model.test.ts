import { describe, expect, it } from 'vitest'
import type { UsageFigure } from '~/data/cost/ask-usage'
import type { Asked, CostQuestions } from '~/data/cost/use-cost-questions'
import type { FigureOutcome } from '~/data/cost/use-usage-figures'
import type { QueryData } from '~/data/query-plane/query-data'
import { decodePrices } from '~/domain/cost/decode-prices'
import type { Usage } from '~/domain/cost/price-book'
import { type WindowId, windowAt } from '~/domain/cost/windows'
import { SourceError } from '~/domain/sources'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import { type CostInputs, costModel, hasGaps, isAtLeast } from './cost-model'
import { figuresCsv, trendCsv } from './csv'

const NOW = Date.parse('2026-01-20T12:30:00Z')
const book = decodePrices({
  schema: 1,
  currency: 'USD',
  prices: [{ model: 'flash', blended: 1, source: 'test' }],
  usages: [
    {
      id: 'models',
      platform: 'shorts',
      title: '=Models',
      tokens: 'tokens_sum',
      modelLabel: 'model',
      jobs: 'jobs_total',
    },
    { id: 'video', platform: 'pipeline', title: 'Video', dollars: 'cost_sum', by: { backend: 'backend' } },
  ],
})
const [models, video] = book.usages as [Usage, Usage]
const REQUEST = { bytes: 1, durationMs: 1 }

/** An answer of a window, by series: `{model: 'flash', money: 5, tokens: 5e6}`. */
function figure(
  usage: Usage,
  id: WindowId,
  money: number | null,
  tokens: Readonly<Record<string, number>> = {},
): UsageFigure {
  const window = windowAt(id, NOW, 'UTC')
  const sample = (name: string, value: number) => ({ labels: new Map([['model', name]]), key: name, value })
  const paid = money === null ? [] : [sample('flash', money)]
  const used = Object.entries(tokens).map(([name, value]) => sample(name, value))
  const asked = { expr: `money of ${usage.id}`, timeMs: NOW, warnings: [], partial: false, cost: REQUEST }
  return {
    usage,
    window,
    answers: [{ usage, atMs: window.fromMs, money: paid, tokens: used, jobs: money === null ? undefined : 10 }],
    asked: [{ ...asked, what: 'money', vector: { timeMs: NOW, samples: paid } }],
    nowMs: NOW,
  }
}

const answer = (more: Partial<QueryData>): QueryData => ({
  ...{ matrix: null, tip: null, window: { fromMs: 0, toMs: NOW, live: true }, nowMs: NOW, evaluatedMs: NOW },
  ...{ warnings: [], infos: [], partial: false, droppedPoints: 0, requests: [] },
  ...more,
})
const asked = (data: QueryData | undefined): Asked => ({
  question: {
    key: 'k',
    sourceId: 's',
    expr: 'trend',
    stepMs: HOUR_MS,
    mode: 'range',
    resolveWindow: () => ({ fromMs: 0, toMs: 1, live: true }),
  },
  data,
  error: null,
})

/** Each of the last hours had a dollar; `hours` of them are known. */
function trend(hours: number): Asked {
  const startMs = Math.floor(NOW / HOUR_MS) * HOUR_MS - (hours - 1) * HOUR_MS
  const series = {
    labels: new Map<string, string>(),
    key: '',
    values: new Float64Array(hours).fill(1),
    present: new Uint8Array(hours).fill(1),
  }
  const tip = { timeMs: NOW, samples: [{ labels: new Map<string, string>(), key: '', value: 2 }] }
  return asked(answer({ matrix: { grid: { startMs, stepMs: HOUR_MS, count: hours }, series: [series] }, tip }))
}

const newest = (sampleMs: number | null): Asked =>
  asked(
    answer({
      tip: {
        timeMs: NOW,
        samples: sampleMs === null ? [] : [{ labels: new Map(), key: '', value: sampleMs / 1000 }],
      },
    }),
  )

interface Given {
  readonly outcomes?: readonly FigureOutcome[]
  readonly hours?: number
  readonly newestMs?: number | null
}

const ok = (data: UsageFigure, windowId: WindowId): FigureOutcome => ({
  usage: data.usage,
  windowId,
  data,
  error: null,
})
const ALL: readonly WindowId[] = ['today', 'day', 'month']
const live = ALL.flatMap((id) => [ok(figure(models, id, 5, { flash: 5e6 }), id), ok(figure(video, id, 95), id)])

function inputsOf({ outcomes = live, hours = 480, newestMs = NOW - 5000 }: Given): CostInputs {
  const questions: CostQuestions = {
    trend: new Map([[video, trend(hours)]]),
    newest: new Map([
      [video, newest(newestMs)],
      [models, newest(NOW - 5000)],
    ]),
    savings: new Map(),
  }
  return {
    book,
    budgets: [{ id: 'all', title: 'All', hourly: 1, daily: 200, monthly: 1000 }],
    outcomes,
    questions,
    grouping: 'platform',
    titleOfPlatform: (id) => id,
    timeZone: 'UTC',
    scope: { stepMs: HOUR_MS, intervalMs: 30_000, scrapeIntervalMs: 15_000 },
    nowMs: NOW,
  }
}

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
