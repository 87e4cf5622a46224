import { describe, expect, it } from 'vitest'
import type { Flow, Incident, MetricSpec, PlatformModel } from './platform-model'
import { createSamplePlatforms } from './sample-platforms'

const START_MS = Date.parse('2026-01-28T12:00:00Z')
const TICK_MS = 15_000
const MINUTE_MS = 60_000

const counter = (name: string, labels?: MetricSpec['labels']): MetricSpec => ({
  name,
  help: name,
  type: 'counter',
  ...(labels && { labels }),
})
const gauge = (name: string, labels?: MetricSpec['labels']): MetricSpec => ({ ...counter(name, labels), type: 'gauge' })
const histogram = (name: string, buckets: readonly number[]): MetricSpec => ({
  ...counter(name),
  type: 'histogram',
  buckets,
})

/** A model of one target with these metrics, and whatever else. */
function modelOf(metrics: readonly MetricSpec[], rest: Partial<PlatformModel>): PlatformModel {
  const targets = [{ job: 'p', instance: 'p:1', metrics }]
  return { id: 'p', title: 'P', targets, levels: {}, flows: [], gauges: [], incidents: [], ...rest }
}

/** Runs a model; `read` sums the samples of a name whose labels match. */
function run(model: PlatformModel) {
  const platforms = createSamplePlatforms({ seed: 7, startMs: START_MS, models: [model] })
  const read = (name: string, where: Readonly<Record<string, string>> = {}, job = 'p') => {
    const samples = platforms
      .collect('p', job)
      .flatMap((family) => family.samples)
      .filter((sample) => sample.name === name && Object.entries(where).every(([k, v]) => sample.labels.get(k) === v))
    expect(samples.length).toBeGreaterThan(0)
    return samples.reduce((sum, { value }) => sum + value, 0)
  }
  return { platforms, read, to: (minutes: number) => platforms.advanceTo(START_MS + minutes * MINUTE_MS) }
}

describe('the life of an event', () => {
  const jobs: Flow = {
    id: 'jobs',
    arrivals: { rate: 'rate' },
    wait: { median: 40, sigma: 0.6, max: 600 },
    work: { median: 20, sigma: 0.8, slow: { share: 0.1, median: 200, sigma: 0.3 }, max: 900 },
    emissions: [
      { metric: 'made_total', at: 'start' },
      { metric: 'begun_total', at: 'begin' },
      { metric: 'ended_total', at: 'end' },
      { metric: 'active', at: 'during' },
      { metric: 'waiting', at: 'waiting' },
      { metric: 'working', at: 'working' },
      { metric: 'wait_seconds', at: 'begin', observe: 'wait' },
      { metric: 'work_seconds', at: 'end', observe: 'duration' },
    ],
  }
  const model = modelOf(
    [
      ...['made_total', 'begun_total', 'ended_total', 'started_total', 'asked_total', 'closed_total'].map((name) =>
        counter(name),
      ),
      ...['active', 'waiting', 'working'].map((name) => gauge(name)),
      histogram('wait_seconds', [10, 30, 60, 120]),
      histogram('work_seconds', [10, 30, 60, 120, 300]),
    ],
    {
      levels: { rate: 2 },
      flows: [
        jobs,
        {
          id: 'begins',
          arrivals: { parent: 'jobs', at: 'begin' },
          emissions: [{ metric: 'started_total', at: 'start' }],
        },
        {
          id: 'asks',
          arrivals: { parent: 'jobs', at: 'start', each: 2.5 },
          emissions: [{ metric: 'asked_total', at: 'start' }],
        },
        { id: 'ends', arrivals: { parent: 'jobs', at: 'end' }, emissions: [{ metric: 'closed_total', at: 'start' }] },
      ],
    },
  )

  it('is counted without a gap, at every tick', () => {
    const { read, platforms } = run(model)
    for (let tick = 1; tick <= 400; tick++) {
      platforms.advanceTo(START_MS + tick * TICK_MS)
      const [made, begun, ended] = [read('made_total'), read('begun_total'), read('ended_total')]
      expect(read('active')).toBe(made - ended)
      expect(read('waiting')).toBe(made - begun)
      expect(read('working')).toBe(begun - ended)
      expect(read('wait_seconds_count')).toBe(begun)
      expect(read('work_seconds_count')).toBe(ended)
      expect(read('started_total')).toBe(begun)
      expect(read('closed_total')).toBe(ended)
    }
  })

  it('takes as long as its spreads say', () => {
    const { read, to } = run(model)
    to(6 * 60)
    const [begun, ended] = [read('begun_total'), read('ended_total')]
    // A lognormal's mean is median exp(sigma^2 / 2); with so many draws it is met within some percent.
    expect(read('wait_seconds_sum') / begun / (40 * Math.exp(0.18))).toBeCloseTo(1, 1)
    const work = 0.9 * 20 * Math.exp(0.32) + 0.1 * 200 * Math.exp(0.045)
    expect(read('work_seconds_sum') / ended / work).toBeCloseTo(1, 1)
    // Half of the draws are below the median.
    expect(read('wait_seconds_bucket', { le: '30.0' }) / begun).toBeLessThan(0.5)
    expect(read('wait_seconds_bucket', { le: '60.0' }) / begun).toBeGreaterThan(0.5)
    expect(read('asked_total') / read('made_total')).toBeCloseTo(2.5, 1)
  })

  it('obeys Little: as many are active as come in the time that one takes', () => {
    const { read, platforms } = run(model)
    let [sum, ticks] = [0, 0]
    for (let tick = 80; tick <= 2000; tick++) {
      platforms.advanceTo(START_MS + tick * TICK_MS)
      sum += read('active')
      ticks++
    }
    const seconds = 40 * Math.exp(0.18) + 0.9 * 20 * Math.exp(0.32) + 0.1 * 200 * Math.exp(0.045)
    expect(sum / ticks / (2 * seconds)).toBeCloseTo(1, 1)
  })
})

