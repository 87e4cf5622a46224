import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeConfig } from './config'
import { type ConfigFault, type ConfigResult, parseConfigText } from './parse'
import { addressOf } from './source-addresses'

const shipped = readFileSync('public/config.json', 'utf8')

const minimal = {
  schema: 1,
  sources: { metrics: [{ id: 'p', kind: 'prometheus', url: '/prometheus' }] },
  dashboards: ['shorts-main'],
}

function withUrl(url: unknown): string {
  return JSON.stringify({ ...minimal, sources: { metrics: [{ id: 'p', kind: 'prometheus', url }] } })
}

function withKey(key: string, value: unknown): string {
  return JSON.stringify({ ...minimal, [key]: value })
}

function withTenant(header: string, value: unknown): string {
  const metrics = [{ id: 'p', kind: 'prometheus', url: '/p', tenant: { header, value } }]
  return JSON.stringify({ ...minimal, sources: { metrics } })
}

function faultOf(result: ConfigResult): ConfigFault {
  if (result.ok) throw new Error('was taken for good')
  return result.fault
}

function metricsUrl(result: ConfigResult): string | undefined {
  if (!result.ok) throw new Error(JSON.stringify(result.fault))
  const [source] = result.config.sources.metrics
  return source && addressOf(source)
}

describe('bad configurations', () => {
  const url = '/sources/metrics/0/url'
  const cases: readonly (readonly [name: string, text: string, path: string, message: string])[] = [
    ['empty file', '', '', 'is empty'],
    ['only blanks', ' \n\t', '', 'is empty'],
    ['a web page (fallback of a server)', '<!doctype html><title>x</title>', '', 'is a web page, not JSON'],
    ['byte order mark', `\ufeff${shipped}`, '', 'byte order mark'],
    ['larger than 1 MB', `"${'x'.repeat(1_000_001)}"`, '', 'larger than 1 MB'],
    ['YAML', 'schema: 1\nsources: {}', '', 'double quotes'],
    ['trailing comma in an object', '{"schema": 1,}', '', 'comma after the last entry'],
    ['trailing comma in a list', '{"dashboards": ["a",]}', '', 'comma after the last entry'],
    ['line comment', '{\n  // mine\n  "schema": 1}', '', 'has a comment'],
    ['block comment', '{/* mine */"schema": 1}', '', 'has a comment'],
    ['missing comma', '{"schema": 1 "dashboards": []}', '', 'needs a comma'],
    ['missing brace', '{"schema": 1', '', 'needs a closing brace'],
    ['single quotes', "{'schema': 1}", '', 'double quotes'],
    ['open string', '{"schema": "1', '', 'without a closing double quote'],
    ['two documents', '{} {}', '', 'has more text after the end'],
    ['100,000 open lists', '['.repeat(100_000), '', 'nested too deeply'],
    ['a list', '[]', '', 'must be an object'],
    ['a number', '1', '', 'must be an object'],
    ['null', 'null', '', 'must be an object'],
    ['no version', '{"dashboards":["a"],"sources":{"metrics":[]}}', '/schema', 'is missing'],
    ['version as text', withKey('schema', '1'), '/schema', 'must be 1'],
    ['later version', withKey('schema', 2), '/schema', 'must be 1'],
    ['no sources', '{"schema":1,"dashboards":["a"]}', '/sources', 'is missing'],
    ['no metrics source', withKey('sources', { metrics: [] }), '/sources/metrics', 'at least one source'],
    ['sources as text', withKey('sources', '/prometheus'), '/sources', 'must be an object'],
    ['metrics as object', withKey('sources', { metrics: {} }), '/sources/metrics', 'must be a list'],
    [
      'unknown kind',
      withKey('sources', { metrics: [{ id: 'p', kind: 'influx', url: '/' }] }),
      '/sources/metrics/0/kind',
      'must be "prometheus"',
    ],
    ['no address', withKey('sources', { metrics: [{ id: 'p', kind: 'prometheus' }] }), url, 'is missing'],
    [
      'id twice',
      withKey('sources', { metrics: [...minimal.sources.metrics, ...minimal.sources.metrics] }),
      '/sources/metrics',
      'must not repeat an id',
    ],
    ['address as number', withUrl(9090), url, 'must be text'],
    ['empty address', withUrl(''), url, 'must not be empty'],
    ['javascript:', withUrl('javascript:alert(1)'), url, 'must start with http'],
    [
      'JaVaScRiPt: after a control character',
      withUrl('\u0001JaVaScRiPt:alert(1)'),
      url,
      'spaces or control characters',
    ],
    ['javascript: broken by a line feed', withUrl('java\nscript:alert(1)'), url, 'spaces or control characters'],
    ['data:', withUrl('data:text/html,x'), url, 'must start with http'],
    ['file:', withUrl('file:///etc/passwd'), url, 'must start with http'],
    ['host without scheme', withUrl('localhost:9090'), url, 'must start with http'],
    ['scheme without slashes', withUrl('http:prometheus'), url, 'must start with http'],
    ['protocol-relative', withUrl('//evil.example'), url, 'must start with http'],
    ['backslashes', withUrl('/\\evil.example'), url, 'backslash'],
    ['user and password', withUrl('https://u:p@prom.example'), url, 'user name or password'],
    ['empty user', withUrl('https://@prom.example'), url, 'user name or password'],
    ['query', withUrl('https://prom.example/?token=x'), url, 'must not have a query'],
    ['bare question mark', withUrl('/prometheus?'), url, 'must not have a query'],
    ['fragment', withUrl('https://prom.example/#/x'), url, 'must not have a fragment'],
    ['dot segments', withUrl('/prometheus/../admin'), url, '. or ..'],
    ['encoded dot segments', withUrl('https://p.example/a/%2e%2E/b'), url, '. or ..'],
    ['policy injection in the host', withUrl("https://a;script-src'*'"), url, 'plain host name'],
    ['wildcard host', withUrl('https://*.example'), url, 'plain host name'],
    ['impossible port', withUrl('http://p.example:99999'), url, 'must be an address'],
    [
      'tenant with credentials',
      withTenant('Authorization', 'Bearer x'),
      '/sources/metrics/0/tenant/header',
      'credentials',
    ],
    [
      'tenant with line break',
      withTenant('X-Scope-OrgID', 'a\r\nb: c'),
      '/sources/metrics/0/tenant/value',
      'visible ASCII',
    ],
    ['tenant as number', withTenant('X-Scope-OrgID', 7), '/sources/metrics/0/tenant/value', 'must be text'],
    ['no dashboard', withKey('dashboards', []), '/dashboards', 'at least one'],
    ['dashboard path', withKey('dashboards', ['../secret']), '/dashboards/0', 'lower-case'],
    ['dashboard address', withKey('dashboards', ['ok', '//evil.example/x']), '/dashboards/1', 'lower-case'],
    ['dashboard twice', withKey('dashboards', ['a', 'a']), '/dashboards', 'must not repeat'],
    ['platform without title', withKey('platforms', [{ id: 'a' }]), '/platforms/0/title', 'is missing'],
    ['interval as number', withKey('refresh', 30), '/refresh', 'duration in quotes'],
    ['interval without unit', withKey('refresh', '30'), '/refresh', 'duration such as'],
    ['interval too short', withKey('refresh', '1ms'), '/refresh', 'at least 5s'],
    ['interval of 1e9', withKey('refresh', '1e9s'), '/refresh', 'duration such as'],
    ['interval too long', withKey('refresh', '999999d'), '/refresh', 'at most 1d'],
    ['negative interval', withKey('scrapeInterval', '-15s'), '/scrapeInterval', 'duration such as'],
    ['unknown theme', withKey('theme', 'purple'), '/theme', '"system" or "light" or "dark"'],
    ['hostile zone', withKey('timeZone', '<img src=x>'), '/timeZone', 'Europe/Berlin'],
    ['a budget below zero', withKey('budgets', [{ id: 'a', title: 'A', daily: -1 }]), '/budgets/0/daily', 'below 0'],
    ['a budget in words', withKey('budgets', [{ id: 'a', title: 'A', daily: '5' }]), '/budgets/0/daily', 'a number'],
    [
      'a budget twice',
      withKey('budgets', [
        { id: 'a', title: 'A' },
        { id: 'a', title: 'A' },
      ]),
      '/budgets',
      'must not repeat an id',
    ],
    ['framing by all', withKey('embed', { frameAncestors: ['*'] }), '/embed/frameAncestors/0', 'must be an origin'],
    [
      'framing by a wildcard',
      withKey('embed', { frameAncestors: ['https://*.example'] }),
      '/embed/frameAncestors/0',
      'must be an origin',
    ],
    [
      'framing with injection',
      withKey('embed', { frameAncestors: ['https://a; script-src *'] }),
      '/embed/frameAncestors/0',
      'must be an origin',
    ],
    [
      'framing by a page',
      withKey('embed', { frameAncestors: ['https://a.example/x'] }),
      '/embed/frameAncestors/0',
      'must be an origin',
    ],
    ['script as link', withKey('links', [{ title: 'x', url: 'javascript:1' }]), '/links/0/url', 'must start with http'],
    [
      '__proto__',
      `{"__proto__": {"x": 1},${JSON.stringify(minimal).slice(1)}`,
      '/__proto__',
      'not a key that may be used',
    ],
    [
      'constructor in a source',
      withKey('sources', { metrics: [{ ...minimal.sources.metrics[0], constructor: {} }] }),
      '/sources/metrics/0/constructor',
      'not a key',
    ],
  ]
  it.each(cases)('%s', async (_name, text, path, message) => {
    const { issues } = faultOf(await parseConfigText(text))
    expect(issues).toContainEqual(expect.objectContaining({ path, message: expect.stringContaining(message) }))
    expect(issues.every((issue) => issue.line >= 1 && issue.column >= 1)).toBe(true)
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })
})

