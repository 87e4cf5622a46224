import { describe, expect, it } from 'vitest'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import type { FiringGroup } from '~/domain/alerts/firing'
import type { Dashboard, Kpi } from '~/domain/dashboards/model'
import { SourceError } from '~/domain/sources'
import { joinText } from '~/domain/units/format-value'
import {
  buildCards,
  elsewhere,
  type HomeAnswers,
  type HomePlatform,
  leadOf,
  questionsOfCard,
  shownOf,
} from '~/features/home/home-card'

const NOW_MS = 1_800_000_000_000
const FRESH = 'max(timestamp(up) * up > 0)'
const BEFORE = `max_over_time((${FRESH})[1h:15s])`
/** What fires on a platform. */
const FIRING = (id: string) => `firing ${id}`

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
  { scrapedAgoMs = 5000, readAgoMs = 0, partial = false, topBound = Number.NaN } = {},
): HomeAnswers {
  const evaluatedMs = NOW_MS - readAgoMs
  const all: Readonly<Record<string, readonly Sample[] | SourceError>> = {
    [FRESH]: [(NOW_MS - scrapedAgoMs) / 1000],
    ...given,
  }
  const evaluated = { evaluatedMs, partial }
  const fires = Object.entries(all).filter(([expr]) => expr.startsWith(FIRING('')))
  const fault = fires.map(([, answer]) => answer).find((answer) => answer instanceof SourceError)
  const groups = fires.flatMap(([expr, answer]) => {
    const samples = answer instanceof SourceError ? [] : answer.flatMap((one) => (typeof one === 'number' ? [] : [one]))
    return samples.map(([{ severity = '', alertname = '' }, count]): FiringGroup => {
      return { name: alertname, severity, platform: expr.slice(FIRING('').length), count }
    })
  })
  return {
    firing: {
      outcome: {
        legend: '',
        data: fires.length === 0 || fault ? undefined : (evaluated as QueryData),
        error: fault ?? null,
      },
      loud: groups,
      muted: [],
    },
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
    topBoundOf: () => topBound,
    scope: { stepMs: 60_000, intervalMs: 30_000, scrapeIntervalMs: 15_000 },
    nowMs: NOW_MS,
  }
}

const firing = (severity: string, alertname: string, value = 1): Sample => [{ severity, alertname }, value]

