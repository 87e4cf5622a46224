import { describe, expect, it } from 'vitest'
import { parseConfigText } from '~/domain/config/parse'
import { decodePrices } from '~/domain/cost/decode-prices'
import { decodeDashboard } from '~/domain/dashboards/decode-dashboard'
import { decodeOutlook } from '~/domain/outlook/decode-outlook'
import { decodeSlos } from '~/domain/slo/decode-slos'
import { templateOf } from '~/domain/variables/template'
import { codesOf, fencesOf, readDocuments } from './docs'

/** What an example in a document is a part of. */
type Example =
  | { readonly kind: 'config'; readonly text: string }
  | { readonly kind: 'dashboard'; readonly input: object }
  | { readonly kind: 'slos'; readonly input: object }
  | { readonly kind: 'outlook'; readonly input: object }
  | { readonly kind: 'prices'; readonly input: object }

const METRICS = [{ id: 'prometheus', kind: 'prometheus', url: '/prometheus' }]
const CONFIG = { schema: 1, sources: { metrics: METRICS }, dashboards: ['a'] }
const PANEL = {
  ...{ id: 'panel', title: 'Panel', kind: 'stat', layout: { x: 0, y: 0, w: 6, h: 4 } },
  queries: [{ expr: 'up' }],
}
const BOARD = { schema: 1, id: 'a', title: 'A', platform: 'p', panels: [PANEL] }
const QUEUE = { kind: 'custom', name: 'queue', options: ['a', 'b'] }

/** What keys of an example say that it is, put where it belongs. Null for none of ours. */
function exampleOf(text: string): Example | null {
  const input: unknown = JSON.parse(text.trim().startsWith('{') ? text : `{${text}}`)
  if (typeof input !== 'object' || input === null) return null
  if ('sources' in input) return { kind: 'config', text }
  if ('slos' in input) return { kind: 'slos', input }
  if ('signals' in input) return { kind: 'outlook', input }
  if ('usages' in input && 'prices' in input) return { kind: 'prices', input }
  if ('budgets' in input) return { kind: 'config', text: JSON.stringify({ ...CONFIG, ...input }) }
  const inConfig = (sources: object) => ({ kind: 'config', text: JSON.stringify({ ...CONFIG, sources }) }) as const
  if ('kind' in input && 'id' in input) return inConfig({ metrics: [input] })
  if ('metrics' in input) return inConfig(input)
  if ('alerts' in input || 'logs' in input || 'traces' in input) return inConfig({ metrics: METRICS, ...input })
  if ('panels' in input) return { kind: 'dashboard', input }
  if ('variables' in input) return { kind: 'dashboard', input: { ...BOARD, ...input } }
  if ('repeat' in input && typeof input.repeat === 'string') {
    const rows = [{ id: 'row', title: 'Row', y: 0, ...input }]
    return { kind: 'dashboard', input: { ...BOARD, variables: [QUEUE], rows } }
  }
  if ('repeat' in input) {
    return { kind: 'dashboard', input: { ...BOARD, variables: [QUEUE], panels: [{ ...PANEL, ...input }] } }
  }
  if ('panel' in input) {
    return { kind: 'dashboard', input: { ...BOARD, kpis: [{ id: 'kpi', title: 'KPI', expr: 'up', ...input }] } }
  }
  return null
}

/** What the decoders find wrong with it. */
async function faultsOf(example: Example): Promise<readonly unknown[]> {
  if (example.kind === 'config') {
    const result = await parseConfigText(example.text)
    return result.ok ? result.warnings : result.fault.issues
  }
  if (example.kind === 'outlook') return decodeOutlook(example.input, new Map()).issues
  if (example.kind === 'slos') return decodeSlos(example.input).issues
  if (example.kind === 'prices') return decodePrices(example.input).issues
  const dashboard = decodeDashboard(example.input)
  const broken = dashboard.panels.flatMap((entry) => (entry.ok ? [] : entry.broken.issues))
  return [...templateOf(dashboard).issues, ...dashboard.kpiIssues, ...broken]
}

