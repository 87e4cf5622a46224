import { describe, expect, it } from 'vitest'
import type { Flow, MetricSpec, PlatformModel } from './platform-model'
import { createSamplePlatforms } from './sample-platforms'

const metric = (name: string, type: MetricSpec['type'], rest: Partial<MetricSpec> = {}): MetricSpec => ({
  name,
  help: name,
  type,
  ...rest,
})
const METRICS = [
  metric('a_total', 'counter'),
  metric('g', 'gauge'),
  metric('h_seconds', 'histogram', { buckets: [1] }),
  metric('by_kind_total', 'counter', { labels: { kind: ['x'] } }),
]
const SOUND: PlatformModel = {
  id: 'p',
  title: 'P',
  targets: [{ job: 'p', instance: 'p:1', metrics: METRICS }],
  levels: {},
  flows: [],
  gauges: [],
  incidents: [],
}

describe('a model that is wrong', () => {
  const emitting = (emission: object, rest: Partial<Flow> = {}): Partial<PlatformModel> => ({
    flows: [{ id: 'f', arrivals: { rate: 1 }, emissions: [emission as Flow['emissions'][number]], ...rest }],
  })
  it.each<[string, Partial<PlatformModel>, string]>([
    ['a metric that is not there', emitting({ metric: 'b_total', at: 'start' }), 'the model p has no metric b_total'],
    [
      'a series that is not there',
      emitting({ metric: 'by_kind_total', at: 'start' }),
      'has no series of by_kind_total for [""]',
    ],
    ['a gauge that an event adds to', emitting({ metric: 'g', at: 'end' }), 'g, which is a gauge and cannot count end'],
    [
      'a counter that observes',
      emitting({ metric: 'a_total', at: 'end', observe: { median: 1, sigma: 1 } }),
      'which is a counter',
    ],
    [
      'a histogram that does not',
      emitting({ metric: 'h_seconds', at: 'end' }),
      'which is a histogram: see its observe',
    ],
    ['a gauge of what takes no time', emitting({ metric: 'g', at: 'during' }), 'but takes no time'],
    [
      'a gauge of what does not wait',
      emitting({ metric: 'g', at: 'waiting' }, { work: { median: 1, sigma: 0 } }),
      'but does not wait',
    ],
    [
      'a duration at the start',
      emitting({ metric: 'h_seconds', at: 'start', observe: 'duration' }, { work: { median: 1, sigma: 0 } }),
      'known when work ends',
    ],
    [
      'a flow that takes a day',
      emitting({ metric: 'a_total', at: 'end' }, { work: { median: 1, sigma: 0, max: 86_400 } }),
      'can take over 6 hours',
    ],
    ['a flow that dies with nobody', emitting({ metric: 'a_total', at: 'end' }, { diesWith: 'q' }), 'has no target q'],
    [
      'a child before its parent',
      { flows: [{ id: 'c', arrivals: { parent: 'f', at: 'end' }, emissions: [] }] },
      'has no flow f before its child c',
    ],
    [
      'an incident of no target',
      { incidents: [{ id: 'i', title: '', effects: {}, targets: { q: { down: true } } }] },
      'has no target q',
    ],
    [
      'a counter by another name',
      { targets: [{ job: 'p', instance: '', metrics: [metric('a', 'counter')] }] },
      'does not end in _total',
    ],
    [
      'a metric of two targets',
      {
        ...emitting({ metric: 'a_total', at: 'end' }),
        targets: ['p', 'q'].map((job) => ({ job, instance: '', metrics: METRICS })),
      },
      'write <job>/a_total',
    ],
    ['a counter set as a gauge', { gauges: [{ metric: 'a_total', value: 1 }] }, 'which is no gauge'],
    ['a gauge that grows as a counter', { counters: [{ metric: 'g', rate: 1 }] }, 'which is no counter'],
  ])('is refused: %s', (_, rest, message) => {
    expect(() => createSamplePlatforms({ seed: 1, startMs: 0, models: [{ ...SOUND, ...rest }] })).toThrow(message)
  })
})
