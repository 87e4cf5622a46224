import { describe, expect, it } from 'vitest'
import type { SeriesSlice } from '~/domain/promql/queryable'
import { labelsKey } from '~/domain/series/frame'
import { createTsdb, type Tsdb } from '~/domain/tsdb/tsdb'
import type { PlatformModel } from './platform-model'
import { createSampleFeed } from './sample-feed'
import { createSampleHistory } from './sample-history'
import { SAMPLE_SEED, sampleStartMs } from './sample-platforms'
import { PRESENCE } from './scraper'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const INTERVAL_MS = 15 * SECOND_MS
const HISTORY_MS = 9 * HOUR_MS
/** Three hours into the six for which all begin at one time, and on none of the scrapes. */
const NOW_MS = Date.parse('2026-01-28T09:00:00Z') + 7_777

/** Two targets, of which the quick one is down for three minutes of each hour, and one that is scraped seldom. */
function model(id: string): PlatformModel {
  return {
    id,
    title: id,
    targets: [
      { job: `${id}-quick`, instance: 'q:1', metrics: [{ name: 'calls_total', help: 'Calls.', type: 'counter' }] },
      {
        job: `${id}-slow`,
        instance: 's:1',
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
        recurs: { everyMs: HOUR_MS, offsetMs: 58 * MINUTE_MS + 40_000, lastsMs: 3 * MINUTE_MS },
        effects: {},
        targets: { [`${id}-quick`]: { down: true } },
      },
    ],
  }
}

const MODELS = [model('a'), model('b'), model('c')]
/** The same, of which the calls of two have a long past. */
const LONG_MODELS = MODELS.map((one) => (one.id === 'b' ? one : withLongPast(one)))

function withLongPast(one: PlatformModel): PlatformModel {
  const targets = one.targets.map((target) => ({
    ...target,
    metrics: target.metrics.map((metric) =>
      metric.name === 'calls_total' ? { ...metric, longPast: 'all' as const } : metric,
    ),
  }))
  return { ...one, targets }
}
/** Series of one platform, those of the scrapes' own report included. */
const SERIES = 3 + 2 * 5
const SCRAPES_PER_HOUR = 240

/** A feed whose slices of work run when the test lets them. */
function createFeed(startMs = NOW_MS, models: readonly PlatformModel[] = MODELS) {
  const tsdb = createTsdb()
  const clock = { nowMs: startMs }
  const slices: (() => void)[] = []
  const feed = createSampleFeed({
    tsdb,
    nowMs: () => clock.nowMs,
    later: (run) => slices.push(run),
    models,
    historyMs: HISTORY_MS,
  })
  /** Runs so many slices, all there are unless told; how many it were. */
  function run(most = Number.POSITIVE_INFINITY): number {
    let count = 0
    for (; count < most; count++) {
      const slice = slices.shift()
      if (slice === undefined) break
      slice()
    }
    return count
  }
  return { feed, tsdb, clock, run, waiting: () => slices.length }
}

const read = (tsdb: Tsdb, platform: string) =>
  tsdb.select([{ name: 'platform', op: '=', value: platform }], 0, Number.MAX_SAFE_INTEGER)
const has = (tsdb: Tsdb, platform: string) => read(tsdb, platform).length > 0

/** All samples as text, staleness markers too. */
function textOf(slices: readonly SeriesSlice[], fromMs = 0): Map<string, string[]> {
  return new Map(
    slices.map(({ labels, timesMs, values, stale }) => [
      labelsKey(labels),
      Array.from(timesMs, (timeMs, i) => `${timeMs} ${stale?.[i] === 1 ? 'stale' : values[i]}`).filter(
        (_, i) => (timesMs[i] as number) >= fromMs,
      ),
    ]),
  )
}

