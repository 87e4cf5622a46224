import { describe, expect, it } from 'vitest'
import { decodeConfig, decodeConfigWithWarnings } from './config'
import { parseConfigText } from './parse'

const target = { url: 'http://127.0.0.1:8000/metrics', job: 'api' }
const withSource = (source: object) => ({ schema: 1, sources: { metrics: [source] }, dashboards: ['a'] })
const withTarget = (more: object) => withSource({ id: 's', kind: 'scrape', targets: [{ ...target, ...more }] })

describe('sources that live in the page', () => {
  it('fills in what is left out', () => {
    expect(decodeConfig(withSource({ id: 's', kind: 'sample' })).sources.metrics[0]).toEqual({
      id: 's',
      kind: 'sample',
      rules: [],
    })
    expect(decodeConfig(withTarget({})).sources.metrics[0]).toEqual({
      id: 's',
      kind: 'scrape',
      interval: 15_000,
      retention: 172_800_000,
      maxMegabytes: 128,
      rules: [],
      targets: [{ ...target, labels: {}, honorLabels: false, viaServer: false }],
    })
  })

  it('reports keys that the kind does not have', () => {
    const { warnings } = decodeConfigWithWarnings(withSource({ id: 's', kind: 'sample', url: '/x', tenant: {} }))
    expect(warnings.map(({ path }) => path)).toEqual(['/sources/metrics/0/url', '/sources/metrics/0/tenant'])
  })

  it.each<readonly [string, object, string, string]>([
    ['no targets', withSource({ id: 's', kind: 'scrape', targets: [] }), '/sources/metrics/0/targets', 'at least one'],
    [
      'a target without a job',
      withSource({ id: 's', kind: 'scrape', targets: [{ url: '/m' }] }),
      '/sources/metrics/0/targets/0/job',
      'is missing',
    ],
    [
      'an address that runs',
      withTarget({ url: 'javascript:alert(1)' }),
      '/sources/metrics/0/targets/0/url',
      'must start with',
    ],
    ['a password', withTarget({ url: 'http://u:p@host/metrics' }), '/sources/metrics/0/targets/0/url', 'password'],
    [
      'a reserved label',
      withTarget({ labels: { __name__: 'x' } }),
      '/sources/metrics/0/targets/0/labels/__name__',
      'label name',
    ],
    [
      'an interval of a millisecond',
      withTarget({ interval: '1ms' }),
      '/sources/metrics/0/targets/0/interval',
      'at least 5s',
    ],
    [
      'a year of history',
      withSource({ id: 's', kind: 'scrape', targets: [target], retention: '365d' }),
      '/sources/metrics/0/retention',
      'at most 30d',
    ],
    [
      'more memory than a tab has',
      withSource({ id: 's', kind: 'scrape', targets: [target], maxMegabytes: 9000 }),
      '/sources/metrics/0/maxMegabytes',
      'at most 1024',
    ],
    [
      'rules from elsewhere',
      withSource({ id: 's', kind: 'sample', rules: ['https://evil.example/r.yml'] }),
      '/sources/metrics/0/rules/0',
      'beside index.html',
    ],
    [
      'rules above the site',
      withSource({ id: 's', kind: 'sample', rules: ['../r.yml'] }),
      '/sources/metrics/0/rules/0',
      'beside index.html',
    ],
    ['no kind', withSource({ id: 's' }), '/sources/metrics/0/kind', 'is missing'],
    ['text', withSource('sample' as unknown as object), '/sources/metrics/0', 'must be an object'],
  ])('refuses %s', async (_, input, path, message) => {
    const result = await parseConfigText(JSON.stringify(input))
    expect(result.ok ? [] : result.fault.issues).toContainEqual(
      expect.objectContaining({ path, message: expect.stringContaining(message) }),
    )
  })

  it('refuses a list in the place of labels, and keys that would reach a prototype', async () => {
    const text = JSON.stringify(withTarget({})).replace('"job":"api"', '"job":"api","labels":{"__proto__":"x"}')
    expect((await parseConfigText(text)).ok).toBe(false)
    expect((await parseConfigText(JSON.stringify(withTarget({ labels: ['x'] })))).ok).toBe(false)
  })
})
