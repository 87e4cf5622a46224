import { describe, expect, it } from 'vitest'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import type { Dashboard, Kpi } from '~/domain/dashboards/model'
import { SourceError } from '~/domain/sources'
import { buildCards, type HomeAnswers, type HomePlatform, leadOf, questionsOfCard } from '~/features/home/home-card'

const NOW_MS = 1_800_000_000_000
const FRESH = 'max(timestamp(up) * up > 0)'
const BEFORE = `max_over_time((${FRESH})[1h:15s])`
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

function dashboard(more: Partial<Dashboard> = {}): Dashboard {
  const frame = { id: 'main', title: 'Main', platform: 'a', freshness: FRESH, kpis: [kpi], kpiIssues: [], panels: [] }
  return { ...frame, ...more } as unknown as Dashboard
}

function platform(id: string, ...dashboards: readonly Dashboard[]): HomePlatform {
  return { id, title: id.toUpperCase(), dashboards: dashboards.length === 0 ? [dashboard()] : dashboards }
}

type Sample = number | readonly [labels: Readonly<Record<string, string>>, value: number]

/** What the server answers to each expression; a missing one is on its way, an error is one. */
function answersOf(
  given: Readonly<Record<string, readonly Sample[] | SourceError>>,
  { scrapedAgoMs = 5000, readAgoMs = 0, partial = false } = {},
): HomeAnswers {
  const evaluatedMs = NOW_MS - readAgoMs
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
      const tip = { timeMs: evaluatedMs, samples }
      const window = { fromMs: NOW_MS - 1, toMs: NOW_MS, live: true }
      const data = { matrix: null, tip, window, nowMs: NOW_MS, evaluatedMs, warnings: [], infos: [] }
      return { legend: '', data: { ...data, partial, droppedPoints: 0, requests: [] } as QueryData, error: null }
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

  const cardOf = (...[given, more]: Parameters<typeof answersOf>) =>
    buildCards([platform('a')], answersOf(given, more))[0]
  const quiet = { [FIRING('a')]: [], errors: [1] }

  it.each([
    ['nothing fires', []],
    ['something of no weight fires', [firing('info', 'x')]],
  ])(
    'is not quiet but unknown while nothing is scraped, although %s and the newest values are fine',
    (_name, alerts) => {
      const card = cardOf({ ...quiet, [FIRING('a')]: alerts }, { scrapedAgoMs: 300_000 })
      expect(card).toMatchObject({ mark: 'unknown', verdict: 'Nothing of Main was scraped for 5 min.' })
      expect(card?.kpis[0]?.reading.status).toBe('unknown')
    },
  )

  it('is critical when an alert says so, also while nothing is scraped: most likely that is why', () => {
    const down = { [FIRING('a')]: [firing('critical', 'Down')], errors: [1] }
    expect(cardOf(down, { scrapedAgoMs: 300_000 })).toMatchObject({ mark: 'crit', verdict: 'Down fires.' })
    expect(cardOf({ ...down, [FRESH]: [], [BEFORE]: [] })).toMatchObject({ mark: 'crit', scrapeAgeMs: null })
  })

  it('is unknown when no target was up for an hour', () => {
    const verdict = 'Nothing of Main was scraped in the last hour.'
    expect(cardOf({ ...quiet, [FRESH]: [], [BEFORE]: [] })).toMatchObject({ mark: 'unknown', verdict })
  })

  it('is unknown when it was read long ago, also where nothing fired', () => {
    expect(cardOf(quiet, { readAgoMs: 300_000, scrapedAgoMs: 305_000 })).toMatchObject({
      mark: 'unknown',
      verdict: 'This was read 5 min ago.',
      alerts: [],
    })
  })

  it.each([
    ['has no data', { errors: [] }, {}, 'Error Rate is not known: no data.'],
    [
      'fails',
      { errors: new SourceError({ kind: 'badRequest', message: 'bad' }) },
      {},
      'Error Rate is not known: query error.',
    ],
    ['may be half of it', {}, { partial: true }, 'Not all stores of the server answered: more alerts may fire.'],
  ])('is not called quiet while a figure %s', (_name, answers, more, verdict) => {
    expect(cardOf({ ...quiet, ...answers }, more)).toMatchObject({ mark: 'unknown', verdict })
  })

  it('is not called quiet while a key figure cannot be read from its file', () => {
    const faulty = dashboard({ kpiIssues: [{ path: '/kpis/0', message: 'is wrong' }] })
    const [card] = buildCards([platform('a', faulty)], answersOf(quiet))
    expect(card).toMatchObject({ mark: 'unknown', verdict: 'A key figure of Main cannot be read from its file.' })
  })

  it('believes a figure as far as its own dashboard is scraped, whatever else of the platform is', () => {
    const other = dashboard({ id: 'other', title: 'Other', freshness: 'other', kpis: [{ ...kpi, expr: 'more' }] })
    const given = { ...quiet, more: [1], other: [(NOW_MS - 300_000) / 1000] }
    const [card] = buildCards([platform('a', dashboard(), other)], answersOf(given))
    expect(card?.kpis.map(({ reading }) => reading.status)).toEqual(['ok', 'unknown'])
    expect(card).toMatchObject({ mark: 'unknown', scrapeAgeMs: 300_000 })
  })

  it('is quiet without a word of scrapes where nobody can tell when they were', () => {
    const [card] = buildCards([platform('a', dashboard({ freshness: undefined }))], answersOf(quiet))
    expect(card).toMatchObject({ mark: 'ok', scrapeAgeMs: null })
  })

  it('names the target where it is missed, else what would alert', () => {
    expect(cardOf({ ...quiet, errors: [7] })?.kpis[0]?.limit).toBe('target < 5 %')
    expect(cardOf(quiet)?.kpis[0]?.limit).toBe('alert > 10 %')
  })

  it('counts alerts by severity, the worst first, those that nobody knows last', () => {
    const answers = [firing('odd', 'd'), firing('info', 'c'), firing('warning', 'b', 2), firing('critical', 'a')]
    const [card] = buildCards([platform('a')], answersOf({ [FIRING('a')]: answers, errors: [1] }))
    expect(card?.alerts).toEqual([
      { severity: 'critical', tone: 'crit', count: 1 },
      { severity: 'warning', tone: 'warn', count: 2 },
      { severity: 'info', tone: 'info', count: 1 },
      { severity: 'odd', tone: undefined, count: 1 },
    ])
  })

  it('shows no alerts that it does not know to fire', () => {
    expect(cardOf({})?.alerts).toEqual([])
    expect(cardOf({ [FIRING('a')]: [firing('critical', 'x')] }, { readAgoMs: 300_000 })?.alerts).toEqual([])
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
    expect(leadOf(cards, true)).toBe('2 platforms need you')
    expect(leadOf(cards.slice(2), true)).toBe('Nothing is critical')
    expect(leadOf(cards.slice(3), true)).toBe('All platforms are well')
    const away = answersOf({ [FIRING('e')]: new SourceError({ kind: 'unreachable', message: 'It is away.' }) })
    expect(leadOf(buildCards([platform('e')], away), true)).toBe('Not everything is known')
    expect(leadOf(cards.slice(3), false)).toBe('Not everything is known')
    expect(leadOf(buildCards([platform('e')], answersOf({})), true)).toBe('The first answers are on their way')
  })

  it('asks for alerts, scrapes and key figures, with a label value that cannot change the query', () => {
    const questionOf = (expr: string) => ({ key: expr, expr }) as PlaneQuery
    const asking = { questionOf, scrapeIntervalMs: 15_000, answerOf: () => undefined }
    const exprs = questionsOfCard(platform('a"} or up{x="'), asking).map(({ expr }) => expr)
    expect(exprs).toEqual([
      'count by (severity, alertname) (ALERTS{alertstate="firing", platform="a\\"} or up{x=\\""})',
      FRESH,
      'errors',
    ])
  })
})
