import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LabelMatcher } from '~/domain/promql/matchers'
import type { SeriesSlice } from '~/domain/promql/queryable'
import { createTsdb, type Tsdb } from './tsdb'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const EVERY: readonly LabelMatcher[] = [{ name: '__name__', op: '=', value: 'm' }]
const NAMES = ['a', 'b', 'c']

const refOf = (tsdb: Tsdb, name: string) =>
  tsdb.series([
    ['__name__', 'm'],
    ['s', name],
  ])

function shown(slices: readonly SeriesSlice[]): readonly string[] {
  return slices.flatMap(({ labels, timesMs, values }) =>
    Array.from(timesMs, (timeMs, i) => `${labels.get('s')} ${timeMs} ${values[i]}`),
  )
}

const read = (tsdb: Tsdb, fromMs = -(2 ** 52), toMs = 2 ** 52) => shown(tsdb.select(EVERY, fromMs, toMs))

/** Samples of all series, equally far apart. */
function columns(tsdb: Tsdb, fromMs: number, stepMs: number, count: number, names = NAMES) {
  const timesMs = Float64Array.from({ length: count }, (_, i) => fromMs + i * stepMs)
  return {
    timesMs,
    columns: names.map((name, n) => ({
      ref: refOf(tsdb, name),
      values: timesMs.map((timeMs) => Math.floor(timeMs / 1000) * (n + 1)),
    })),
  }
}

