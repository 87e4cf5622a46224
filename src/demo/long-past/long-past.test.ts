import { describe, expect, it } from 'vitest'
import { hourlyHistory } from '../hourly-history'
import type { PlatformModel } from '../platform-model'
import { createSampleHistory } from '../sample-history'
import { SAMPLE_PLATFORMS, SAMPLE_SEED, sampleStartMs } from '../sample-platforms'
import { createSimulation } from '../simulation'
import { longPastModel } from './long-model'
import { COARSE_MS, createLongPast, longLabelsOf, longNamesOf, longSlotsOf } from './long-past'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** A Monday. */
const START_MS = Date.parse('2026-02-02T00:00:00Z')

const platforms = SAMPLE_PLATFORMS.map((model) => [model.id, model] as const)
const nameOf = (labels: ReadonlyMap<string, string>) => labels.get('__name__') ?? ''

/** All of a long past: its times, and the numbers of each series. */
function collect(model: PlatformModel, endMs: number, lengthMs: number) {
  const { labels, generate } = createLongPast({ model, seed: SAMPLE_SEED, endMs, lengthMs })
  const slices = [...generate()]
  const times = slices.flatMap(({ timesMs }) => [...timesMs])
  const columns = labels.map((_, i) => slices.flatMap(({ columns }) => [...(columns[i] ?? [])]))
  return { labels, times, columns }
}

describe('the series of a long past', () => {
  it('are those that cost, objectives and capacity are made of, named as the fine past names them', () => {
    expect([...longNamesOf(SAMPLE_PLATFORMS)].sort()).toEqual([
      'api_request_duration_seconds_bucket',
      'api_request_duration_seconds_count',
      'api_request_duration_seconds_sum',
      'api_requests_total',
      'cache_hits_total',
      'cache_misses_total',
      'celery_tasks_total',
      'job_duration_seconds_bucket',
      'job_duration_seconds_count',
      'job_duration_seconds_sum',
      'job_processing_duration_seconds_bucket',
      'job_processing_duration_seconds_count',
      'job_processing_duration_seconds_sum',
      'jobs_completed_total',
      'jobs_failed_total',
      'llm_requests_total',
      'minio_cluster_capacity_usable_free_bytes',
      'minio_cluster_capacity_usable_total_bytes',
      'node_filesystem_avail_bytes',
      'node_filesystem_size_bytes',
      'pipeline_cost_dollars_count',
      'pipeline_cost_dollars_sum',
      'pipeline_duration_seconds_bucket',
      'pipeline_duration_seconds_count',
      'pipeline_duration_seconds_sum',
      'storage_quota_bytes',
      'storage_used_bytes',
      'system_disk_usage_percent',
      'tokens_used_count',
      'tokens_used_sum',
      'user_jobs_completed_total',
    ])
    for (const model of SAMPLE_PLATFORMS) {
      const history = createSampleHistory({ ...span(START_MS), models: [model] })
      const fine = new Set(history.targets.flatMap(({ series }) => series.map((labels) => textOf(labels))))
      const long = longLabelsOf(model).map(textOf)
      expect(long.filter((labels) => !fine.has(labels))).toEqual([])
      expect(new Set(long).size).toBe(long.length)
      expect(new Set(longLabelsOf(model).map(nameOf))).toEqual(longNamesOf([model]))
    }
  })

  it.each(platforms)('of %s have their place in the whole model in the same order', (_, model) => {
    const whole = createSimulation(model, { seed: 1, startMs: START_MS, tickMs: 15_000 })
    const reduced = createSimulation(longPastModel(model), { seed: 1, startMs: START_MS, tickMs: COARSE_MS })
    const namesIn = ({ targets }: typeof whole) =>
      [...longSlotsOf({ targets })].map((slot) => {
        const target = targets.find(({ from, to }) => slot >= from && slot < to)
        const sample = target?.samples[slot - target.from]
        return `${target?.spec.job} ${sample?.name} ${[...(sample?.labels ?? [])].join()}`
      })
    expect(namesIn(reduced)).toEqual(namesIn(whole))
    expect(namesIn(whole)).toHaveLength(longLabelsOf(model).length)
  })
})

