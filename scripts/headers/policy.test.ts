import { describe, expect, it } from 'vitest'
import { decodeConfig } from '~/domain/config/config'
import { contentSecurityPolicy, type HeaderScope, metaPolicy, securityHeaders } from './policy'

const local = decodeConfig({
  schema: 1,
  sources: { metrics: [{ id: 'p', kind: 'prometheus', url: '/prometheus' }] },
  dashboards: ['shorts-main'],
})

const remote = decodeConfig({
  schema: 1,
  sources: {
    metrics: [
      { id: 'a', kind: 'prometheus', url: 'https://prom.example/select/0/prometheus' },
      { id: 'b', kind: 'prometheus', url: 'https://prom.example/other' },
      { id: 'c', kind: 'prometheus', url: 'http://10.0.0.1:9090' },
    ],
    alerts: [{ id: 'am', kind: 'alertmanager', url: 'https://am.example' }],
    logs: [{ id: 'l', kind: 'loki', url: 'https://logs.example' }],
    traces: [{ id: 't', kind: 'jaeger', url: 'https://jaeger.example:16686/jaeger' }],
  },
  dashboards: ['shorts-main'],
  embed: { frameAncestors: ['https://wiki.example', 'http://tv.example:8080'] },
})

const REQUIRED = [
  'default-src',
  'script-src',
  'worker-src',
  'style-src',
  'style-src-attr',
  'img-src',
  'font-src',
  'connect-src',
  'manifest-src',
  'media-src',
  'frame-src',
  'object-src',
  'base-uri',
  'form-action',
  'frame-ancestors',
  'require-trusted-types-for',
  'trusted-types',
]

function parsePolicy(policy: string): Map<string, readonly string[]> {
  const parsed = new Map<string, readonly string[]>()
  for (const directive of policy.split('; ')) {
    const [name = '', ...values] = directive.split(' ')
    expect(parsed.has(name), `${name} twice`).toBe(false)
    parsed.set(name, values)
  }
  return parsed
}

const every: readonly (readonly [string, string])[] = [local, remote].flatMap((config) =>
  (['page', 'embed'] as const).map((scope) => [scope, contentSecurityPolicy(config, scope)] as const),
)

describe.each(every)('policy of %s', (_scope, text) => {
  const policy = parsePolicy(text)

  it('has every directive once', () => {
    expect([...policy.keys()].sort()).toEqual([...REQUIRED].sort())
  })

  it('allows nothing unsafe and no wildcard', () => {
    expect(text).not.toMatch(/unsafe-|\*|blob:|upgrade-insecure/)
    expect(text).not.toMatch(/[\r\n"]/)
  })

  it('allows data: for images alone', () => {
    const withData = [...policy].filter(([, values]) => values.includes('data:')).map(([name]) => name)
    expect(withData).toEqual(['img-src'])
  })

  it('keeps scripts, workers and styles to this origin', () => {
    for (const name of ['script-src', 'worker-src', 'style-src']) expect(policy.get(name)).toEqual(["'self'"])
    expect(policy.get('require-trusted-types-for')).toEqual(["'script'"])
    expect(policy.get('trusted-types')).toEqual(['app-worker'])
  })
})

describe('what the configuration decides', () => {
  it.each([
    ['relative addresses', local, ["'self'"]],
    [
      'absolute addresses, each origin once',
      remote,
      [
        "'self'",
        'http://10.0.0.1:9090',
        'https://am.example',
        'https://jaeger.example:16686',
        'https://logs.example',
        'https://prom.example',
      ],
    ],
  ])('%s', (_name, config, expected) => {
    expect(parsePolicy(contentSecurityPolicy(config, 'page')).get('connect-src')).toEqual(expected)
  })

  it.each<readonly [HeaderScope, typeof local, readonly string[]]>([
    ['page', local, ["'none'"]],
    ['embed', local, ["'none'"]],
    ['page', remote, ["'none'"]],
    ['embed', remote, ['https://wiki.example', 'http://tv.example:8080']],
  ])('frame-ancestors of %s', (scope, config, expected) => {
    expect(parsePolicy(contentSecurityPolicy(config, scope)).get('frame-ancestors')).toEqual(expected)
  })

  it('leaves frame-ancestors out of a meta element', () => {
    expect(metaPolicy(remote)).not.toContain('frame-ancestors')
    expect(`${metaPolicy(local)}; frame-ancestors 'none'`).toBe(contentSecurityPolicy(local, 'page'))
  })

  it('sends the other headers in every scope', () => {
    const names = ['page', 'embed'].map((scope) =>
      securityHeaders(local, scope === 'embed' ? 'embed' : 'page').map(([name]) => name),
    )
    expect(names[0]).toEqual(names[1])
    expect(names[0]).toContain('X-Content-Type-Options')
  })

  it.each([
    ['prometheus', '/prometheus', false],
    ['sample', undefined, true],
  ])('isolates a page whose source runs in it, and no other: %s', (kind, url, isIsolated) => {
    const source = { id: 'one', kind, ...(url !== undefined && { url }) }
    const config = decodeConfig({ schema: 1, sources: { metrics: [source] }, dashboards: ['shorts-main'] })
    const names = securityHeaders(config, 'page').map(([name]) => name)
    expect(names.includes('Cross-Origin-Embedder-Policy')).toBe(isIsolated)
  })
})