describe('attributes', () => {
  const model = modelOf(
    [
      {
        ...counter('requests_total'),
        together: [
          { method: 'GET', endpoint: '/a' },
          { method: 'POST', endpoint: '/b' },
        ],
        labels: { code: ['200', '201', '500'] },
      },
      counter('tasks_total', { status: ['started', 'succeeded', 'failed'] }),
      counter('bytes_total', { endpoint: ['/a', '/b'] }),
    ],
    {
      levels: { rate: 20, 'failure.a': 0, 'failure.b': 0.5, 'size.a': 100, 'size.b': 7 },
      flows: [
        {
          id: 'requests',
          arrivals: { rate: 'rate' },
          attributes: [
            {
              name: 'route',
              options: [
                { value: 'a', share: 0.25, sets: { method: 'GET', endpoint: '/a' } },
                { value: 'b', sets: { method: 'POST', endpoint: '/b' } },
              ],
            },
            { name: 'code', when: { attribute: 'route', value: 'a' }, options: [{ value: '200' }] },
            {
              name: 'code',
              when: { attribute: 'route', value: ['b'] },
              options: [{ value: '500', share: { level: 'failure', by: 'route' } }, { value: '201' }],
            },
            { name: 'outcome', options: [{ value: 'failed', share: 0.1 }, { value: 'succeeded' }] },
          ],
          emissions: [
            { metric: 'requests_total', at: 'start' },
            { metric: 'tasks_total', at: 'start', labels: { status: 'started' } },
            { metric: 'tasks_total', at: 'end', labels: { status: { attribute: 'outcome' } } },
            {
              metric: 'bytes_total',
              at: 'end',
              when: { attribute: 'code', value: ['200', '201'] },
              amount: { median: { level: 'size', by: 'route' }, sigma: 0 },
            },
          ],
        },
      ],
    },
  )

  it('are drawn by share, together and on conditions, and name series', () => {
    const { read, to } = run(model)
    to(60)
    const all = read('requests_total')
    expect(all / 3600 / 20).toBeCloseTo(1, 1)
    expect(read('requests_total', { endpoint: '/a' }) / all).toBeCloseTo(0.25, 1)
    expect(read('requests_total', { method: 'GET', code: '200' })).toBe(read('requests_total', { endpoint: '/a' }))
    expect(read('requests_total', { code: '500' }) / read('requests_total', { endpoint: '/b' })).toBeCloseTo(0.5, 1)
    expect(read('tasks_total', { status: 'started' })).toBe(all)
    expect(read('tasks_total', { status: 'failed' }) + read('tasks_total', { status: 'succeeded' })).toBe(all)
    expect(read('tasks_total', { status: 'failed' }) / all).toBeCloseTo(0.1, 1)
    // Without a spread an amount is exact.
    expect(read('bytes_total', { endpoint: '/a' })).toBe(100 * read('requests_total', { endpoint: '/a' }))
    expect(read('bytes_total', { endpoint: '/b' })).toBe(7 * read('requests_total', { code: '201' }))
  })

  it('make no series but those that can be', () => {
    const rows = createSamplePlatforms({ seed: 1, startMs: 0, models: [model] }).collect('p', 'p')[0]?.samples
    expect(rows?.map(({ labels }) => [...labels.values()].join(' '))).toEqual(
      ['GET /a', 'POST /b'].flatMap((route) => ['200', '201', '500'].map((code) => `${route} ${code}`)),
    )
  })
})

