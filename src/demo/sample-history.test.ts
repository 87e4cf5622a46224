import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlatformModel } from './platform-model'
import { createSampleHistory, type HistoryBlock } from './sample-history'
import { createSamplePlatforms, SAMPLE_PLATFORMS, sampleStartMs } from './sample-platforms'
import { PRESENCE } from './scraper'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const START_MS = Date.parse('2026-01-28T06:00:00Z')
const FROM_MS = START_MS + 90 * MINUTE_MS
const TO_MS = START_MS + 4 * HOUR_MS + 7_000
const INTERVAL_MS = 15_000

const tiny: PlatformModel = {
  id: 'tiny',
  title: 'Tiny',
  targets: [
    { job: 'quick', instance: 'quick:1', metrics: [{ name: 'calls_total', help: 'Calls.', type: 'counter' }] },
    {
      job: 'slow',
      instance: 'slow:1',
      intervalMs: 30_000,
      metrics: [{ name: 'load', help: 'Load.', type: 'gauge', labels: { cpu: ['0', '1'] } }],
    },
  ],
  levels: { rate: 3, load: { base: 1, drift: { share: 0.5, periodMs: 10 * MINUTE_MS } } },
  flows: [{ id: 'calls', arrivals: { rate: 'rate' }, emissions: [{ metric: 'calls_total', at: 'start' }] }],
  gauges: [{ metric: 'load', value: 'load' }],
  incidents: [
    {
      id: 'outage',
      title: 'Out',
      recurs: { everyMs: 3 * HOUR_MS, offsetMs: 119 * MINUTE_MS, lastsMs: 3 * MINUTE_MS },
      effects: {},
      targets: { quick: { down: true } },
    },
  ],
}

const options = { seed: 5, startMs: START_MS, fromMs: FROM_MS, toMs: TO_MS, intervalMs: INTERVAL_MS }

/** All blocks of a platform's history put together, by job and series. */
function collect(model: PlatformModel) {
  const history = createSampleHistory({ ...options, models: [model] })
  const blocks = [...history.generate(model.id)].flat()
  const of = (job: string) => blocks.filter(({ target }) => target.job === job)
  const join = (parts: readonly HistoryBlock[], column: (block: HistoryBlock) => Iterable<number>) =>
    parts.flatMap((block) => [...column(block)])
  return {
    history,
    blocks,
    times: (job: string) => join(of(job), ({ timesMs }) => timesMs),
    presence: (job: string) =>
      join(of(job), ({ presence, timesMs }) => presence ?? Array.from(timesMs, () => PRESENCE.sample)),
    column: (job: string, series: number) => join(of(job), ({ columns }) => columns[series] ?? []),
  }
}