/** The same from a simulation that is scraped without a break until a time, by whoever looks at NOW_MS. */
function undisturbed(platform: string, untilMs: number): Map<string, string[]> {
  const history = createSampleHistory({
    seed: SAMPLE_SEED,
    startMs: sampleStartMs(NOW_MS),
    fromMs: NOW_MS - HISTORY_MS,
    toMs: untilMs,
    intervalMs: INTERVAL_MS,
    models: MODELS,
  })
  const found = new Map<string, string[]>()
  for (const { target, timesMs, columns, presence } of [...history.generate(platform)].flat()) {
    target.series.forEach((labels, series) => {
      const samples = found.get(labelsKey(labels)) ?? []
      found.set(labelsKey(labels), samples)
      timesMs.forEach((timeMs, i) => {
        const state = series < target.reportFrom ? (presence?.[i] ?? PRESENCE.sample) : PRESENCE.sample
        if (state === PRESENCE.none) return
        samples.push(`${timeMs} ${state === PRESENCE.stale ? 'stale' : columns[series]?.[i]}`)
      })
    })
  }
  return found
}

describe('the past of the sample platforms', () => {
  it('is made one platform after the other, in the order of the models', () => {
    const { feed, tsdb, run } = createFeed()
    feed.start()
    const order: string[] = []
    while (run(1) > 0) {
      for (const { id } of MODELS) if (!order.includes(id) && has(tsdb, id)) order.push(id)
    }
    expect(order).toEqual(['a', 'b', 'c'])
    for (const { id } of MODELS) expect(textOf(read(tsdb, id))).toEqual(undisturbed(id, NOW_MS))
  })

  it('is made first for the platform that somebody waits for, even when another is begun', async () => {
    const { feed, tsdb, run } = createFeed()
    feed.start()
    run(2)
    let isReady = false
    const ready = feed.whenReady('c').then(() => {
      isReady = true
    })
    while (!isReady && run(1) > 0) await Promise.resolve()
    await ready
    expect(textOf(read(tsdb, 'c'))).toEqual(undisturbed('c', NOW_MS))
    expect([has(tsdb, 'a'), has(tsdb, 'b')]).toEqual([false, false])
    run()
    expect(textOf(read(tsdb, 'a'))).toEqual(undisturbed('a', NOW_MS))
  })

  it('comes in slices of two hours at most, each in a turn of its own', () => {
    const { feed, tsdb, run, waiting } = createFeed()
    feed.start()
    let count = 0
    let before = 0
    while (waiting() > 0) {
      // One slice waits at a time, so that whatever else comes gets its turn.
      expect(waiting()).toBe(1)
      run(1)
      count += 1
      const { samples } = tsdb.stats()
      expect(samples - before).toBeLessThanOrEqual(2 * SCRAPES_PER_HOUR * SERIES)
      before = samples
    }
    const hours = (NOW_MS - sampleStartMs(NOW_MS)) / HOUR_MS
    expect(count).toBeGreaterThanOrEqual((MODELS.length * hours) / 2)
  })

  it('is not waited for by whoever asks for a platform that there is not, nor by one that is ready', async () => {
    const { feed, run } = createFeed()
    feed.start()
    await feed.whenReady('nope')
    run()
    await feed.whenReady('a')
  })

  it('is the same for a page that is loaded again within six hours', () => {
    const [early, late] = [createFeed(NOW_MS - 2 * HOUR_MS), createFeed(NOW_MS)]
    for (const { feed, run } of [early, late]) {
      feed.start()
      run()
    }
    early.clock.nowMs = NOW_MS
    early.feed.advance()
    early.run()
    for (const { id } of MODELS) {
      // The first scrape of all finds all series new.
      const fromMs = NOW_MS - HISTORY_MS + MINUTE_MS
      const samples = textOf(read(late.tsdb, id), fromMs)
      expect(textOf(read(early.tsdb, id), fromMs)).toEqual(samples)
      expect(samples.get(labelsKey(read(late.tsdb, id)[0]?.labels ?? new Map()))?.length).toBeGreaterThan(100)
    }
  })

  it('tells whoever waits when it is stopped', async () => {
    const { feed, run, waiting } = createFeed()
    feed.start()
    const ready = feed.whenReady('b')
    run(1)
    feed.stop()
    await ready
    run()
    expect(waiting()).toBe(0)
  })
})