describe('what follows levels', () => {
  const model = modelOf(
    [
      counter('cpu_seconds_total', { mode: ['user', 'idle'] }),
      counter('errors_total'),
      counter('seen_total'),
      gauge('memory_bytes', { kind: ['total', 'used', 'free'] }),
      gauge('depth', { queue: ['a', 'b'] }),
      gauge('stored'),
      gauge('info', { version: ['1.2'] }),
      gauge('start_seconds'),
      gauge('uptime_seconds'),
      gauge('ends'),
    ],
    {
      levels: { user: 0.3, used: 700, errors: 2, 'in.a': 3, 'in.b': 1, 'out.a': 1, 'out.b': 4, seen: 1 },
      flows: [{ id: 'seen', arrivals: { rate: 'seen' }, emissions: [{ metric: 'seen_total', at: 'start' }] }],
      counters: [
        { metric: 'cpu_seconds_total', labels: { mode: 'user' }, rate: 'user' },
        { metric: 'cpu_seconds_total', labels: { mode: 'idle' }, rate: { difference: [1, 'user'] } },
        { metric: 'errors_total', rate: 'errors', whole: true },
      ],
      gauges: [
        { metric: 'memory_bytes', labels: { kind: 'total' }, value: 1000 },
        { metric: 'memory_bytes', labels: { kind: 'used' }, value: 'used' },
        {
          metric: 'memory_bytes',
          labels: { kind: 'free' },
          value: {
            difference: [
              { series: { metric: 'memory_bytes', labels: { kind: 'total' } } },
              { series: { metric: 'memory_bytes', labels: { kind: 'used' } } },
            ],
          },
        },
        {
          metric: 'depth',
          stock: { initial: 50, arriving: { level: 'in', by: 'queue' }, served: { level: 'out', by: 'queue' } },
        },
        { metric: 'stored', stock: { initial: 10, inflow: 'seen_total' } },
        { metric: 'info', value: 1 },
        { metric: 'start_seconds', startTime: true },
        { metric: 'uptime_seconds', uptime: true },
        {
          metric: 'ends',
          value: { max: [5, { min: [9, { product: [2, { quotient: ['used', 100] }] }] }, { sum: [1, 2] }] },
        },
      ],
    },
  )

  it('is there from the first scrape', () => {
    const { read } = run(model)
    expect(read('memory_bytes', { kind: 'free' })).toBe(300)
    expect(read('depth')).toBe(100)
    expect(read('info')).toBe(1)
    expect(read('start_seconds')).toBe(START_MS / 1000)
    expect(read('cpu_seconds_total')).toBe(0)
    expect(read('ends')).toBe(9)
  })

  it('moves as it says', () => {
    const { read, to } = run(model)
    to(10)
    expect(read('cpu_seconds_total', { mode: 'user' })).toBeCloseTo(180)
    expect(read('cpu_seconds_total', { mode: 'idle' })).toBeCloseTo(420)
    expect(read('errors_total') / 1200).toBeCloseTo(1, 0)
    expect(Number.isInteger(read('errors_total'))).toBe(true)
    expect(read('stored')).toBe(10 + read('seen_total'))
    expect(read('uptime_seconds')).toBe(600)
    // 3 in and 1 out a second for ten minutes; the other queue is served faster than it fills.
    expect(read('depth', { queue: 'a' }) / 1250).toBeCloseTo(1, 0)
    expect(read('depth', { queue: 'b' })).toBeLessThan(20)
  })
})

