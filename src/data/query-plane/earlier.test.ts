import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createQueryPlane } from '~/data/query-plane/plane'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { gridEndMs, type Matrix } from '~/domain/series/frame'
import type { DurationMs } from '~/domain/units-of-measure'
import { createToySource, TOY_EXPRESSIONS, ToyTsdb } from '~/testing/toy-tsdb'

/**
 * The law of an earlier period: what is held of it after any sequence of ticks equals one cold whole query at the evaluation
 * times of the present, each moved back. What is past does not change, so each point is asked once.
 */
const START = Date.UTC(2026, 0, 5, 8)
const SCRAPE = 15_000
const RANGE = 1_800_000
const STEP = 60_000
const HOUR = 3_600_000
/** Long enough that samples which come ten minutes late are there. */
const SHIFTS = [HOUR, HOUR + 7_000] as const
const labels = new Map([['i', '0']])

function createWorld(shiftMs: DurationMs) {
  let nowMs = START
  let scrapedMs = START
  const tsdb = new ToyTsdb()
  const advance = (ms: DurationMs) => {
    nowMs += ms
    for (; scrapedMs + SCRAPE <= nowMs; scrapedMs += SCRAPE) {
      const scrape = (scrapedMs + SCRAPE) / SCRAPE
      // Counters that are reset, and targets that are gone for a while.
      if (scrape % 97 < 80) tsdb.append(labels, scrapedMs + SCRAPE, (scrape % 300) * (1 + (scrape % 7)), nowMs)
    }
  }
  const source = createToySource(tsdb, () => nowMs)
  const plane = createQueryPlane({
    sources: new Map([['toy', source]]),
    clock: { nowMs: () => nowMs, offsetMs: () => 0 },
    intervalMs: () => 30_000,
    random: () => 0.5,
    delay: async () => {},
  })
  const query = (expr: string): PlaneQuery => ({
    key: `${expr} ${shiftMs}`,
    sourceId: 'toy',
    expr,
    stepMs: STEP,
    mode: 'range',
    resolveWindow: (at) => ({ fromMs: at - RANGE - shiftMs, toMs: at - shiftMs, live: true, shiftMs }),
  })
  advance(3 * HOUR)
  return {
    source,
    advance,
    nowMs: () => nowMs,
    refresh: (expr: string): Promise<QueryData> => {
      plane.beginTick()
      return plane.load(query(expr))
    },
    cold: (expr: string, { startMs, count }: { startMs: number; count: number }): Matrix =>
      tsdb.queryRange(expr, startMs, startMs + (count - 1) * STEP, STEP, nowMs),
  }
}

function plain(matrix: Matrix | null) {
  return {
    grid: matrix?.grid,
    series: matrix?.series.map(({ key, values, present }) => ({ key, values: [...values], present: [...present] })),
  }
}

describe.each(SHIFTS)('moved back by %d ms', (shiftMs) => {
  it.each(TOY_EXPRESSIONS)('the held points equal one cold whole query: %s', async (expr) => {
    const advances = fc.array(
      fc.oneof(fc.integer({ min: 1000, max: 130_000 }), fc.constant(30_000), fc.constant(1_200_000)),
      { minLength: 1, maxLength: 25 },
    )
    await fc.assert(
      fc.asyncProperty(advances, async (list) => {
        const world = createWorld(shiftMs)
        for (const ms of list) {
          world.advance(ms)
          const { matrix } = await world.refresh(expr)
          const nowMs = Math.floor(world.nowMs() / 1000) * 1000
          const startMs = Math.floor((nowMs - RANGE) / STEP) * STEP - shiftMs
          const endMs = Math.floor(nowMs / STEP) * STEP - shiftMs
          const count = (endMs - startMs) / STEP + 1
          expect(plain(matrix)).toEqual(plain(world.cold(expr, { startMs, count })))
        }
      }),
      { numRuns: 30 },
    )
  })

  it('each point is asked once, and none while the next one is not due', async () => {
    const world = createWorld(shiftMs)
    const first = await world.refresh('rate(m[5m])')
    expect(first.requests.map(({ kind }) => kind)).toEqual(['whole'])
    expect(world.source).toMatchObject({ requests: 1, points: 31 })
    for (let tick = 1; tick <= 40; tick++) {
      world.advance(15_000)
      const { requests, matrix } = await world.refresh('rate(m[5m])')
      expect(world.source.requests).toBe(1 + Math.floor(tick / 4))
      expect(world.source.points).toBe(31 + Math.floor(tick / 4))
      expect(requests[0]?.endMs).toBe(matrix && gridEndMs(matrix.grid))
    }
  })

  it('a refresh that was missed is made good by the points of that time', async () => {
    const world = createWorld(shiftMs)
    await world.refresh('m')
    world.source.failNext = 1
    world.advance(STEP)
    await expect(world.refresh('m')).rejects.toThrow()
    world.advance(STEP)
    const { requests } = await world.refresh('m')
    expect(requests).toMatchObject([{ kind: 'tail' }])
    expect((requests[0]?.endMs ?? 0) - (requests[0]?.startMs ?? 0)).toBe(STEP)
  })
})

it('what reads forward is checked like the present: its future may still become its past', async () => {
  const world = createWorld(HOUR)
  await world.refresh('m offset -2m')
  world.advance(STEP)
  const { requests } = await world.refresh('m offset -2m')
  expect((requests[0]?.endMs ?? 0) - (requests[0]?.startMs ?? 0)).toBeGreaterThan(STEP)
})