describe('the present of the sample platforms', () => {
  async function live(startMs = NOW_MS) {
    const made = createFeed(startMs)
    made.feed.start()
    made.run()
    await made.feed.whenReady('a')
    return made
  }

  it.each([
    ['a second', SECOND_MS],
    ['just an interval', INTERVAL_MS],
    ['odd steps', 22_222],
  ])('goes on without gap or double where it is looked at each %s, through outages', async (_, stepMs) => {
    const { feed, tsdb, clock } = await live()
    const endMs = NOW_MS + 130 * MINUTE_MS
    while (clock.nowMs < endMs) {
      clock.nowMs += stepMs
      feed.advance()
    }
    for (const { id } of MODELS) expect(textOf(read(tsdb, id))).toEqual(undisturbed(id, clock.nowMs))
  })

  it('writes a staleness marker where a target goes down, and none but it until it is back', async () => {
    const { feed, tsdb, clock } = await live()
    const downMs = Date.parse('2026-01-28T09:58:40Z')
    for (; clock.nowMs < downMs + 10 * MINUTE_MS; clock.nowMs += INTERVAL_MS) feed.advance()
    const [calls] = tsdb.select(
      [
        { name: '__name__', op: '=', value: 'calls_total' },
        { name: 'platform', op: '=', value: 'a' },
      ],
      downMs - MINUTE_MS,
      downMs + 5 * MINUTE_MS,
    )
    const marks = Array.from(calls?.timesMs ?? [], (timeMs, i) => (calls?.stale?.[i] === 1 ? timeMs : 0)).filter(
      Boolean,
    )
    const firstDownMs = Math.ceil(downMs / INTERVAL_MS) * INTERVAL_MS
    expect(marks).toEqual([firstDownMs])
    expect(calls?.timesMs[(calls.timesMs.indexOf(firstDownMs) ?? 0) + 1]).toBe(
      Math.ceil((downMs + 3 * MINUTE_MS) / INTERVAL_MS) * INTERVAL_MS,
    )
  })

  it('keeps the times of a target that is scraped seldom, wherever the past ends', async () => {
    for (const startMs of [NOW_MS, NOW_MS + INTERVAL_MS]) {
      const { feed, tsdb, clock } = await live(startMs)
      for (; clock.nowMs < startMs + 5 * MINUTE_MS; clock.nowMs += SECOND_MS) feed.advance()
      const slow = tsdb.select([{ name: 'job', op: '=', value: 'a-slow' }], startMs - HOUR_MS, clock.nowMs)
      expect(slow).toHaveLength(2 + 5)
      for (const { timesMs } of slow) {
        expect([...timesMs].map((timeMs) => timeMs % 30_000).some((rest) => rest !== 0)).toBe(false)
        expect(new Set([...timesMs].map((timeMs, i) => timeMs - (timesMs[i - 1] ?? timeMs - 30_000)))).toEqual(
          new Set([30_000]),
        )
      }
    }
  })

  it('catches up after eight hours of sleep, slice by slice, the platform that is asked for first', async () => {
    const { feed, tsdb, clock, run, waiting } = await live()
    clock.nowMs += 8 * HOUR_MS
    feed.advance()
    expect(waiting()).toBe(1)
    let isReady = false
    const ready = feed.whenReady('b').then(() => {
      isReady = true
    })
    let before = tsdb.stats().samples
    while (!isReady && run(1) > 0) {
      const { samples } = tsdb.stats()
      expect(samples - before).toBeLessThanOrEqual(SCRAPES_PER_HOUR * SERIES)
      before = samples
      await Promise.resolve()
    }
    await ready
    expect(textOf(read(tsdb, 'b'))).toEqual(undisturbed('b', clock.nowMs))
    expect(textOf(read(tsdb, 'a'))).not.toEqual(undisturbed('a', clock.nowMs))
    run()
    expect(textOf(read(tsdb, 'a'))).toEqual(undisturbed('a', clock.nowMs))
  })

  it('is there for whoever asks although timers are late', async () => {
    const { feed, tsdb, clock } = await live()
    clock.nowMs += 10 * MINUTE_MS
    await feed.whenReady('a')
    expect(textOf(read(tsdb, 'a'))).toEqual(undisturbed('a', clock.nowMs))
  })

  it('begins with a new past after a sleep longer than that', async () => {
    const { feed, tsdb, clock, run } = await live()
    const sleptMs = NOW_MS
    clock.nowMs += 72 * HOUR_MS
    feed.advance()
    run()
    await feed.whenReady('a')
    const fresh = createFeed(clock.nowMs)
    fresh.feed.start()
    fresh.run()
    for (const { id } of MODELS) {
      expect(textOf(read(tsdb, id), sleptMs)).toEqual(textOf(read(fresh.tsdb, id)))
    }
    expect(tsdb.stats().verdicts).toMatchObject({ outOfOrder: 0, duplicate: 0, duplicateTime: 0 })
  })

  it('waits where the clock went back a little, and gives up where it went back behind the past', async () => {
    const { feed, tsdb, clock, run } = await live()
    clock.nowMs -= HOUR_MS
    feed.advance()
    run()
    await feed.whenReady('a')
    expect(textOf(read(tsdb, 'a'))).toEqual(undisturbed('a', NOW_MS))
    clock.nowMs = NOW_MS + MINUTE_MS
    feed.advance()
    expect(textOf(read(tsdb, 'a'))).toEqual(undisturbed('a', clock.nowMs))
    clock.nowMs = NOW_MS - HISTORY_MS - HOUR_MS
    expect(() => feed.advance()).toThrow('the clock went back')
  })

  it('tells of its targets what was last seen of them', async () => {
    const { feed, clock, run } = createFeed()
    const seen = () => {
      const { activeTargets } = feed.targets() as { activeTargets: { health: string; lastScrape: string }[] }
      return activeTargets.slice(0, 2).map(({ health, lastScrape }) => `${health} ${lastScrape}`)
    }
    expect(seen()).toEqual(['unknown 1970-01-01T00:00:00.000Z', 'unknown 1970-01-01T00:00:00.000Z'])
    feed.start()
    run()
    expect(seen()).toEqual(['down 2026-01-28T09:00:00.000Z', 'up 2026-01-28T09:00:00.000Z'])
    clock.nowMs += 3 * MINUTE_MS
    feed.advance()
    expect(seen()).toEqual(['up 2026-01-28T09:03:00.000Z', 'up 2026-01-28T09:03:00.000Z'])
  })
})