describe('targets', () => {
  const flow = (id: string, diesWith?: string): Flow => ({
    id,
    arrivals: { rate: 'rate' },
    ...(diesWith && { diesWith }),
    wait: { median: 60, sigma: 0.3 },
    work: { median: 60, sigma: 0.3 },
    emissions: [
      { metric: `${id}_total`, at: 'start' },
      { metric: `${id}_ended_total`, at: 'end' },
      { metric: `${id}_active`, at: 'during' },
      { metric: `${id}_waiting`, at: 'waiting' },
      { metric: `${id}_working`, at: 'working' },
    ],
  })
  const metricsOf = (id: string) => [
    counter(`${id}_total`),
    counter(`${id}_ended_total`),
    ...['active', 'waiting', 'working'].map((what) => gauge(`${id}_${what}`)),
  ]
  const incident = (id: string, targets: NonNullable<Incident['targets']>): Incident => ({
    id,
    title: id,
    effects: {},
    targets,
  })
  const model: PlatformModel = {
    ...modelOf([], {}),
    targets: [
      {
        job: 'api',
        instance: 'api:1',
        metrics: [...metricsOf('mortal'), ...metricsOf('lasting'), gauge('process_start_time_seconds')],
      },
      {
        job: 'other',
        instance: 'other:1',
        intervalMs: 30_000,
        metrics: [gauge('process_start_time_seconds'), counter('rest_total')],
      },
    ],
    levels: { rate: 1 },
    flows: [flow('mortal', 'api'), flow('lasting')],
    gauges: [
      { metric: 'api/process_start_time_seconds', startTime: true },
      { metric: 'other/process_start_time_seconds', startTime: true },
    ],
    incidents: [
      incident('crashes', { api: { restartEveryMs: 5 * MINUTE_MS } }),
      incident('lost', { api: { down: true } }),
      incident('replaced', { api: { down: true, restarts: true } }),
    ],
  }
  const ask = (incidentId: string, fromMinutes: number, toMinutes: number) => ({
    incidentId,
    startMs: START_MS + fromMinutes * MINUTE_MS,
    endMs: START_MS + toMinutes * MINUTE_MS,
  })

  it('restart: counters begin again, what dies with them is gone, what lasts goes on', () => {
    const { read, to, platforms } = run(model)
    platforms.ask('p', ask('crashes', 20, 26))
    to(20)
    const lastingActive = read('lasting_active', {}, 'api')
    expect(read('mortal_active', {}, 'api')).toBeGreaterThan(50)
    const starts: number[] = []
    for (let tick = 81; tick <= 140; tick++) {
      platforms.advanceTo(START_MS + tick * TICK_MS)
      starts.push((read('process_start_time_seconds', {}, 'api') * 1000 - START_MS) / MINUTE_MS)
      expect(read('mortal_active', {}, 'api')).toBe(
        read('mortal_total', {}, 'api') - read('mortal_ended_total', {}, 'api'),
      )
      expect(read('mortal_active', {}, 'api')).toBe(
        read('mortal_waiting', {}, 'api') + read('mortal_working', {}, 'api'),
      )
      expect(read('lasting_active', {}, 'api')).toBe(
        read('lasting_waiting', {}, 'api') + read('lasting_working', {}, 'api'),
      )
      expect(read('lasting_active', {}, 'api')).toBeGreaterThan(lastingActive / 2)
    }
    expect([...new Set(starts)]).toEqual([20, 25])
    expect(read('mortal_total', {}, 'api')).toBeLessThan(20 * 60)
    expect(read('process_start_time_seconds', {}, 'other')).toBe(START_MS / 1000)
  })

  it.each([
    ['lost', 0],
    ['replaced', 12],
  ])('%s: no scrape succeeds meanwhile', (id, startMinutes) => {
    const { read, to, platforms } = run(model)
    platforms.ask('p', ask(id, 10, 12))
    to(9)
    const before = read('mortal_total', {}, 'api')
    expect([9, 10, 11.9, 12].map((minute) => platforms.isDown('p', 'api', START_MS + minute * MINUTE_MS))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(platforms.isDown('p', 'other', START_MS + 11 * MINUTE_MS)).toBe(false)
    to(13)
    expect(read('mortal_total', {}, 'api') > before).toBe(id === 'lost')
    expect((read('process_start_time_seconds', {}, 'api') * 1000 - START_MS) / MINUTE_MS).toBe(startMinutes)
  })
})