const documents = readDocuments()
const fences = documents.flatMap((document) =>
  fencesOf(document)
    .filter(({ language }) => language === 'json')
    .map(({ text }, i) => [`${document.path} ${i + 1}`, text] as const),
)
/** Such as `"panel": "p95-latency"`. */
const codes = documents.flatMap((document) =>
  codesOf(document)
    .filter((code) => /^"[\w$]+": (?:["{[]|\d)/.test(code) && !code.startsWith('"$schema"'))
    .map((code) => [`${document.path}: ${code}`, code] as const),
)

it('there are examples', () => {
  expect(fences.length).toBeGreaterThanOrEqual(6)
  expect(codes.length).toBeGreaterThanOrEqual(4)
})

describe('each JSON example is what the decoders take, without a warning', () => {
  it.each([...fences, ...codes])('%s', async (_, text) => {
    const example = exampleOf(text)
    if (example === null) throw new Error(`What is this an example of?\n${text}`)
    expect(await faultsOf(example)).toEqual([])
  })

  it.each([
    '{ "id": "a", "kind": "scrape", "targets": [], "interval": 15 }',
    '"variables": [{ "kind": "custom", "name": "a" }]',
    '"repeat": { "of": "queue" }',
    '"panel": "No Panel"',
    '"traces": [{ "id": "t", "kind": "tempo", "url": "/t" }]',
  ])('a wrong one is found: %s', async (text) => {
    const example = exampleOf(text)
    expect(example).not.toBeNull()
    if (example !== null) expect(await faultsOf(example)).not.toEqual([])
  })
})

describe('the table of configuration.md', () => {
  const text = documents.find(({ path }) => path === 'docs/configuration.md')?.text ?? ''

  it.each([
    ['/schema', { ...CONFIG, schema: undefined }, 'is missing'],
    ['/schema', { ...CONFIG, schema: 2 }, 'must be 1, the version of this format'],
    ['/sources', { ...CONFIG, sources: undefined }, 'is missing'],
    ['/sources/metrics', { ...CONFIG, sources: { metrics: [] } }, 'must name at least one source'],
    [
      '/sources/metrics/0/kind',
      { ...CONFIG, sources: { metrics: [{ id: 'a', kind: 'x' }] } },
      'must be "prometheus", "sample" or "scrape"',
    ],
    ['/sources/alerts', { ...CONFIG, sources: { metrics: METRICS, alerts: {} } }, 'must be a list'],
    [
      '/sources/logs/0/kind',
      { ...CONFIG, sources: { metrics: METRICS, logs: [{ id: 'a', kind: 'x', url: '/x' }] } },
      'must be "jsonl", "loki", "victorialogs" or "sample"',
    ],
    [
      '/sources/traces/0/kind',
      { ...CONFIG, sources: { metrics: METRICS, traces: [{ id: 'a', kind: 'x', url: '/x' }] } },
      'must be "jaeger"',
    ],
    ['/platforms/0/title', { ...CONFIG, platforms: [{ id: 'a' }] }, 'is missing'],
    ['/dashboards', { ...CONFIG, dashboards: undefined }, 'is missing'],
    ['/dashboards', { ...CONFIG, dashboards: [] }, 'must name at least one dashboard'],
    ['/dashboards', { ...CONFIG, dashboards: ['a', 'a'] }, 'must not repeat an id'],
    ['/refresh', { ...CONFIG, refresh: '1s' }, 'must be at least 5s'],
    ['/refresh', { ...CONFIG, refresh: 'x' }, 'must be a duration such as "30s", "5m" or "1m30s"'],
    ['/budgets/0/daily', { ...CONFIG, budgets: [{ id: 'a', title: 'A', daily: -1 }] }, 'must not be below 0'],
    ['/theme', { ...CONFIG, theme: 'x' }, 'must be "system" or "light" or "dark"'],
    [
      '/embed/frameAncestors/0',
      { ...CONFIG, embed: { frameAncestors: ['*'] } },
      'must be an origin such as https://intranet.example, without path or wildcard',
    ],
    [
      '/links/0/url',
      { ...CONFIG, links: [{ title: 'a', url: 'javascript:' }] },
      'must start with http:// or https://, or with a single /',
    ],
    ...(
      [
        ['localhost:9090', 'must start with http:// or https://, or with a single /'],
        ['//host', 'must start with http:// or https://, or with a single /'],
        [
          'https://user:password@host',
          'must not contain a user name or password: this file is public, let the proxy add them',
        ],
        ['https://host/?x=1', 'must not have a query (?...)'],
        ['https://host/#x', 'must not have a fragment (#...)'],
        ['/prometheus/../admin', 'must not contain . or .. segments'],
        ['https://*.example', 'must have a plain host name'],
        ['/a b', 'must not contain spaces or control characters'],
        ['/a\\b', 'must not contain a backslash'],
      ] as const
    ).map(
      ([url, message]) =>
        [
          '/sources/metrics/0/url',
          { ...CONFIG, sources: { metrics: [{ id: 'a', kind: 'prometheus', url }] } },
          message,
        ] as const,
    ),
  ] as readonly (readonly [string, object, string])[])(
    'says at %s what the decoder says',
    async (path, input, message) => {
      const result = await parseConfigText(JSON.stringify(input))
      expect(result.ok ? [] : result.fault.issues.map((issue) => [issue.path, issue.message])).toContainEqual([
        path,
        message,
      ])
      expect(text).toContain(message)
    },
  )
})