describe('the times of a long past', () => {
  const { times } = collect(SAMPLE_PLATFORMS[1] as PlatformModel, START_MS, 2 * DAY_MS)

  it('are whole multiples of the interval, and end with a last scrape just before the processes do', () => {
    const wanted = Array.from({ length: (2 * DAY_MS) / COARSE_MS }, (_, i) => START_MS - 2 * DAY_MS + i * COARSE_MS)
    expect(times).toEqual([...wanted, START_MS - 15_000])
  })

  it('leave two in each window of five minutes, so that no chart of a rate is a row of dots', () => {
    const window = 5 * MINUTE_MS
    for (let endMs = START_MS - DAY_MS; endMs < START_MS - DAY_MS + HOUR_MS; endMs += 1000) {
      // Open on the left, as Prometheus 3 has it: the fewest.
      const within = times.filter((timeMs) => timeMs > endMs - window && timeMs <= endMs)
      expect(within.length).toBeGreaterThanOrEqual(2)
    }
  })

  it('are at both ends of an hour, so that what it counted is what its increase says', () => {
    expect((HOUR_MS / COARSE_MS) % 1).toBe(0)
    const platform = { platform: 'pipeline', name: 'pipeline_cost_dollars_sum' }
    const truth = hourlyHistory({ ...platform, endMs: START_MS, hours: 20 })
    const { labels, times, columns } = collect(SAMPLE_PLATFORMS[1] as PlatformModel, START_MS, 2 * DAY_MS)
    const totalAt = (timeMs: number) =>
      sum(labels.map((one, i) => (nameOf(one) === platform.name ? (columns[i]?.[times.indexOf(timeMs)] ?? 0) : 0)))
    // The last hour ends with the last scrape.
    for (let hour = 0; hour < 19; hour++) {
      const endMs = START_MS - (19 - hour) * HOUR_MS
      // Eight series, each a ten thousandth less at most.
      expect(Math.abs(totalAt(endMs) - totalAt(endMs - HOUR_MS) - (truth[hour] ?? 0))).toBeLessThan(0.001)
    }
  })
})

describe('a long past', () => {
  it.each(platforms)('of %s is the same each time it is made, and never falls but where a gauge does', (_, model) => {
    const made = collect(model, START_MS, DAY_MS)
    expect(collect(model, START_MS, DAY_MS)).toEqual(made)
    const gauges = new Set(
      model.targets.flatMap(({ metrics }) => metrics.filter(({ type }) => type === 'gauge').map(({ name }) => name)),
    )
    made.labels.forEach((labels, i) => {
      if (gauges.has(nameOf(labels))) return
      const column = made.columns[i] ?? []
      expect(column.some((value, place) => value < (column[place - 1] ?? 0))).toBe(false)
    })
  })

  it('is the same for whoever looks within six hours', () => {
    const nowMs = Date.parse('2026-02-04T12:00:00Z')
    expect(sampleStartMs(nowMs)).toBe(sampleStartMs(nowMs + 6 * HOUR_MS - 1))
  })

  /**
   * Counts of events are Poisson, and their levels the same: the difference of two counts has the standard deviation of the root of
   * their sum, a little more where a drift or an incident makes them come in bursts. Of a hundred comparisons the largest lies near 3 of
   * them; what incidents do at the border of a tick may be 1 % of all.
   */
  const close = (fine: number, coarse: number) => {
    expect(Math.abs(coarse - fine)).toBeLessThan(4.5 * Math.sqrt(fine + coarse + 1) + 0.01 * fine)
  }

  it.each(platforms)('of %s counts in three days what the fine past counts', (_, model) => {
    // As the long past has it: a target that is away or restarts is another story.
    const steady: PlatformModel = {
      ...model,
      flows: model.flows.map(({ diesWith: _diesWith, ...flow }) => flow),
      incidents: model.incidents.map(({ targets: _targets, ...incident }) => incident),
    }
    const startMs = START_MS - 3 * HOUR_MS
    const fine = createSimulation(steady, { seed: SAMPLE_SEED, startMs, tickMs: 15_000 })
    const coarse = createSimulation(longPastModel(model), {
      seed: SAMPLE_SEED,
      startMs,
      tickMs: COARSE_MS,
      coarse: { grownAtMs: 0 },
    })
    const read = (simulation: typeof fine) =>
      Float64Array.from(longSlotsOf(simulation), (slot) => simulation.values[slot] as number)
    const grown = [fine, coarse].map((simulation) => {
      simulation.advanceTo(START_MS)
      const before = read(simulation)
      simulation.advanceTo(START_MS + 3 * DAY_MS)
      return read(simulation).map((value, i) => value - (before[i] as number))
    })
    const sums = new Map<string, [number, number]>()
    longLabelsOf(model).forEach((labels, i) => {
      const name = nameOf(labels)
      // Attempts that an incident of 20 minutes makes 280 times as many hang on when the jobs before them begin.
      if (!/_total$|_count$|_bucket$/.test(name) || labels.get('status') === 'retried') return
      const key = [name, 'le', 'status', 'status_code', 'model', 'backend', 'task_name']
        .map((l) => labels.get(l))
        .join()
      const sum = sums.get(`${name},${key}`) ?? [0, 0]
      sums.set(`${name},${key}`, [sum[0] + (grown[0]?.[i] ?? 0), sum[1] + (grown[1]?.[i] ?? 0)])
    })
    expect(sums.size).toBeGreaterThan(15)
    for (const [fine, coarse] of sums.values()) close(fine, coarse)
  })

  /*
   * Of three days' 2.3 million tokens an hour chance is nothing; growth makes their mean 1.4 % less. Of 33,000 jobs, 1,900 of them in the
   * dear hours that make a quarter of the dollars, two sums differ by 1.2 % (one standard deviation), and growth is 0.9 %.
   */
  it.each([
    ['shorts', 'tokens_used_sum', 0.03],
    ['pipeline', 'pipeline_cost_dollars_sum', 0.06],
  ])('has of %s the %s that the fine past has', (platform, name, tolerance) => {
    const model = SAMPLE_PLATFORMS.find(({ id }) => id === platform) as PlatformModel
    const fine = createSimulation(model, { seed: SAMPLE_SEED, startMs: START_MS - 3 * HOUR_MS, tickMs: 15_000 })
    const slots = longSlotsOf(fine).filter((_, i) => nameOf(longLabelsOf(model)[i] ?? new Map()) === name)
    const total = () => slots.reduce((sum, slot) => sum + (fine.values[slot] as number), 0)
    fine.advanceTo(START_MS)
    const before = total()
    fine.advanceTo(START_MS + 3 * DAY_MS)
    const hours = hourlyHistory({ platform, name, endMs: START_MS + 3 * DAY_MS, hours: 72 })
    expect(Math.abs(sum(hours) / (total() - before) - 1)).toBeLessThan(tolerance)
  })
})

