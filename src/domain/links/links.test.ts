import { expect, test } from 'vitest'
import { withoutVariables } from '~/domain/links/carried-search'
import { readPanelLink } from '~/domain/links/panel-links'
import { dashboardPath, embedPath, kpiPath } from '~/domain/links/paths'
import { prometheusLink } from '~/domain/links/prometheus-link'
import { embedSnippet, freezeSearch } from '~/domain/links/share-links'

test('paths encode ids and refuse to leave the folder', () => {
  expect(dashboardPath('shorts-main')).toBe('/d/shorts-main')
  expect(dashboardPath('../logout', 'a/b')).toBe('/d/..%2Flogout/a%2Fb')
  for (const id of ['..', '.', '']) expect(() => embedPath('x', id)).toThrow(RangeError)
})

test('a key figure leads to its panel; to that of another dashboard it carries range and variables, and no more', () => {
  const search = '?from=now-6h&to=now&refresh=off&kiosk=&var-queue=a%26b&var-queue=c'
  expect(kpiPath('jobs', 'depth', search)).toBe(`/d/jobs/depth${search}`)
  expect(kpiPath('jobs', 'api/p95', search)).toBe('/d/api/p95?from=now-6h&to=now&var-queue=a%26b&var-queue=c')
  expect(kpiPath('jobs', undefined, '')).toBe('/d/jobs')
})

test.each([
  ['/d/api/p95', { kind: 'inside', path: '/d/api/p95?from=1&to=2&var-q=a' }],
  ['/d/api?var-q=b&var-q=c', { kind: 'inside', path: '/d/api?from=1&to=2&var-q=b&var-q=c' }],
  ['/prometheus/graph', { kind: 'outside', href: 'https://lookout.example/prometheus/graph', host: 'lookout.example' }],
  ['https://wiki.example/x', { kind: 'outside', href: 'https://wiki.example/x', host: 'wiki.example' }],
  [
    'https://lookout.example/d/api',
    { kind: 'outside', href: 'https://lookout.example/d/api', host: 'lookout.example' },
  ],
  ['//evil.example/d/api', null],
  ['javascript:alert(1)', null],
  ['https://bank.example@evil.example/', null],
  ['d/api', null],
])('a panel that links to %s', (url, target) => {
  expect(readPanelLink(url, '?from=1&to=2&refresh=off&var-q=a', 'https://lookout.example')).toEqual(target)
})

test('a frozen link shows the same tomorrow, and keeps the rest of the view', () => {
  const nowMs = 1_769_614_200_000
  const frozen = freezeSearch(
    '?from=now-6h&to=now&refresh=1m&var-model=a%26b',
    { from: 'now-6h', to: 'now' },
    nowMs,
    'UTC',
  )
  expect(frozen).toBe('?from=1769592600000&to=1769614200000&refresh=off&var-model=a%26b')
  const implied = freezeSearch('', { from: 'now/d', to: 'now' }, nowMs, 'Asia/Kathmandu')
  expect(implied).toBe('?from=1769537700000&to=1769614200000&refresh=off')
  expect(freezeSearch('?time=5&time.window=2', { from: '4', to: '6' }, nowMs, 'UTC')).toBe('?from=4&to=6&refresh=off')
  expect(freezeSearch('?from=x', { from: 'x', to: 'now' }, nowMs, 'UTC')).toBe('?from=x')
})

test('the snippet is one element whatever the title', () => {
  const url = 'https://lookout.example/embed/shorts-main/job-duration?from=now-6h&to=now'
  expect(embedSnippet(url, '"><script>\'&')).toBe(
    '<iframe src="https://lookout.example/embed/shorts-main/job-duration?from=now-6h&amp;to=now"' +
      ' title="&quot;&gt;&lt;script&gt;&#39;&amp;" width="640" height="320" loading="lazy"></iframe>',
  )
})

test.each([
  ['2.42.0', 'sliding', 'http://p.example/prometheus/graph?g0.expr=up%7Ba%3D%22b%22%7D&g0.tab=0&g0.range_input=6h'],
  [undefined, 'growing', 'http://p.example/prometheus/graph?g0.expr=up%7Ba%3D%22b%22%7D&g0.tab=0&g0.range_input=6h'],
  [
    '3.5.0',
    'fixed',
    'http://p.example/prometheus/query?g0.expr=up%7Ba%3D%22b%22%7D&g0.tab=graph&g0.range_input=6h' +
      '&g0.end_input=2026-01-28+15%3A30%3A00&g0.display_mode=lines&g0.res_type=auto&g0.res_density=medium',
  ],
] as const)('Prometheus %s, a %s range', (version, kind, link) => {
  const range = { fromMs: 1_769_592_600_000, toMs: 1_769_614_200_000, kind }
  expect(prometheusLink('http://p.example/prometheus', 'up{a="b"}', range, version)).toBe(link)
  expect(prometheusLink('/prometheus', 'up', range, version)).toBeNull()
})

test.each([
  ['', ''],
  ['?var-queue=a', ''],
  ['?from=now-6h&var-queue=a%26b&compare=1d&var-Filters=job%7C%3D%7Ca', '?from=now-6h&compare=1d'],
])('a search without variables: %s', (search, expected) => {
  expect(withoutVariables(search)).toBe(expected)
})
