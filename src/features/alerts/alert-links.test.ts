import { describe, expect, test } from 'vitest'
import { alertLogsPath, alertsPath, panelPathOf, rulePath, searchAround } from './alert-links'

const DASHBOARDS = ['shorts-main']
const annotations = (dashboard: string, panel?: string) =>
  new Map(Object.entries(panel === undefined ? { dashboard } : { dashboard, panel }))

/** Where a browser goes from a page of alerts. */
const resolved = (path: string) => new URL(path, 'https://lookout.example/alerts/history')

describe('H19 a rule leads to a panel of a dashboard that there is, and nowhere else', () => {
  test.each([
    '../../logout',
    '..%2f..%2flogout',
    '%5c..%5clogout',
    '..\\..\\logout',
    '//evil.example/x',
    'a?b#c',
    '....',
  ])('panel %j stays one part of the path', (panel) => {
    const path = panelPathOf(annotations('shorts-main', panel), DASHBOARDS)
    const { origin, pathname, search, hash } = resolved(path ?? '')
    expect(pathname).toBe(`/d/shorts-main/${encodeURIComponent(panel)}`)
    expect([origin, search, hash]).toEqual(['https://lookout.example', '', ''])
  })

  test.each(['.', '..'])('panel %j is none', (panel) => {
    expect(panelPathOf(annotations('shorts-main', panel), DASHBOARDS)).toBeNull()
  })

  test.each(['..', '../logout', '//evil.example', 'constructor', '__proto__', ''])(
    'dashboard %j is none',
    (dashboard) => {
      expect(panelPathOf(annotations(dashboard, 'a'), DASHBOARDS)).toBeNull()
    },
  )
})

test.each(['a&admin=1#', '"} or vector(1) #', '../../logout', '%2e%2e', '<img src=x onerror=alert(1)>', '=1\n&q=2'])(
  'H18 the name %j is one value of a link, and nothing beside it',
  (name) => {
    const [alerts, rule] = [resolved(alertsPath(name)), resolved(rulePath(name))]
    expect([alerts.pathname, alerts.hash, ...alerts.searchParams]).toEqual(['/alerts', '', ['q', `alertname=${name}`]])
    expect([rule.pathname, rule.hash, ...rule.searchParams]).toEqual(['/alerts/rules', '', ['rule', name]])
  },
)

const HOUR = 3_600_000
const NOW = 100 * HOUR

test.each([
  ['the panel', { dashboard: 'known', panel: 'busy' }, '/d/known/busy'],
  ['the dashboard where no panel is named', { dashboard: 'known' }, '/d/known'],
  ['the dashboard of an empty panel', { dashboard: 'known', panel: '' }, '/d/known'],
  ['nothing of a dashboard that is not there', { dashboard: 'other', panel: 'busy' }, null],
  ['nothing without annotations', {}, null],
  ['nothing for a step up', { dashboard: 'known', panel: '..' }, null],
  ['nothing for a template', { dashboard: 'known', panel: '{{ $labels.panel }}' }, null],
])('a rule names %s', (_name, annotations, path) => {
  expect(panelPathOf(new Map(Object.entries(annotations)), ['known'])).toBe(path)
})

test('a span that is past has its margin on both sides, one that is near now goes on', () => {
  const span = { fromMs: NOW - 5 * HOUR, toMs: NOW - 3 * HOUR }
  expect(searchAround(span, HOUR, NOW, '')).toBe(`?from=${NOW - 6 * HOUR}&to=${NOW - 2 * HOUR}`)
  expect(searchAround(span, 4 * HOUR, NOW, '')).toBe(`?from=${NOW - 9 * HOUR}&to=now`)
})

test('the range of the page stays behind, its zone goes along', () => {
  const params = new URLSearchParams(
    searchAround({ fromMs: 0, toMs: 0 }, 0, NOW, '?from=now-1h&to=now&timezone=utc&q=x'),
  )
  expect(Object.fromEntries(params)).toEqual({ timezone: 'utc', from: '0', to: '0' })
})

describe('the logs of an alert', () => {
  const platforms = [{ id: 'shorts', title: 'Shorts' }]
  const sources = { metrics: [], alerts: [], traces: [], logs: [{ id: 'sample', kind: 'sample' as const }] }
  const alert = (labels: Record<string, string>, annotations: Record<string, string> = {}) => ({
    labels: new Map(Object.entries(labels)),
    annotations: new Map(Object.entries(annotations)),
    sinceMs: NOW,
  })
  const paramsOf = (path: string | null) => Object.fromEntries(new URL(path ?? '', 'https://a.example').searchParams)
  const span = { from: String(NOW - HOUR / 2), to: String(NOW + HOUR / 4) }

  test.each([
    ['its label', alert({ platform: 'shorts' })],
    ['the dashboard of its rule', alert({}, { dashboard: 'shorts-main' })],
    ['the dashboard where the label names none', alert({ platform: '" or x' }, { dashboard: 'shorts-main' })],
  ])('are its platform’s, by %s', (_by, row) => {
    expect(paramsOf(alertLogsPath(row, { sources, platforms }))).toEqual({
      ...{ q: 'stream=shorts,shorts.* level>=WARNING', source: 'sample' },
      ...span,
    })
  })

  test('are all complaints where nobody tells the platform', () => {
    expect(paramsOf(alertLogsPath(alert({ job: 'x' }), { sources, platforms }))).toEqual({
      q: 'level>=WARNING',
      ...span,
    })
  })

  test('are nowhere without a source', () => {
    expect(alertLogsPath(alert({}), { sources: { ...sources, logs: [] }, platforms })).toBeNull()
  })
})