describe('createSampleHistory', () => {
  it('scrapes each target at its interval, in blocks of two hours at most', () => {
    const { blocks, times } = collect(tiny)
    const wanted = (everyMs: number) => {
      const first = Math.ceil(FROM_MS / everyMs) * everyMs
      return Array.from({ length: Math.floor((TO_MS - first) / everyMs) + 1 }, (_, i) => first + i * everyMs)
    }
    expect(times('quick')).toEqual(wanted(15_000))
    expect(times('slow')).toEqual(wanted(30_000))
    for (const { timesMs, columns, target } of blocks) {
      const hours = new Set(Array.from(timesMs, (timeMs) => Math.floor(timeMs / (2 * HOUR_MS))))
      expect(hours.size).toBe(1)
      expect(columns).toHaveLength(target.series.length)
      for (const column of columns) expect(column).toHaveLength(timesMs.length)
    }
  })

  it('ends series where a target goes down and begins them again, in its report too', () => {
    const { history, times, presence, column } = collect(tiny)
    const [target] = history.targets
    const isOut = (timeMs: number) =>
      timeMs % (3 * HOUR_MS) >= 119 * MINUTE_MS && timeMs % (3 * HOUR_MS) < 122 * MINUTE_MS
    const wanted = times('quick').map((timeMs) => {
      if (!isOut(timeMs)) return PRESENCE.sample
      return isOut(timeMs - INTERVAL_MS) ? PRESENCE.none : PRESENCE.stale
    })
    expect(presence('quick')).toEqual(wanted)
    // Twelve scrapes in each outage: the border of two blocks lies within one.
    expect(wanted.filter((state) => state === PRESENCE.stale)).toHaveLength(1)
    expect(wanted.filter((state) => state === PRESENCE.none)).toHaveLength(11)
    expect(column('quick', 0).map(Number.isNaN)).toEqual(wanted.map((state) => state !== PRESENCE.sample))
    const reported = (name: string) =>
      column('quick', target?.series.findIndex((labels) => labels.get('__name__') === name) ?? -1)
    expect(reported('up')).toEqual(wanted.map((state) => (state === PRESENCE.sample ? 1 : 0)))
    expect(reported('scrape_samples_scraped')).toEqual(reported('up'))
    const added = wanted.map((state, i) => (state === PRESENCE.sample && wanted[i - 1] !== PRESENCE.sample ? 1 : 0))
    expect(reported('scrape_series_added')).toEqual(added)
    expect(presence('slow').every((state) => state === PRESENCE.sample)).toBe(true)
  })

  it('says of every series what a scrape would', () => {
    const { history } = collect(tiny)
    const text = history.targets.flatMap(({ series }) =>
      series.map((labels) => [...labels].map(([name, value]) => `${name}=${value}`).join(' ')),
    )
    expect(new Set(text).size).toBe(text.length)
    expect(text).toContain('__name__=load cpu=1 instance=slow:1 job=slow platform=tiny')
    expect(text).toContain('__name__=up instance=quick:1 job=quick platform=tiny')
    expect(history.targets[1]?.metadata).toEqual([{ name: 'load', help: 'Load.', type: 'gauge' }])
    expect(history.targets.map(({ reportFrom }) => reportFrom)).toEqual([1, 2])
  })

  it.each(SAMPLE_PLATFORMS.map((model) => [model.id, model] as const))(
    'has for %s what live scrapes of the same platform have, and goes on from there',
    (id, model) => {
      const { history, times, column } = collect(model)
      const live = createSamplePlatforms({ seed: options.seed, startMs: START_MS, models: [model] })
      const compare = (atMs: number, valuesOf: (job: string, series: number) => number | undefined) => {
        live.advanceTo(atMs)
        for (const { job, reportFrom } of history.targets) {
          if (history.isDown(id, job, atMs)) continue
          const samples = live.collect(id, job).flatMap((family) => family.samples)
          expect(samples).toHaveLength(reportFrom)
          expect(samples.map((_, series) => valuesOf(job, series))).toEqual(samples.map(({ value }) => value))
        }
      }
      // Times that all targets have.
      for (const atMs of [FROM_MS, START_MS + 3 * HOUR_MS, Math.floor(TO_MS / 30_000) * 30_000]) {
        const places = new Map(history.targets.map(({ job }) => [job, times(job).indexOf(atMs)]))
        compare(atMs, (job, series) => column(job, series)[places.get(job) ?? -1])
      }
      const laterMs = TO_MS + 5 * MINUTE_MS
      history.advanceTo(laterMs)
      const scraped = new Map(
        history.targets.map((target) => {
          const into = new Float64Array(target.series.length)
          history.scrape(target, laterMs, into)
          return [target.job, into]
        }),
      )
      compare(laterMs, (job, series) => scraped.get(job)?.[series])
    },
  )

  it('refuses a platform that is not there', () => {
    expect(() => createSampleHistory(options).generate('nope')).toThrow('no sample platform nope')
  })
})

describe('sampleStartMs', () => {
  it('is two days and a warm-up before, and the same for six hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1.6e12, max: 2e12 }), (nowMs) => {
        const startMs = sampleStartMs(nowMs)
        expect(nowMs - startMs).toBeGreaterThanOrEqual(51 * HOUR_MS)
        expect(nowMs - startMs).toBeLessThan(57 * HOUR_MS)
        expect(startMs % HOUR_MS).toBe(0)
        expect(sampleStartMs(Math.floor(nowMs / (6 * HOUR_MS)) * 6 * HOUR_MS)).toBe(startMs)
      }),
    )
  })
})