describe('places', () => {
  it.each([
    ['{\n  "schema": 1,\n}', 3, 1],
    ['{\r\n  // c\r\n}', 2, 3],
    [
      '{\n  "schema": 1,\n  "sources": {"metrics": [{"id": "p", "kind": "prometheus", "url": "ftp://x"}]},\n  "dashboards": ["a"]\n}',
      3,
      68,
    ],
    [
      '{"schema": 1,\n "schema": 2,\n "sources": {"metrics": [{"id": "p", "kind": "prometheus", "url": "/"}]},\n "dashboards": ["a"]}',
      2,
      12,
    ],
  ])('case %#', async (text, line, column) => {
    expect(faultOf(await parseConfigText(text)).issues[0]).toMatchObject({ line, column })
  })

  it('names every fault, in the order of the text', async () => {
    const { issues } = faultOf(await parseConfigText('{"theme": 1,\n"schema": 3,\n"dashboards": []}'))
    expect(issues.map((issue) => [issue.path, issue.line])).toEqual([
      ['/sources', 1],
      ['/theme', 1],
      ['/schema', 2],
      ['/dashboards', 3],
    ])
  })
})

describe('good configurations', () => {
  it('takes the shipped file without warnings', async () => {
    const result = await parseConfigText(shipped)
    expect(result).toMatchObject({ ok: true, warnings: [] })
    expect(result).toMatchObject({
      config: {
        sources: { metrics: [{ kind: 'sample' }] },
        refreshMs: 30_000,
      },
    })
  })

  it('fills in what is left out', () => {
    expect(decodeConfig(minimal)).toEqual({
      sources: { ...minimal.sources, alerts: [], logs: [], traces: [] },
      platforms: [],
      dashboards: ['shorts-main'],
      refreshMs: 30_000,
      scrapeIntervalMs: 15_000,
      theme: 'system',
      timeZone: 'browser',
      budgets: [],
      embed: { frameAncestors: [] },
      links: [],
      wall: { overscan: 0 },
      playlists: [],
      privacy: { redact: [], secrets: true, userIds: 'wall' },
    })
  })

  it.each([
    ['/', ''],
    ['/prometheus/', '/prometheus'],
    ['https://p.example', 'https://p.example'],
    ['https://P.Example:443/', 'https://p.example'],
    ['http://[::1]:9090/select/0/prometheus//', 'http://[::1]:9090/select/0/prometheus'],
    ['http://prom_1:9090', 'http://prom_1:9090'],
  ])('normalises %s', async (text, expected) => {
    expect(metricsUrl(await parseConfigText(withUrl(text)))).toBe(expected)
  })

  it('reports unknown keys beside the configuration', async () => {
    const text = JSON.stringify({ ...minimal, refesh: '5s', sources: { ...minimal.sources, 'a/b': 1 } })
    expect(await parseConfigText(text)).toMatchObject({
      ok: true,
      warnings: [
        { path: '/sources/a~1b', message: 'is not a known key, ignored' },
        { path: '/refesh', message: 'is not a known key, ignored' },
      ],
    })
  })

  it('uses UTC for a zone that no one knows, and says so', async () => {
    expect(await parseConfigText(withKey('timeZone', 'Mars/Olympus'))).toMatchObject({
      ok: true,
      config: { timeZone: 'utc' },
      warnings: [{ path: '/timeZone' }],
    })
  })

  it('serialises origins', async () => {
    expect(await parseConfigText(withKey('embed', { frameAncestors: ['HTTPS://Wiki.Example:443/'] }))).toMatchObject({
      config: { embed: { frameAncestors: ['https://wiki.example'] } },
    })
  })
})