describe('backfillColumns', () => {
  it('makes in any order what a store has that was filled in the order of time', () => {
    const run = fc.record({
      gapMs: fc.integer({ min: 1, max: 3 * HOUR_MS }),
      stepMs: fc.constantFrom(1, 15_000, 5 * MINUTE_MS, 61_007),
      count: fc.integer({ min: 1, max: 600 }),
      names: fc.subarray(NAMES, { minLength: 1 }),
    })
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), (runs, chance) => {
        const [ordered, filled] = [createTsdb(), createTsdb()]
        let fromMs = 0
        const placed = runs.map((one) => {
          const place = { ...one, fromMs: fromMs + one.gapMs }
          fromMs = place.fromMs + one.stepMs * one.count
          return place
        })
        for (const one of placed) {
          ordered.appendColumns(columns(ordered, one.fromMs, one.stepMs, one.count, one.names))
        }
        // One of them is live, and so partly a head; the older ones come in any order, and the newer ones live again.
        const liveAt = (chance.next().value ?? 0) % placed.length
        const live = placed[liveAt] as (typeof placed)[number]
        filled.appendColumns(columns(filled, live.fromMs, live.stepMs, live.count, live.names))
        const older = placed.slice(0, liveAt)
        while (older.length > 0) {
          for (const one of older.splice((chance.next().value ?? 0) % older.length, 1)) {
            filled.backfillColumns(columns(filled, one.fromMs, one.stepMs, one.count, one.names))
          }
        }
        for (const one of placed.slice(liveAt + 1)) {
          filled.appendColumns(columns(filled, one.fromMs, one.stepMs, one.count, one.names))
        }
        expect(read(filled)).toEqual(read(ordered))
        const middleMs = fromMs / 2
        expect(read(filled, middleMs, middleMs + HOUR_MS)).toEqual(read(ordered, middleMs, middleMs + HOUR_MS))
        expect(filled.stats()).toMatchObject({ samples: ordered.stats().samples, oldestMs: ordered.stats().oldestMs })
        expect(filled.stats().verdicts).toEqual(ordered.stats().verdicts)
        // It goes on as if nothing had been put before.
        for (const tsdb of [ordered, filled]) tsdb.appendColumns(columns(tsdb, fromMs + HOUR_MS, 15_000, 300))
        expect(read(filled)).toEqual(read(ordered))
      }),
      { numRuns: 60 },
    )
  })

  it('leaves out what lies among samples that are there, and puts the rest around them', () => {
    const tsdb = createTsdb()
    tsdb.appendColumns(columns(tsdb, 10 * HOUR_MS, MINUTE_MS, 60, ['a']))
    tsdb.appendColumns(columns(tsdb, 20 * HOUR_MS, MINUTE_MS, 10, ['a']))
    const before = read(tsdb)
    tsdb.backfillColumns(columns(tsdb, 9 * HOUR_MS + 1, 7 * MINUTE_MS, 120, ['a']))
    const times = read(tsdb).map((line) => Number(line.split(' ')[1]))
    expect(times).toEqual([...times].sort((x, y) => x - y))
    expect(read(tsdb)).toEqual(expect.arrayContaining([...before]))
    const added = times.filter((timeMs) => timeMs % MINUTE_MS === 1)
    const wanted = Array.from({ length: 120 }, (_, i) => 9 * HOUR_MS + 1 + i * 7 * MINUTE_MS).filter(
      (timeMs) => (timeMs < 10 * HOUR_MS || timeMs > 10 * HOUR_MS + 59 * MINUTE_MS) && timeMs < 20 * HOUR_MS,
    )
    expect(added).toEqual(wanted)
    expect(tsdb.stats().verdicts).toMatchObject({ ok: 70 + wanted.length, outOfOrder: 120 - wanted.length })
  })

  it('refuses what is older than all that is kept, and times out of order', () => {
    const tsdb = createTsdb({ retentionMs: DAY_MS })
    tsdb.appendColumns(columns(tsdb, 10 * DAY_MS, MINUTE_MS, 1))
    tsdb.backfillColumns(columns(tsdb, 9 * DAY_MS - 20 * MINUTE_MS, MINUTE_MS, 60))
    const floorMs = 9 * DAY_MS
    expect(Number(read(tsdb)[0]?.split(' ')[1])).toBe(floorMs)
    expect(tsdb.stats().verdicts).toMatchObject({ tooOld: 3 * 20, ok: 3 + 3 * 40 })
    const wrong = { timesMs: Float64Array.of(2, 1), columns: [] }
    expect(() => tsdb.backfillColumns(wrong)).toThrow(RangeError)
  })

  it('keeps within the cap of memory: what is put before goes first', () => {
    const maxBytes = 600_000
    const tsdb = createTsdb({ maxBytes })
    const names = Array.from({ length: 20 }, (_, i) => `s${i}`)
    tsdb.appendColumns(columns(tsdb, 100 * DAY_MS, 15_000, 1000, names))
    const fine = read(tsdb)
    for (let day = 60; day < 100; day++) {
      const { timesMs, columns: all } = columns(tsdb, day * DAY_MS, 5 * MINUTE_MS, 288, names)
      tsdb.backfillColumns({ timesMs, columns: all.map((one) => ({ ...one, values: one.values.map(Math.sin) })) })
      expect(tsdb.bytes()).toBeLessThanOrEqual(maxBytes)
    }
    expect(tsdb.stats().dropped.samples).toBeGreaterThan(0)
    expect(read(tsdb, 100 * DAY_MS)).toEqual(fine)
  })

  it('is drained, to be kept elsewhere, as what was appended is', () => {
    const tsdb = createTsdb()
    tsdb.appendColumns(columns(tsdb, 10 * HOUR_MS, MINUTE_MS, 130))
    const first = tsdb.drainSealed()
    tsdb.backfillColumns(columns(tsdb, 2 * HOUR_MS, 5 * MINUTE_MS, 40))
    const blocks = [...first, ...tsdb.drainSealed(), ...tsdb.snapshotHead()]
    expect(tsdb.drainSealed()).toEqual([])
    const again = createTsdb()
    again.restore(blocks)
    expect(read(again)).toEqual(read(tsdb))
  })
})

