import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MetricFamily } from './metric-family'
import type { PlatformModel } from './platform-model'
import { shorts } from './platforms/shorts'
import { createSamplePlatforms } from './sample-platforms'

const START_MS = Date.parse('2026-01-28T12:00:00Z')
const MINUTE_MS = 60_000

const createShorts = (seed: number) => createSamplePlatforms({ seed, startMs: START_MS, models: [shorts] })

/** Sum of the samples of this name whose labels match. */
function total(families: readonly MetricFamily[], name: string, where: Readonly<Record<string, string>> = {}): number {
  return families
    .flatMap(({ samples }) => samples)
    .filter((sample) => sample.name === name && Object.entries(where).every(([k, v]) => sample.labels.get(k) === v))
    .reduce((sum, { value }) => sum + value, 0)
}

/** Families of shorts each 5 minutes over 3 hours, through an LLM, a database and a batch incident. */
const history = (() => {
  const platforms = createShorts(3)
  return Array.from({ length: 36 }, (_, i) => {
    platforms.advanceTo(START_MS + (i + 1) * 5 * MINUTE_MS)
    return platforms.collect('shorts', 'shorts')
  })
})()
const last = history.at(-1) ?? []

describe('determinism', () => {
  it('does not depend on how the clock is advanced', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.integer({ min: -20_000, max: 120_000 }), { maxLength: 20 }),
        (seed, steps) => {
          const endMs = START_MS + 15 * MINUTE_MS
          const jump = createShorts(seed)
          jump.advanceTo(endMs)
          const walk = createShorts(seed)
          let nowMs = START_MS
          for (const step of steps) {
            nowMs = Math.min(endMs, nowMs + step)
            walk.advanceTo(nowMs)
            walk.collect('shorts', 'shorts')
          }
          walk.advanceTo(endMs)
          expect(walk.collect('shorts', 'shorts')).toEqual(jump.collect('shorts', 'shorts'))
        },
      ),
      { numRuns: 15 },
    )
  })

  it('depends on the seed', () => {
    const other = createShorts(4)
    other.advanceTo(START_MS + 5 * MINUTE_MS)
    expect(other.collect('shorts', 'shorts')).not.toEqual(history[0])
  })
})

describe('laws of the formats', () => {
  it('counters and bucket counts never fall', () => {
    for (let i = 1; i < history.length; i++) {
      history[i]?.forEach((family, f) => {
        if (family.type === 'gauge') return
        family.samples.forEach((sample, s) => {
          expect(sample.value).toBeGreaterThanOrEqual(history[i - 1]?.[f]?.samples[s]?.value ?? 0)
        })
      })
    }
  })

  it('buckets are cumulative, +Inf equals _count, and _sum lies within what the buckets allow', () => {
    for (const family of history.flat().filter(({ type }) => type === 'histogram')) {
      let before = 0
      let lowest = 0
      let lowerBound = 0
      for (const { name, labels, value } of family.samples) {
        if (name.endsWith('_bucket')) {
          expect(value).toBeGreaterThanOrEqual(before)
          lowest += (value - before) * lowerBound
          lowerBound = Number(labels.get('le')?.replace('+Inf', 'Infinity'))
          before = value
        } else if (name.endsWith('_sum')) {
          expect(value).toBeGreaterThanOrEqual(lowest)
        } else {
          expect(value).toBe(before)
          before = lowest = lowerBound = 0
        }
      }
    }
  })

  it('has no series twice and the same series from the first scrape on', () => {
    const names = (families: readonly MetricFamily[] = []) =>
      families.flatMap(({ samples }) => samples.map(({ name, labels }) => JSON.stringify([name, ...labels])))
    const first = names(createShorts(3).collect('shorts', 'shorts'))
    expect(new Set(first).size).toBe(first.length)
    for (const families of history) expect(names(families)).toEqual(first)
  })
})

describe('shorts reconciles', () => {
  it('active jobs are created minus completed jobs, and bounded', () => {
    for (const families of history) {
      const active = total(families, 'active_jobs')
      expect(active).toBe(total(families, 'jobs_created_total') - total(families, 'jobs_completed_total'))
      expect(active).toBeGreaterThanOrEqual(0)
      expect(active).toBeLessThan(400)
    }
  })

  it('every completed job has a duration', () => {
    for (const job_type of ['script', 'video', 'voiceover', 'captions']) {
      expect(total(last, 'job_duration_seconds_count', { job_type })).toBe(
        total(last, 'jobs_completed_total', { job_type }),
      )
    }
  })

  it('every LLM call has a latency and tokens', () => {
    for (const model of ['gemini-2.0-flash', 'gpt-4o-mini', 'claude-3-5-haiku']) {
      const calls = total(last, 'llm_requests_total', { model })
      expect(calls).toBeGreaterThan(0)
      expect(total(last, 'llm_latency_seconds_count', { model })).toBe(calls)
      expect(total(last, 'tokens_used_count', { model })).toBe(calls)
    }
  })

  it('LLM calls are cache misses, but for those in flight', () => {
    for (const families of history) {
      const inFlight = total(families, 'cache_misses_total') - total(families, 'llm_requests_total')
      expect(inFlight).toBeGreaterThanOrEqual(0)
      expect(inFlight).toBeLessThan(60)
    }
  })

  it('has the proportions of its picture', () => {
    const share = (part: number, all: number) => part / all
    const completed = total(last, 'jobs_completed_total')
    const hits = total(last, 'cache_hits_total')
    expect(completed / (3 * 3600)).toBeGreaterThan(2)
    expect(completed / (3 * 3600)).toBeLessThan(6)
    expect(share(total(last, 'jobs_completed_total', { status: 'success' }), completed)).toBeGreaterThan(0.96)
    // One of the three hours' slots is the cache flush.
    expect(share(hits, hits + total(last, 'cache_misses_total'))).toBeGreaterThan(0.55)
  })
})

