import { expect, test } from 'vitest'
import { decodeWalReplay } from '~/data/prometheus/start-check'
import { createTsdb } from '~/domain/tsdb/tsdb'
import { createFakeTime, settled } from '~/testing/fake-schedule'
import { createEngine, evaluationOptions } from './engine'
import { createLateRules } from './late-rules'
import { createRulesLoop } from './rules-loop'

const MINUTE_MS = 60_000

test('after sleep what is due is made up for one group at a time, oldest first, with room between for questions', async () => {
  const time = createFakeTime(Date.UTC(2026, 0, 5))
  const tsdb = createTsdb()
  let sleptMs = 0
  const slices: (() => void)[] = []
  const group = (name: string) => `- name: ${name}\n  rules: [{record: 'is:${name}', expr: 'time()'}]\n`
  const loop = createRulesLoop({
    files: ['http://lookout.example/rules/a.yml'],
    fetchText: async () => `groups:\n${group('one')}${group('two')}`,
    tsdb,
    nowMs: () => time.now() + sleptMs,
    evaluation: evaluationOptions(MINUTE_MS),
    intervalMs: MINUTE_MS,
    externalUrl: 'http://lookout.example/',
    schedule: time.schedule,
    later: (run) => slices.push(run),
  })
  /** Samples of each group's series. */
  const written = () => {
    const found = tsdb.select([{ name: '__name__', op: '=~', value: 'is:.*' }], 0, Number.MAX_SAFE_INTEGER)
    return found.map(({ timesMs }) => timesMs.length).sort((left, right) => left - right)
  }
  const finish = () => {
    for (let slice = slices.shift(); slice !== undefined; slice = slices.shift()) slice()
  }
  loop.start(0)
  await settled()
  finish()
  const before = written().reduce((sum, count) => sum + count, 0)
  sleptMs = 3 * MINUTE_MS
  await time.advance(1_000)
  expect(written().reduce((sum, count) => sum + count, 0)).toBe(before + 1)
  const counts: (readonly number[])[] = []
  while (slices.length > 0) {
    slices.shift()?.()
    counts.push(written())
  }
  expect(counts.every(([least = 0, most = 0]) => most - least <= 1)).toBe(true)
  expect(counts.at(-1)?.reduce((sum, count) => sum + count, 0)).toBe(before + 6)
  loop.stop()
})

test('questions for alerts wait until rules were evaluated for the past, all others do not', async () => {
  const time = createFakeTime(Date.UTC(2026, 0, 5))
  const slices: (() => void)[] = []
  const tsdb = createTsdb()
  const loop = createRulesLoop({
    files: ['http://lookout.example/rules/a.yml'],
    fetchText: async () => 'groups: [{name: a, rules: [{alert: Always, expr: vector(1)}]}]',
    tsdb,
    nowMs: time.now,
    evaluation: evaluationOptions(MINUTE_MS),
    intervalMs: MINUTE_MS,
    externalUrl: 'http://lookout.example/',
    schedule: time.schedule,
    later: (run) => slices.push(run),
  })
  const feed = { start() {}, stop() {}, whenReady: async () => {}, pastMs: 10 * MINUTE_MS, targets: () => ({}) }
  const { answer, start, stop } = createEngine({ tsdb, feed, rules: loop, nowMs: time.now, evaluationMs: MINUTE_MS })
  const bodies = new Map<string, string>()
  const ask = (path: string, query = '') =>
    void answer({ path: `/api/v1/${path}`, parameters: new URLSearchParams({ query }) }).then(({ body }) =>
      bodies.set(path === 'query' ? query : path, body),
    )
  const past = `count_over_time(ALERTS{alertname="Always"}[10m])`
  start()
  ask('query', past)
  ask('query', 'vector(7)')
  ask('rules')
  ask('status/walreplay')
  await settled()
  const replay = () => decodeWalReplay(JSON.parse(bodies.get('status/walreplay') ?? ''))
  expect([...bodies.keys()].sort()).toEqual(['status/walreplay', 'vector(7)'])
  // As a Prometheus that starts says it, for who asks for rules only when they are there.
  expect(replay()).toBe(0)
  for (let slice = slices.shift(); slice !== undefined; slice = slices.shift()) slice()
  await settled()
  ask('status/walreplay')
  await settled()
  expect([...bodies.keys()].sort()).toEqual([past, 'rules', 'status/walreplay', 'vector(7)'])
  expect(replay()).toBeUndefined()
  // An evaluation a minute.
  expect(bodies.get(past)).toMatch(/"(?:9|10|11)"\]/)
  expect(bodies.get('rules')).toContain('"name":"Always"')
  stop()
})

test('without rule files, and with a loop that cannot be loaded, nobody waits', async () => {
  const time = createFakeTime(Date.UTC(2026, 0, 5))
  const loop = createRulesLoop({
    files: [],
    fetchText: async () => '',
    tsdb: createTsdb(),
    nowMs: time.now,
    evaluation: evaluationOptions(MINUTE_MS),
    intervalMs: MINUTE_MS,
    externalUrl: '',
    schedule: time.schedule,
    later: (run) => run(),
  })
  loop.start(MINUTE_MS)
  await loop.whenReady()
  const late = createLateRules(() => Promise.reject(new Error('offline')))
  late.start(MINUTE_MS)
  await late.whenReady()
  expect(late.rules()).toMatchObject({ faults: [{ message: 'offline' }] })
})

test('of a long past what is old is evaluated less often, but never so seldom that a series would end', async () => {
  const time = createFakeTime(Date.UTC(2026, 0, 5))
  const tsdb = createTsdb()
  const loop = createRulesLoop({
    files: ['http://lookout.example/rules/a.yml'],
    fetchText: async () => 'groups: [{name: a, rules: [{record: "is:one", expr: vector(1)}]}]',
    tsdb,
    nowMs: time.now,
    evaluation: evaluationOptions(MINUTE_MS),
    intervalMs: MINUTE_MS / 4,
    externalUrl: '',
    schedule: time.schedule,
    later: (run) => run(),
  })
  loop.start(600 * MINUTE_MS)
  await loop.whenReady()
  const [series] = tsdb.select([{ name: '__name__', op: '=', value: 'is:one' }], 0, Number.MAX_SAFE_INTEGER)
  const times = [...(series?.timesMs ?? [])]
  const gaps = times.slice(1).map((timeMs, i) => timeMs - (times[i] ?? 0))
  expect(times[0]).toBeLessThan(time.now() - 597 * MINUTE_MS)
  expect(Math.max(...gaps)).toBe(2 * MINUTE_MS)
  const recent = gaps.filter((_, i) => (times[i] ?? 0) > time.now() - 119 * MINUTE_MS)
  expect(new Set(recent)).toEqual(new Set([MINUTE_MS / 4]))
  loop.stop()
})