describe('series with a long past', () => {
  const long = { retentionMs: 20 * DAY_MS, everyMs: 5 * MINUTE_MS }
  const NOW_MS = 100 * DAY_MS

  /** A store that is open for some days: series `a` has a long past, `b` has none. */
  function open(days: number): Tsdb {
    const tsdb = createTsdb({ retentionMs: 60 * HOUR_MS, long })
    tsdb.appendColumns(columns(tsdb, NOW_MS - 2 * DAY_MS, 15_000, 2 * 5760, ['a', 'b']))
    tsdb.backfillColumns(columns(tsdb, NOW_MS - 10 * DAY_MS, 5 * MINUTE_MS, 8 * 288, ['a']))
    for (let day = 0; day < days; day++) {
      tsdb.appendColumns(columns(tsdb, NOW_MS + day * DAY_MS, 15_000, 5760, ['a', 'b']))
    }
    return tsdb
  }
  const timesOf = (tsdb: Tsdb, name: string) =>
    read(tsdb).flatMap((line) => (line.startsWith(`${name} `) ? [Number(line.split(' ')[1])] : []))

  it('are thinned where others end', () => {
    const tsdb = open(5)
    const newestMs = NOW_MS + 5 * DAY_MS - 15_000
    const [a, b] = [timesOf(tsdb, 'a'), timesOf(tsdb, 'b')]
    expect(newestMs - (b[0] as number)).toBeGreaterThan(59 * HOUR_MS)
    expect(newestMs - (b[0] as number)).toBeLessThan(62 * HOUR_MS)
    const steps = a.slice(1).map((timeMs, i) => timeMs - (a[i] as number))
    expect(Math.max(...steps)).toBeLessThanOrEqual(long.everyMs)
    const fineFromMs = a[steps.indexOf(15_000)] as number
    expect(newestMs - fineFromMs).toBeGreaterThan(48 * HOUR_MS - MINUTE_MS)
    expect(newestMs - fineFromMs).toBeLessThanOrEqual(60 * HOUR_MS)
    for (const timeMs of a) if (timeMs < fineFromMs) expect(timeMs % long.everyMs).toBe(0)
  })

  it('have the numbers that scrapes found', () => {
    for (const line of read(open(5)).filter((one) => one.startsWith('a '))) {
      const [, timeMs, value] = line.split(' ').map(Number)
      expect(value).toBe(Math.floor((timeMs as number) / 1000))
    }
  })

  it('end when they are older than that, and take no more room by then than they should', () => {
    const tsdb = open(30)
    const [oldest = 0] = timesOf(tsdb, 'a')
    expect(NOW_MS + 30 * DAY_MS - oldest).toBeLessThan(long.retentionMs + DAY_MS)
    expect(NOW_MS + 30 * DAY_MS - oldest).toBeGreaterThan(long.retentionMs - HOUR_MS)
    const samples = (60 * 240 + 20 * 288) * 1.2 + 61 * 240
    expect(tsdb.stats().samples).toBeLessThan(samples)
  })

  it('lose what is a gap in the fine past, and staleness markers, when they are thinned', () => {
    const tsdb = createTsdb({ retentionMs: 60 * HOUR_MS, long })
    const ref = refOf(tsdb, 'a')
    tsdb.backfillColumns(columns(tsdb, NOW_MS - DAY_MS, 5 * MINUTE_MS, 10, ['a']))
    for (let i = 0; i < 240; i++) {
      const timeMs = NOW_MS + i * 15_000
      if (i === 100) tsdb.appendStale(ref, timeMs)
      else if (i < 100 || i > 150) tsdb.append(ref, timeMs, i)
    }
    tsdb.append(ref, NOW_MS + 4 * DAY_MS, 1)
    const found = timesOf(tsdb, 'a').filter((timeMs) => timeMs >= NOW_MS && timeMs < NOW_MS + DAY_MS)
    expect(found.map((timeMs) => (timeMs - NOW_MS) / MINUTE_MS)).toEqual([0, 5, 10, 15, 20, 37.75, 40, 45, 50, 55])
  })
})
