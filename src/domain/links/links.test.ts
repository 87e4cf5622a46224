import { expect, test } from 'vitest'
import { dashboardPath, embedPath } from '~/domain/links/paths'
import { prometheusLink } from '~/domain/links/prometheus-link'
import { embedSnippet, frozenLink, liveLink } from '~/domain/links/share'

const place = {
  appUrl: 'https://lookout.example/monitoring',
  path: dashboardPath('shorts-main', 'job-duration'),
  params: new URLSearchParams({ from: 'now-6h', to: 'now', 'var-model': 'a&b' }),
}

test('paths encode ids and refuse to leave the folder', () => {
  expect(dashboardPath('shorts-main')).toBe('/d/shorts-main')
  expect(dashboardPath('../logout', 'a/b')).toBe('/d/..%2Flogout/a%2Fb')
  for (const id of ['..', '.', '']) expect(() => embedPath('x', id)).toThrow(RangeError)
})

test('a live link moves with the clock, a frozen one does not', () => {
  expect(liveLink(place)).toBe(
    'https://lookout.example/monitoring/d/shorts-main/job-duration?from=now-6h&to=now&var-model=a%26b',
  )
  const frozen = new URL(frozenLink(place, { fromMs: 1_769_592_600_000.4, toMs: 1_769_614_200_000 }))
  expect([...frozen.searchParams]).toEqual([
    ['from', '1769592600000'],
    ['to', '1769614200000'],
    ['var-model', 'a&b'],
    ['refresh', 'off'],
  ])
  expect(place.params.get('from')).toBe('now-6h')
})

test('the snippet is one element whatever the title', () => {
  const embedded = { ...place, path: embedPath('shorts-main', 'job-duration') }
  expect(embedSnippet(embedded, '"><script>\'&')).toBe(
    '<iframe src="https://lookout.example/monitoring/embed/shorts-main/job-duration?from=now-6h&amp;to=now&amp;var-model=a%26b"' +
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