describe('alerts of no platform', () => {
  const platforms = [platform('a'), platform('b')]
  const rest = elsewhere(platforms)
  const asked = FIRING('')
  const well = { [FIRING('a')]: [], [FIRING('b')]: [], errors: [1] }

  it('have a card while one fires', () => {
    const cards = buildCards(
      [...platforms, rest],
      answersOf({ ...well, [asked]: [firing('critical', 'PrometheusDown')] }),
    )
    expect(cards.map(({ title, mark }) => [title, mark])).toEqual([
      ['Elsewhere', 'crit'],
      ['A', 'ok'],
      ['B', 'ok'],
    ])
    expect(cards[0]?.verdict).toBe('PrometheusDown fires.')
    expect(leadOf(cards, true)).toBe('Something else needs you')
  })

  it.each([[[]], [undefined]])('have none otherwise: %j', (answer) => {
    const cards = buildCards([...platforms, rest], answersOf({ ...well, ...(answer && { [asked]: answer }) }))
    expect(cards.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(leadOf(cards, true)).toBe('All platforms are well')
  })
})

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
    [
      'has a quantile beyond its buckets and its alert',
      [{ [FIRING('a')]: [], errors: [11] }, { topBound: 11 }],
      'crit',
      'Error Rate is at least 11 %, alert > 10 %.',
    ],
    [
      'has a quantile beyond its buckets, which may be anything',
      [{ [FIRING('a')]: [], errors: [4] }, { topBound: 4 }],
      'unknown',
      'Error Rate is not known: may be in alert.',
    ],
    ['fires', [{ [FIRING('a')]: [firing('critical', 'Down')], errors: [1] }], 'crit', 'Down fires.'],
    [
      'fires much',
      [{ [FIRING('a')]: ['C', 'A', 'B', 'D', 'E'].map((name) => firing('warning', name)), errors: [1] }],
      'warn',
      'A, B, C and 2 more fire.',
    ],
    ['knows nothing yet', [{}], 'loading', 'The first answers are on their way.'],
    [
      'has no traffic',
      [{ [FIRING('a')]: [], errors: [Number.NaN] }],
      'idle',
      'No traffic: nothing to measure Error Rate by.',
    ],
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

  it('is idle where most figures have no traffic, and names at most three of them', () => {
    const figure = (expr: string) => ({ ...kpi, title: expr.toUpperCase(), expr })
    const cardWith = (...values: readonly number[]) => {
      const exprs = values.map((_, i) => `f${i}`)
      const given = Object.fromEntries(exprs.map((expr, i) => [expr, [values[i] ?? 0]]))
      return buildCards([platform('a', dashboard({ kpis: exprs.map(figure) }))], answersOf({ ...quiet, ...given }))[0]
    }
    const none = Number.NaN
    expect(cardWith(none, 1, none)).toMatchObject({
      mark: 'idle',
      verdict: 'No traffic: nothing to measure F0, F2 by.',
    })
    expect(cardWith(none, none, none, none, 1)?.verdict).toBe(
      'No traffic: nothing to measure F0, F1, F2 and 1 more by.',
    )
    expect(cardWith(none, 1, 1)).toMatchObject({ mark: 'ok', verdict: 'All quiet: F1 1 %, F2 1 %.' })
    expect(cardWith(none, none, 11)).toMatchObject({ mark: 'crit' })
  })

  it('is not called quiet while a key figure cannot be read from its file', () => {
    const faulty = dashboard({ kpiIssues: [{ path: '/kpis/0', message: 'is wrong' }] })
    const [card] = buildCards([platform('a', faulty)], answersOf(quiet))
    expect(card).toMatchObject({ mark: 'unknown', verdict: 'A key figure of Main cannot be read from its file.' })
  })

  it('is not called quiet while a figure is left out because of its variable, and says which', () => {
    const left = dashboard({ kpiIssues: [{ path: 'Depth of $queue', message: 'The variable "queue" has no values.' }] })
    const [card] = buildCards([platform('a', left)], answersOf(quiet))
    const verdict = 'A key figure of Main is left out, Depth of $queue: The variable "queue" has no values.'
    expect(card).toMatchObject({ mark: 'unknown', verdict })
  })

  it('is on its way while a figure waits for what its variable stands for', () => {
    const waiting = { ...dashboard(), isWaiting: true }
    expect(buildCards([platform('a', waiting)], answersOf(quiet))[0]).toMatchObject({ mark: 'loading' })
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

  it.each([
    [5.004, '5.004 %'],
    [9.998, '9.998 %'],
    [5, '5 %'],
    [7.123, '7.12 %'],
  ])('shows %s with as many digits in its tile as tell it from its bounds', (value, text) => {
    expect(joinText(shownOf({ kpi, value, atLeast: false }))).toBe(text)
    // What is only known to be at least that has its own words, and no finer digits.
    expect(joinText(shownOf({ kpi, value, atLeast: true }))).toMatch(/^at least [\d.]+ %$/)
  })

  it.each([
    [1, 'unknown', 'partial'],
    [20, 'crit', 'in alert'],
  ])('of which not all stores answered proves nothing to be well: %d %%', (value, status, word) => {
    const [card] = buildCards([platform('a')], answersOf({ [FIRING('a')]: [], errors: [value] }, { partial: true }))
    expect(card?.kpis[0]?.reading).toMatchObject({ status, word })
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
    const idle = buildCards([platform('f')], answersOf({ [FIRING('f')]: [], errors: [Number.NaN] }))
    expect(leadOf(idle, true)).toBe('No platform has traffic')
    expect(leadOf([...idle, ...cards.slice(3)], true)).toBe('All platforms are well')
    expect(leadOf(buildCards([platform('e')], answersOf({})), true)).toBe('The first answers are on their way')
  })

  it('asks for scrapes and key figures; what fires is one question for all', () => {
    const questionOf = (expr: string) => ({ key: expr, expr }) as PlaneQuery
    const asking = { questionOf, scrapeIntervalMs: 15_000, answerOf: () => undefined }
    expect(questionsOfCard(platform('a'), asking).map(({ expr }) => expr)).toEqual([FRESH, 'errors'])
  })

  it('counts what is muted apart, and calls a platform quiet whose alerts all are', () => {
    const muted: FiringGroup = { name: 'x', severity: 'critical', platform: 'a', count: 2 }
    const answers = answersOf({ [FIRING('a')]: [], errors: [1] })
    const [card] = buildCards([platform('a')], { ...answers, firing: { ...answers.firing, muted: [muted] } })
    expect(card).toMatchObject({ mark: 'ok', alerts: [], mutedCount: 2 })
  })
})

it.each([
  ['page', 'crit'],
  ['Warning', 'warn'],
  ['odd', 'warn'],
  ['', 'warn'],
  ['info', 'ok'],
  ['none', 'ok'],
])('an alert of severity %j makes a platform %s', (severity, mark) => {
  const [card] = buildCards([platform('a')], answersOf({ [FIRING('a')]: [firing(severity, 'x')], errors: [1] }))
  expect(card?.mark).toBe(mark)
})