describe('incidents', () => {
  it('recur by the wall clock', () => {
    const platforms = createShorts(3)
    expect(platforms.incidentsAt('shorts', Date.parse('2026-01-28T15:25:00Z'))).toEqual(['llm-errors'])
    expect(platforms.incidentsAt('shorts', Date.parse('2026-01-28T15:40:00Z'))).toEqual([])
  })

  it('can be asked for: no traffic leaves every counter where it is', () => {
    const platforms = createShorts(3)
    const idleMs = START_MS + 5 * MINUTE_MS
    platforms.ask('shorts', { incidentId: 'no-traffic', startMs: idleMs, endMs: idleMs + 30 * MINUTE_MS })
    // The longest job takes less than 10 minutes with its wait.
    platforms.advanceTo(idleMs + 10 * MINUTE_MS)
    const before = platforms.collect('shorts', 'shorts')
    platforms.advanceTo(idleMs + 20 * MINUTE_MS)
    expect(total(platforms.collect('shorts', 'shorts'), 'jobs_created_total')).toBe(total(before, 'jobs_created_total'))
    expect(total(before, 'active_jobs')).toBe(0)
    platforms.advanceTo(idleMs + 40 * MINUTE_MS)
    expect(total(platforms.collect('shorts', 'shorts'), 'active_jobs')).toBeGreaterThan(0)
  })

  it('refuses names the model does not have', () => {
    const platforms = createShorts(3)
    const ask = { incidentId: 'nope', startMs: 0, endMs: 1 }
    expect(() => platforms.ask('shorts', ask)).toThrow('shorts has no incident nope')
    expect(() => platforms.ask('other', ask)).toThrow('no sample platform other')
  })
})

describe('the engine', () => {
  const nightOff: PlatformModel = {
    id: 'p',
    title: 'P',
    targets: [
      {
        job: 'p',
        instance: 'p:1',
        metrics: [
          { name: 'calls_total', help: 'Calls.', type: 'counter' },
          { name: 'bytes_total', help: 'Bytes.', type: 'counter' },
          { name: 'depth', help: 'Depth.', type: 'gauge', labels: { queue: ['a', 'b'] } },
        ],
      },
    ],
    levels: {
      rate: {
        base: 1,
        rhythm: { hours: Array.from({ length: 24 }, (_, h) => (h < 12 ? 0 : 1)), weekdays: [1, 1, 1, 1, 1, 1, 1] },
      },
      size: 1000,
      depth: 7,
    },
    flows: [
      {
        id: 'calls',
        arrivals: { rate: 'rate' },
        emissions: [
          { metric: 'calls_total', at: 'start' },
          { metric: 'bytes_total', at: 'start', amount: { median: 'size', sigma: 0.5, whole: true } },
        ],
      },
    ],
    gauges: [{ metric: 'depth', labels: { queue: 'b' }, value: 'depth' }],
    incidents: [],
  }

  it('has nights without traffic', () => {
    const startMs = Date.parse('2026-01-28T00:00:00Z')
    const platforms = createSamplePlatforms({ seed: 1, startMs, models: [nightOff] })
    platforms.advanceTo(startMs + 10.9 * 60 * MINUTE_MS)
    expect(total(platforms.collect('p', 'p'), 'calls_total')).toBe(0)
    platforms.advanceTo(startMs + 14 * 60 * MINUTE_MS)
    expect(total(platforms.collect('p', 'p'), 'calls_total')).toBeGreaterThan(5000)
    expect(total(platforms.collect('p', 'p'), 'bytes_total')).toBeGreaterThan(5_000_000)
    expect(total(platforms.collect('p', 'p'), 'depth', { queue: 'b' })).toBe(7)
  })

  it('names a level or a metric that the model lacks', () => {
    const broken: PlatformModel = { ...nightOff, levels: {} }
    expect(() => createSamplePlatforms({ seed: 1, startMs: 0, models: [broken] })).toThrow('the model p has no level')
  })
})