describe('hourlyHistory', () => {
  const weeks = hourlyHistory({ platform: 'trends', name: 'api_requests_total', endMs: START_MS, hours: 28 * 24 })
  const ofDay = (day: number) => sum(weeks.subarray(day * 24, (day + 1) * 24))

  it('has the rhythm of a day and of a week', () => {
    // Of this platform's readers 0.36 at three, 1.3 at nine; 0.66 on Saturday and 0.62 on Sunday of 1.04 to 1.08 else.
    const at = (hour: number) => sum(Array.from({ length: 28 }, (_, day) => weeks[day * 24 + hour] ?? 0))
    expect(at(3) / at(9)).toBeLessThan(0.4)
    for (let week = 0; week < 4; week++) {
      const [first = 0, ...others] = Array.from({ length: 7 }, (_, day) => ofDay(week * 7 + day))
      const [saturday = 0, sunday = 0] = others.slice(4)
      const workday = Math.min(first, ...others.slice(0, 4))
      expect(saturday / workday).toBeLessThan(0.75)
      expect(sunday / workday).toBeLessThan(0.7)
    }
  })

  it('grows from week to week, by what the model says', () => {
    const ofWeek = (week: number) => sum(weeks.subarray(week * 168, (week + 1) * 168))
    // 0.5 % of the last a day, so 3.5 % a week and 10.5 % from the middle of the first to that of the fourth.
    expect(ofWeek(0) / ofWeek(3)).toBeGreaterThan((1 - 0.005 * 24.5) / (1 - 0.005 * 3.5) - 0.01)
    expect(ofWeek(0) / ofWeek(3)).toBeLessThan((1 - 0.005 * 24.5) / (1 - 0.005 * 3.5) + 0.01)
  })

  it.each([
    ['a platform', { platform: 'nope', name: 'tokens_used_sum' }],
    ['a counter', { platform: 'shorts', name: 'nope_total' }],
    ['a label', { platform: 'shorts', name: 'tokens_used_sum', where: { model: 'nope' } }],
  ])('refuses %s that is not there', (_, options) => {
    expect(() => hourlyHistory({ ...options, endMs: START_MS, hours: 1 })).toThrow('sample platform')
  })
})

describe('the seam', () => {
  it.each(platforms)('of %s is a restart that loses nothing: zeros where the fine past starts', (_, model) => {
    const history = createSampleHistory({ ...span(START_MS), models: [model] })
    for (const _blocks of history.generate(model.id));
    const warmUp = history.warmUp(model.id)
    const steps = Array.from(warmUp?.timesMs ?? [], (timeMs) => timeMs - START_MS)
    expect(steps).toEqual(Array.from({ length: (3 * HOUR_MS) / COARSE_MS }, (_, i) => i * COARSE_MS))
    longLabelsOf(model).forEach((labels, i) => {
      const column = warmUp?.columns[i] ?? []
      if (/_total$|_sum$|_count$|_bucket$/.test(nameOf(labels))) expect(column[0]).toBe(0)
    })
  })

  it('has numbers in the warm-up that are at most those of the first fine scrape, so that nothing seems restarted there', () => {
    const model = SAMPLE_PLATFORMS[1] as PlatformModel
    const history = createSampleHistory({ ...span(START_MS), models: [model] })
    const [first] = [...history.generate(model.id)].flat()
    const warmUp = history.warmUp(model.id)
    longLabelsOf(model).forEach((labels, i) => {
      const series = first?.target.series.findIndex((one) => textOf(one) === textOf(labels)) ?? -1
      if (series < 0 || nameOf(labels).startsWith('node_')) return
      expect(warmUp?.columns[i]?.at(-1)).toBeLessThanOrEqual(first?.columns[series]?.[0] ?? -1)
    })
  })
})

const span = (startMs: number) => ({
  seed: SAMPLE_SEED,
  startMs,
  fromMs: startMs + 3 * HOUR_MS,
  toMs: startMs + 3 * HOUR_MS + 15_000,
  intervalMs: 15_000,
})

const textOf = (labels: ReadonlyMap<string, string>) => [...labels].map((pair) => pair.join('=')).join(' ')
const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, one) => total + one, 0)
