import { describe, expect, it } from 'vitest'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import type { Dashboard, Kpi } from '~/domain/dashboards/model'
import { SourceError } from '~/domain/sources'
import { buildCards, type HomeAnswers, type HomePlatform, leadOf, questionsOfCard } from '~/features/home/home-card'

const NOW_MS = 1_800_000_000_000
const FRESH = 'max(timestamp(up) * up > 0)'
const FIRING = (id: string) => `count by (severity, alertname) (ALERTS{alertstate="firing", platform="${id}"})`

const kpi: Kpi = {
  id: 'errors',
  title: 'Error Rate',
  unit: 'percent',
  decimals: undefined,
  expr: 'errors',
  target: { op: '<', value: 5 },
  alert: { op: '>', value: 10 },
  description: '',
  panel: undefined,
}

function platform(id: string, kpis: readonly Kpi[] = [kpi]): HomePlatform {
  const dashboard = { id: `${id}-main`, platform: id, freshness: FRESH, kpis, panels: [] } as unknown as Dashboard
  return { id, title: id.toUpperCase(), dashboards: [dashboard] }
}

type Sample = number | readonly [labels: Readonly<Record<string, string>>, value: number]

/** What the server answers to each expression; a missing one is on its way, an error is one. */
function answersOf(given: Readonly<Record<string, readonly Sample[] | SourceError>>, scrapedAgoMs = 5000): HomeAnswers {
  const all: Readonly<Record<string, readonly Sample[] | SourceError>> = {
    [FRESH]: [(NOW_MS - scrapedAgoMs) / 1000],
    ...given,
  }
  return {
    questionOf: (expr) => ({ key: expr, expr }) as PlaneQuery,
    outcomeOf: ({ expr }) => {
      const answer = all[expr]
      if (answer === undefined) return { legend: '', data: undefined, error: null }
      if (answer instanceof SourceError) return { legend: '', data: undefined, error: answer }
      const samples = answer.map((sample, i) => {
        const [labels, value] = typeof sample === 'number' ? ([{}, sample] as const) : sample
        return { key: String(i), labels: new Map(Object.entries(labels)), value }
      })
      const tip = { timeMs: NOW_MS, samples }
      const window = { fromMs: NOW_MS - 1, toMs: NOW_MS, live: true }
      const data = { matrix: null, tip, window, nowMs: NOW_MS, evaluatedMs: NOW_MS, warnings: [], infos: [] }
      return { legend: '', data: { ...data, partial: false, droppedPoints: 0, requests: [] } as QueryData, error: null }
    },
    scope: { stepMs: 60_000, intervalMs: 30_000, scrapeIntervalMs: 15_000 },
    nowMs: NOW_MS,
  }
}

const firing = (severity: string, alertname: string, value = 1): Sample => [{ severity, alertname }, value]

describe('the card of a platform', () => {
  const cases: [string, Parameters<typeof answersOf>, string, string][] = [
    ['is quiet', [{ [FIRING('a')]: [], errors: [1] }], 'ok', 'All quiet: Error Rate 1 %.'],
    ['is off target', [{ [FIRING('a')]: [], errors: [7] }], 'warn', 'Error Rate is 7 %, target < 5 %.'],
    ['is in alert', [{ [FIRING('a')]: [], errors: [11] }], 'crit', 'Error Rate is 11 %, alert > 10 %.'],
    [
      'is hardly off target',
      [{ [FIRING('a')]: [], errors: [5.0004] }],
      'warn',
      'Error Rate is 5.0004 %, target < 5 %.',
    ],
    ['fires', [{ [FIRING('a')]: [firing('critical', 'Down')], errors: [1] }], 'crit', 'Down fires.'],
    [
      'fires much',
      [{ [FIRING('a')]: ['C', 'A', 'B', 'D', 'E'].map((name) => firing('warning', name)), errors: [1] }],
      'warn',
      'A, B, C and 2 more fire.',
    ],
    ['knows nothing yet', [{}], 'loading', 'The first answers are on their way.'],
    ['has no traffic', [{ [FIRING('a')]: [], errors: [Number.NaN] }], 'ok', 'All quiet: no alert fires.'],
    [
      'has a source that is away',
      [{ [FIRING('a')]: new SourceError({ kind: 'unreachable', message: 'It is away.' }) }],
      'broken',
      'It is away.',
    ],
  ]
  it.each(cases)('%s', (_name, given, mark, verdict) => {
    expect(buildCards([platform('a')], answersOf(...given))[0]).toMatchObject({ mark, verdict })
  })

  it('is not quiet but unknown while nothing is scraped, whatever the newest values say', () => {
    const [card] = buildCards(
      [platform('a')],
      answersOf({ [FIRING('a')]: [firing('info', 'x')], errors: [1] }, 300_000),
    )
    expect(card?.mark).toBe('unknown')
    expect(card?.verdict).toContain('5 min')
    expect(card?.kpis[0]?.reading.status).toBe('unknown')
  })

  it('counts alerts by severity, the worst first, those that nobody knows last', () => {
    const answers = [firing('odd', 'd'), firing('info', 'c'), firing('warning', 'b', 2), firing('critical', 'a')]
    const [card] = buildCards([platform('a')], answersOf({ [FIRING('a')]: answers, errors: [1] }))
    expect(card?.alerts).toEqual([
      { severity: 'critical', count: 1 },
      { severity: 'warning', count: 2 },
      { severity: 'info', count: 1 },
      { severity: 'odd', count: 1 },
    ])
  })

  it('does not know how many alerts fire before it was told', () => {
    expect(buildCards([platform('a')], answersOf({}))[0]?.alerts).toBeNull()
  })
})

describe('home', () => {
  it('has the platform in most need first, and says how many need somebody', () => {
    const answers = answersOf({
      [FIRING('a')]: [],
      [FIRING('b')]: [firing('warning', 'x')],
      [FIRING('c')]: [firing('critical', 'x')],
      [FIRING('d')]: [firing('critical', 'x'), firing('critical', 'y')],
      errors: [1],
    })
    const cards = buildCards(
      ['a', 'b', 'c', 'd'].map((id) => platform(id)),
      answers,
    )
    expect(cards.map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a'])
    expect(leadOf(cards)).toBe('2 platforms need you')
    expect(leadOf(cards.slice(2))).toBe('Nothing is critical')
    expect(leadOf(cards.slice(3))).toBe('All platforms are well')
  })

  it('asks for alerts, scrapes and key figures, with a label value that cannot change the query', () => {
    const exprs = questionsOfCard(platform('a"} or up{x="'), answersOf({})).map(({ expr }) => expr)
    expect(exprs).toEqual([
      'count by (severity, alertname) (ALERTS{alertstate="firing", platform="a\\"} or up{x=\\""})',
      FRESH,
      'errors',
    ])
  })
})