describe('the long past of the sample platforms', () => {
  const DAY_MS = 24 * HOUR_MS
  /** The samples of a platform's counter, without staleness markers. */
  const callsOf = (tsdb: Tsdb, platform: string) => {
    const matchers = [
      { name: '__name__', op: '=', value: 'calls_total' },
      { name: 'platform', op: '=', value: platform },
    ] as const
    const [slice] = tsdb.select(matchers, 0, Number.MAX_SAFE_INTEGER)
    const samples = Array.from(slice?.timesMs ?? [], (timeMs, i) => ({ timeMs, value: slice?.values[i] ?? 0 }))
    return samples.filter(({ value }) => !Number.isNaN(value))
  }
  /** Before what every platform has: of that, the coarse past is made late. */
  const FINE_MS = NOW_MS - HISTORY_MS
  const isLong = (tsdb: Tsdb, platform: string) => (callsOf(tsdb, platform)[0]?.timeMs ?? FINE_MS) < FINE_MS - HOUR_MS

  it('is made when it may be, and is behind the fine past as if it had always been there', async () => {
    const { feed, tsdb, run, waiting } = createFeed(NOW_MS, LONG_MODELS)
    feed.start()
    run()
    expect(waiting()).toBe(0)
    expect(LONG_MODELS.map(({ id }) => isLong(tsdb, id))).toEqual([false, false, false])
    const fine = textOf(read(tsdb, 'a'))
    feed.startLongPast()
    run()
    expect(LONG_MODELS.map(({ id }) => isLong(tsdb, id))).toEqual([true, false, true])
    expect(textOf(read(tsdb, 'a'), FINE_MS)).toEqual(fine)
    const calls = callsOf(tsdb, 'a')
    expect(NOW_MS - (calls[0]?.timeMs ?? NOW_MS)).toBeGreaterThan(35 * DAY_MS)
    expect(tsdb.stats().verdicts).toMatchObject({ outOfOrder: 0, duplicateTime: 0, tooOld: 0 })
    // One restart, where the processes of the fine past start; else a counter that grows by 3 a second.
    const falls = calls.filter(({ value }, i) => value < (calls[i - 1]?.value ?? 0))
    expect(falls).toEqual([{ timeMs: sampleStartMs(NOW_MS), value: 0 }])
    const grown = calls.map(({ value }, i) => {
      const before = calls[i - 1]?.value ?? value
      return value < before ? value : value - before
    })
    const wanted = (3 * ((calls.at(-1)?.timeMs ?? 0) - (calls[0]?.timeMs ?? 0))) / 1000
    const total = grown.reduce((sum, one) => sum + one, 0)
    expect(Math.abs(total - wanted)).toBeLessThan(5 * Math.sqrt(wanted))
  })

  it('is made at once for whoever asks for it, before other platforms have any past', async () => {
    const { feed, tsdb, run } = createFeed(NOW_MS, LONG_MODELS)
    feed.start()
    let isReady = false
    const ready = feed.whenLongReady('c', NOW_MS - 30 * DAY_MS).then(() => {
      isReady = true
    })
    while (!isReady) {
      run(1)
      await Promise.resolve()
      await Promise.resolve()
    }
    await ready
    expect([isLong(tsdb, 'c'), isLong(tsdb, 'a'), has(tsdb, 'b')]).toEqual([true, false, false])
    run()
    expect(has(tsdb, 'b')).toBe(true)
    expect(isLong(tsdb, 'a')).toBe(false)
  })

  it.each([
    ['no further than the fine past', 'a', FINE_MS],
    ['a platform without', 'b', 0],
    ['a platform that there is not', 'nope', 0],
  ])('is not waited for by whoever asks for %s', async (_, platform, sinceMs) => {
    const { feed, tsdb, run } = createFeed(NOW_MS, LONG_MODELS)
    feed.start()
    run()
    await feed.whenLongReady(platform, sinceMs)
    expect(isLong(tsdb, 'a')).toBe(false)
  })

  it('comes in slices, each in a turn of its own, and whoever waits is told when all is stopped', async () => {
    const { feed, run, waiting, tsdb } = createFeed(NOW_MS, LONG_MODELS)
    feed.start()
    run()
    feed.startLongPast()
    let before = tsdb.stats().samples
    for (let slices = 0; slices < 30; slices++) {
      expect(waiting()).toBe(1)
      run(1)
      expect(tsdb.stats().samples - before).toBeLessThanOrEqual(240)
      before = tsdb.stats().samples
    }
    const ready = feed.whenLongReady('c', 0)
    await Promise.resolve()
    feed.stop()
    await ready
    run()
    expect(waiting()).toBe(0)
  })

  it('has a gap, and counters that start again, where the page slept for longer than the fine past is', () => {
    const { feed, tsdb, clock, run } = createFeed(NOW_MS, LONG_MODELS)
    feed.start()
    feed.startLongPast()
    run()
    clock.nowMs += 72 * HOUR_MS
    feed.advance()
    run()
    const calls = callsOf(tsdb, 'a')
    const sinceLast = calls.map(({ timeMs }, i) => timeMs - (calls[i - 1]?.timeMs ?? timeMs))
    expect(calls.filter((_, i) => (sinceLast[i] ?? 0) > 5 * MINUTE_MS)).toEqual([
      { timeMs: sampleStartMs(clock.nowMs), value: 0 },
    ])
    expect(Math.min(...sinceLast.slice(1))).toBeGreaterThan(0)
  })
})
