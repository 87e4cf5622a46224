import type { SeriesSlice } from '~/domain/promql/queryable'
import type { Random } from '../random'
import { buildSeries, counter, DATA_START_MS, scrapeTimes } from './build'

const INSTANCES = [
  { job: 'api', instance: '10.0.0.1:9100' },
  { job: 'api', instance: '10.0.0.2:9100' },
  { job: 'worker', instance: '10.0.0.3:9100' },
  { job: 'worker', instance: 'worker-4:9100' },
] as const
const MINUTE = 60_000

/** What well-behaved services export: counters, gauges, info metrics, a histogram and a summary. */
export function serviceSeries(random: Random): SeriesSlice[] {
  return [...requests(random), ...jobs(random), ...gauges(random), ...info(random), ...latency(random)]
}

/** Counters with resets, a restart of one instance, and one label set that begins late. */
function requests(random: Random): SeriesSlice[] {
  const all: SeriesSlice[] = []
  for (const target of INSTANCES) {
    const restart = random.between(30, 80) * MINUTE
    const times = scrapeTimes(random, {
      everyMs: 15_000,
      jitterMs: random.pick([0, 5, 900, 7000]),
      gaps: random.chance(0.5) ? [[restart, restart + random.pick([16_000, 61_000, 7 * MINUTE])]] : [],
    })
    for (const method of ['GET', 'POST']) {
      for (const code of ['200', '404', '500']) {
        const busy = code === '200' ? random.between(1, 40) : 1
        const next = counter(random, () => (random.chance(0.7) ? random.between(0, busy) : 0))
        const beginsMs = code === '500' ? random.between(0, 60) * MINUTE : 0
        all.push(
          buildSeries('http_requests_total', { ...target, method, code }, times, (timeMs) => {
            const value = next()
            return timeMs - DATA_START_MS >= beginsMs ? value : undefined
          }),
        )
      }
    }
  }
  return all
}

/** Counters of another shape: fractions, jumps by a billion, and one that counts beyond 2^53. */
function jobs(random: Random): SeriesSlice[] {
  const all: SeriesSlice[] = []
  for (const target of INSTANCES.slice(0, 3)) {
    const times = scrapeTimes(random, { everyMs: 10_000, jitterMs: 40 })
    for (const model of ['small', 'large', 'xl-2']) {
      const grow = { small: () => random.next(), large: () => random.gauss() ** 2 * 1e3, 'xl-2': () => jump(random) }[
        model
      ]
      const next = counter(random, grow ?? random.next, 0.002)
      all.push(buildSeries('jobs_created_total', { ...target, model }, times, next))
    }
  }
  const times = scrapeTimes(random, { everyMs: 30_000 })
  for (const device of ['eth0', 'lo']) {
    const next = counter(random, () => random.between(0, 2 ** 31) * 2 ** 25, 0)
    all.push(buildSeries('node_bytes_total', { instance: '10.0.0.1:9100', device }, times, next))
  }
  return all
}

const jump = (random: Random) => (random.chance(0.03) ? 1e9 : random.between(0, 3))

function gauges(random: Random): SeriesSlice[] {
  const all: SeriesSlice[] = []
  const times = scrapeTimes(random, { everyMs: 15_000, jitterMs: 3 })
  for (const target of INSTANCES) {
    for (const queue of ['mail', 'video']) {
      let depth = random.between(-2, 5)
      const walk = () => {
        depth += random.between(-2, 2)
        return depth
      }
      all.push(buildSeries('queue_depth', { ...target, queue }, times, walk))
    }
    const total = random.between(1, 64) * 2 ** 30
    all.push(buildSeries('mem_total_bytes', { instance: target.instance }, times, () => total))
    all.push(
      buildSeries('mem_used_bytes', { instance: target.instance }, times, () => Math.floor(random.next() * total)),
    )
    const started = Math.floor((DATA_START_MS / 1000) * random.pick([1, 0.999, 0.5, 0.01, -0.2])) + random.next()
    all.push(buildSeries('start_time_seconds', { ...target }, times, () => started))
    all.push(buildSeries('up', { ...target }, times, () => (random.chance(0.9) ? 1 : 0)))
  }
  for (const [zone, sensor] of [
    ['north', 'a'],
    ['north', 'b'],
    ['south', 'a'],
    ['', 'c'],
  ] as const) {
    const phase = random.next() * 7
    const wave = (timeMs: number) => 20 * Math.sin(timeMs / 1e6 + phase) + random.gauss()
    all.push(
      buildSeries(
        'temperature_celsius',
        { zone, sensor },
        scrapeTimes(random, { everyMs: 20_000, jitterMs: 999 }),
        wave,
      ),
    )
  }
  return all
}

/** The "one" side of many-to-one: versions that change in mid-air, teams of some instances only, limits of some queues. */
function info(random: Random): SeriesSlice[] {
  const all: SeriesSlice[] = []
  const times = scrapeTimes(random, { everyMs: 15_000, jitterMs: 3 })
  const switched = DATA_START_MS + random.between(40, 80) * MINUTE
  for (const { instance } of INSTANCES) {
    for (const version of ['1.9.0', '1.10.0']) {
      const write = (timeMs: number, i: number) => {
        if (timeMs < switched) return version === '1.9.0' ? 1 : undefined
        if (version === '1.10.0') return 1
        return (times[i - 1] ?? 0) < switched ? 'stale' : undefined
      }
      const series = buildSeries('build_info', { instance, version, commit: `c${version.length}` }, times, write)
      all.push(series)
    }
  }
  for (const { instance } of INSTANCES.slice(0, 3)) {
    all.push(buildSeries('instance_team', { instance, team: random.pick(['red', 'blue']) }, times, () => 1))
  }
  all.push(buildSeries('queue_limit', { queue: 'mail' }, times, () => 3))
  all.push(buildSeries('queue_limit', { queue: 'paper' }, times, () => 7))
  for (const model of ['small', 'large'])
    all.push(buildSeries('model_cost', { model }, times, () => random.pick([0.5, 2])))
  return all
}

const BOUNDS = ['0.05', '0.1', '0.25', '1', '2.5', '+Inf']

function latency(random: Random): SeriesSlice[] {
  const all: SeriesSlice[] = []
  for (const target of INSTANCES.slice(0, 3)) {
    const times = scrapeTimes(random, { everyMs: 15_000, jitterMs: 200 })
    const steps = times.map(() => BOUNDS.map(() => random.between(0, 5)))
    const reset = random.chance(0.5) ? random.between(10, times.length - 10) : -1
    const cumulate = (bound: number) => {
      let value = 0
      return (_timeMs: number, i: number) => {
        if (i === reset) value = 0
        for (const grown of steps[i]?.slice(0, bound + 1) ?? []) value += grown
        return value
      }
    }
    for (const [bound, le] of BOUNDS.entries()) {
      all.push(buildSeries('request_seconds_bucket', { ...target, le }, times, cumulate(bound)))
    }
    all.push(buildSeries('request_seconds_count', target, times, cumulate(BOUNDS.length)))
    all.push(buildSeries('request_seconds_sum', target, times, counter(random, random.next, 0)))
    for (const quantile of ['0.5', '0.99']) {
      const value = () => (random.chance(0.1) ? Number.NaN : Number(quantile) + random.next() / 10)
      all.push(buildSeries('rpc_seconds', { ...target, quantile }, times, value))
    }
  }
  return all
}
