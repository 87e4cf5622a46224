import type { UsageFigure } from '~/data/cost/ask-usage'
import type { Asked, CostQuestions } from '~/data/cost/use-cost-questions'
import type { FigureOutcome } from '~/data/cost/use-usage-figures'
import type { QueryData } from '~/data/query-plane/query-data'
import { decodePrices } from '~/domain/cost/decode-prices'
import type { PriceBook, Usage } from '~/domain/cost/price-book'
import { type WindowId, windowAt } from '~/domain/cost/windows'
import type { SourceError } from '~/domain/sources'
import { HOUR_MS } from '~/domain/time/duration'
import type { UnixMs } from '~/domain/units-of-measure'
import type { CostInputs } from '~/features/cost/cost-inputs'

/** When all of it was answered. */
export const NOW_MS = Date.parse('2026-01-20T12:30:00Z')

/** An estimate of Shorts and a measurement of the Pipeline; one model has a price. */
export const MADE_BOOK: PriceBook = decodePrices({
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
export const [MODELS, VIDEO] = MADE_BOOK.usages as [Usage, Usage]

/** An answer of a window that ended at `nowMs`: money of the one model with a price, and tokens by model. */
export function costFigure(
  usage: Usage,
  id: WindowId,
  money: number | null,
  tokens: Readonly<Record<string, number>> = {},
  nowMs: UnixMs = NOW_MS,
): UsageFigure {
  const window = windowAt(id, nowMs, 'UTC')
  const sample = (name: string, value: number) => ({ labels: new Map([['model', name]]), key: name, value })
  const paid = money === null ? [] : [sample('flash', money)]
  const used = Object.entries(tokens).map(([name, value]) => sample(name, value))
  const asked = { expr: `money of ${usage.id}`, timeMs: nowMs, warnings: [], partial: false }
  return {
    usage,
    window,
    answers: [{ usage, atMs: window.fromMs, money: paid, tokens: used, jobs: money === null ? undefined : 10 }],
    asked: [{ ...asked, what: 'money', vector: { timeMs: nowMs, samples: paid }, cost: { bytes: 1, durationMs: 1 } }],
    nowMs,
  }
}

export const okOutcome = (data: UsageFigure, windowId: WindowId, error: SourceError | null = null): FigureOutcome => ({
  ...{ usage: data.usage, windowId, data, error },
})

export const noOutcome = (usage: Usage, windowId: WindowId, error: SourceError | null = null): FigureOutcome => ({
  ...{ usage, windowId, data: undefined, error },
})

const WINDOWS: readonly WindowId[] = ['today', 'day', 'month']

/** $5 of models and $95 of videos in each window. */
export const LIVE_OUTCOMES = WINDOWS.flatMap((id) => [
  okOutcome(costFigure(MODELS, id, 5, { flash: 5e6 }), id),
  okOutcome(costFigure(VIDEO, id, 95), id),
])

export function queryData(more: Partial<QueryData>): QueryData {
  return {
    ...{ matrix: null, tip: null, window: { fromMs: 0, toMs: NOW_MS, live: true }, nowMs: NOW_MS },
    ...{ evaluatedMs: NOW_MS, warnings: [], infos: [], partial: false, droppedPoints: 0, requests: [] },
    ...more,
  }
}

export function askedOf(data: QueryData | undefined, error: SourceError | null = null): Asked {
  const resolveWindow = () => ({ fromMs: 0, toMs: 1, live: true })
  const question = { key: 'k', sourceId: 's', expr: 'trend', stepMs: HOUR_MS, mode: 'range', resolveWindow } as const
  return { question, data, error }
}

/** The newest value of a question that was answered at a time. */
export function tipOf(value: number | null, atMs: UnixMs = NOW_MS): Partial<QueryData> {
  const samples = value === null ? [] : [{ labels: new Map<string, string>(), key: '', value }]
  return { tip: { timeMs: atMs, samples }, nowMs: atMs, evaluatedMs: atMs }
}

/** Each of the last `hours` hours before an answer had a dollar, and the last 60 minutes two. */
export function trendOf(hours: number, atMs: UnixMs = NOW_MS, error: SourceError | null = null): Asked {
  const startMs = Math.floor(atMs / HOUR_MS) * HOUR_MS - (hours - 1) * HOUR_MS
  const series = {
    ...{ labels: new Map<string, string>(), key: '' },
    ...{ values: new Float64Array(hours).fill(1), present: new Uint8Array(hours).fill(1) },
  }
  const matrix = { grid: { startMs, stepMs: HOUR_MS, count: hours }, series: [series] }
  const window = { fromMs: 0, toMs: atMs, live: true }
  return askedOf(queryData({ matrix, window, ...tipOf(2, atMs) }), error)
}

export interface MadeCost extends Partial<Omit<CostInputs, 'questions'>> {
  /** Hours of history of the videos. */
  readonly hours?: number
  /** Newest sample of the videos; null for none. */
  readonly newestMs?: UnixMs | null
  readonly questions?: Partial<CostQuestions>
}

/** What the cost page is made of, all of it well but for what is given. */
export function costInputs({ hours = 480, newestMs = NOW_MS - 5000, questions, ...more }: MadeCost = {}): CostInputs {
  return {
    book: MADE_BOOK,
    budgets: [{ id: 'all', title: 'All', hourly: 1, daily: 200, monthly: 1000 }],
    outcomes: LIVE_OUTCOMES,
    questions: {
      trend: new Map([[VIDEO, trendOf(hours)]]),
      newest: new Map([
        [VIDEO, askedOf(queryData(tipOf(newestMs === null ? null : newestMs / 1000)))],
        [MODELS, askedOf(queryData(tipOf((NOW_MS - 5000) / 1000)))],
      ]),
      savings: new Map(),
      ...questions,
    },
    grouping: 'platform',
    titleOfPlatform: (id) => id,
    timeZone: 'UTC',
    scope: { stepMs: HOUR_MS, intervalMs: 30_000, scrapeIntervalMs: 15_000 },
    nowMs: NOW_MS,
    ...more,
  }
}
