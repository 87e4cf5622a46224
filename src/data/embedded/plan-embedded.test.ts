import { describe, expect, test } from 'vitest'
import { type EmbeddedSource, planEmbedded, targetPath } from './plan-embedded'

const CONFIG = { scrapeIntervalMs: 15_000 }
const TARGET = { url: '/metrics', job: 'api', labels: {}, honorLabels: false, viaServer: false }

function planTarget(more: object, baseUrl = 'https://lookout.example/mon/') {
  const source = {
    kind: 'scrape',
    id: 'own',
    rules: [],
    targets: [TARGET, { ...TARGET, ...more }],
    interval: 30_000,
    retention: 3_600_000,
    maxMegabytes: 2,
  } as EmbeddedSource
  const spec = planEmbedded(source, CONFIG, baseUrl)
  return spec.kind === 'scrape' ? spec.targets[1] : undefined
}

describe('the plan of a source in the page', () => {
  test('of sample data has absolute addresses of rules and app', () => {
    const source: EmbeddedSource = { kind: 'sample', id: 'sample', rules: ['rules/shorts.yml', '/rules/b.yml'] }
    expect(planEmbedded(source, CONFIG, 'https://lookout.example/mon/')).toEqual({
      kind: 'sample',
      id: 'sample',
      ruleFiles: ['https://lookout.example/mon/rules/shorts.yml', 'https://lookout.example/rules/b.yml'],
      evaluationMs: 15_000,
      externalUrl: 'https://lookout.example/mon/',
    })
  })

  test('of scraped data has its bounds in milliseconds and bytes', () => {
    const source = { kind: 'scrape', id: 'own', rules: [], targets: [], interval: 1, retention: 5, maxMegabytes: 2 }
    expect(planEmbedded(source as unknown as EmbeddedSource, CONFIG, 'https://lookout.example/')).toMatchObject({
      kind: 'scrape',
      retentionMs: 5,
      maxBytes: 2 * 1024 * 1024,
    })
  })

  test.each<[string, object, object]>([
    [
      'an address on another host',
      { url: 'http://10.0.0.1:9100/metrics' },
      { url: 'http://10.0.0.1:9100/metrics', instance: '10.0.0.1:9100', intervalMs: 30_000, timeoutMs: 10_000 },
    ],
    ['an address beside the page', { url: 'm' }, { url: 'https://lookout.example/mon/m', instance: 'lookout.example' }],
    ['an instance of its own', { instance: 'vm-1' }, { instance: 'vm-1' }],
    ['an interval shorter than the time-out', { interval: 2_000 }, { intervalMs: 2_000, timeoutMs: 2_000 }],
    [
      'labels, also hostile ones',
      { labels: JSON.parse('{"__proto__":"x","a":"b"}') },
      {
        labels: [
          ['__proto__', 'x'],
          ['a', 'b'],
        ],
      },
    ],
    [
      'a target that the server of the app asks',
      { url: 'http://10.0.0.1:9100/metrics', viaServer: true },
      { url: 'https://lookout.example/mon/scrape/own/1', instance: '10.0.0.1:9100' },
    ],
    [
      "an address of the app's own server, which nobody need ask for it",
      { viaServer: true },
      { url: 'https://lookout.example/metrics' },
    ],
  ])('of a target has %s', (_, more, planned) => {
    expect(planTarget(more)).toMatchObject({ job: 'api', honorLabels: false, ...planned })
  })

  test('the path of a target is one that the server knows', () => {
    expect(targetPath('own', 1)).toBe('/scrape/own/1')
  })
})
