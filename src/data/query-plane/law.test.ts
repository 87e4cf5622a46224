import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createQueryPlane, type QueryPlane } from '~/data/query-plane/plane'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { gridEndMs, type Matrix } from '~/domain/series/frame'
import { SourceError } from '~/domain/sources'
import { createToySource, TOY_EXPRESSIONS, type ToySource, ToyTsdb } from '~/testing/toy-tsdb'

/**
 * The law of the plane: after any sequence of ticks, range changes, resets, late samples and failures, what a panel holds
 * equals one cold whole query. Samples that arrive within two steps are seen by the next tail; later ones (to 10 minutes)
 * by the next audit, which is at most ten tails away.
 */
const START = Date.UTC(2026, 0, 5, 8)
const SCRAPE = 15_000
const WINDOWS = [
  { rangeMs: 1_800_000, stepMs: 15_000 },
  { rangeMs: 3_600_000, stepMs: 60_000 },
  { rangeMs: 21_600_000, stepMs: 120_000 },
] as const

type Event =
  | { readonly do: 'tick'; readonly advanceMs: number }
  | { readonly do: 'fail'; readonly requests: number }
  | { readonly do: 'reset'; readonly series: number }
  | { readonly do: 'toggle'; readonly series: number }
  | { readonly do: 'window'; readonly index: number }
  | { readonly do: 'late'; readonly lateMs: number; readonly series: number }

const tick = fc.record({
  do: fc.constant('tick' as const),
  advanceMs: fc.oneof(fc.integer({ min: 1000, max: 130_000 }), fc.constant(30_000), fc.constant(1_200_000)),
})
const disturbance = fc.oneof(
  fc.record({ do: fc.constant('fail' as const), requests: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('reset' as const), series: fc.nat(2) }),
  fc.record({ do: fc.constant('toggle' as const), series: fc.nat(2) }),
  fc.record({ do: fc.constant('window' as const), index: fc.nat(2) }),
)
const late = fc.record({
  do: fc.constant('late' as const),
  lateMs: fc.integer({ min: 1000, max: 590_000 }),
  series: fc.nat(2),
})

/** A scraped world: three counters, written every 15 s while they are on. */
class World {
  nowMs = START
  readonly tsdb = new ToyTsdb()
  readonly source: ToySource = createToySource(this.tsdb, () => this.nowMs)
  readonly plane: QueryPlane = createQueryPlane({
    sources: new Map([['toy', this.source]]),
    clock: { nowMs: () => this.nowMs, offsetMs: () => 0 },
    intervalMs: () => 30_000,
    random: () => 0.5,
    delay: async () => {},
  })
  window: (typeof WINDOWS)[number] = WINDOWS[1]
  readonly #on = [true, true, false]
  readonly #counter = [0, 0, 0]
  #scrapedMs = START

  constructor(readonly arrivalDelayMs: (scrape: number) => number) {
    this.advance(3_600_000)
  }

  advance(ms: number): void {
    this.nowMs += ms
    while (this.#scrapedMs + SCRAPE <= this.nowMs) {
      this.#scrapedMs += SCRAPE
      for (const [i, on] of this.#on.entries()) {
        this.#counter[i] = (this.#counter[i] ?? 0) + ((this.#scrapedMs / SCRAPE) % (5 + i))
        const arrivedMs = this.#scrapedMs + this.arrivalDelayMs(this.#scrapedMs / SCRAPE)
        if (on) this.tsdb.append(labels(i), this.#scrapedMs, this.#counter[i] ?? 0, arrivedMs)
      }
    }
  }

  disturb(event: Event): void {
    if (event.do === 'fail') this.source.failNext = event.requests
    if (event.do === 'reset') this.#counter[event.series] = 0
    if (event.do === 'toggle') this.#on[event.series] = !this.#on[event.series]
    if (event.do === 'window') this.window = WINDOWS[event.index] ?? WINDOWS[0]
    if (event.do === 'late') this.tsdb.append(labels(event.series), this.nowMs - event.lateMs, 1e6, this.nowMs)
  }

  query(expr: string): PlaneQuery {
    const { rangeMs, stepMs } = this.window
    return {
      key: `${expr}/${rangeMs}/${stepMs}`,
      sourceId: 'toy',
      expr,
      stepMs,
      mode: 'range',
      resolveWindow: (nowMs) => ({ fromMs: nowMs - rangeMs, toMs: nowMs, live: true }),
    }
  }

  /** One refresh of the page; null where the request failed. */
  async refresh(expr: string): Promise<QueryData | null> {
    this.plane.beginTick()
    return this.plane.load(this.query(expr)).catch((error: unknown) => {
      if (error instanceof SourceError) return null
      throw error
    })
  }

  cold(expr: string, data: QueryData): Matrix {
    const grid = data.matrix?.grid
    if (!grid) throw new Error('a range question has a matrix')
    return this.tsdb.queryRange(expr, grid.startMs, gridEndMs(grid), grid.stepMs, this.nowMs)
  }
}

function labels(series: number): ReadonlyMap<string, string> {
  return new Map([
    ['__proto__', 'a'],
    ['i', String(series)],
  ])
}

function plain(matrix: Matrix | null) {
  return {
    grid: matrix?.grid,
    series: matrix?.series.map(({ key, values, present }) => ({ key, values: [...values], present: [...present] })),
  }
}

async function runLaw(expr: string, events: readonly Event[], world: World, check: (data: QueryData) => void) {
  for (const event of events) {
    if (event.do !== 'tick') {
      world.disturb(event)
      continue
    }
    world.advance(event.advanceMs)
    const data = await world.refresh(expr)
    if (data) check(data)
  }
}

describe.each(TOY_EXPRESSIONS)('the held points equal one cold whole query: %s', (expr) => {
  it('after every refresh, where samples arrive when they are scraped', async () => {
    const events = fc.array(fc.oneof({ weight: 4, arbitrary: tick }, disturbance), { minLength: 1, maxLength: 25 })
    await fc.assert(
      fc.asyncProperty(events, async (list) => {
        const world = new World(() => 0)
        await runLaw(expr, list, world, (data) => {
          expect(plain(data.matrix)).toEqual(plain(world.cold(expr, data)))
          if (data.tip) expect(data.tip).toEqual(world.tsdb.query(expr, data.evaluatedMs, world.nowMs))
        })
      }),
      { numRuns: 60 },
    )
  })

  it('after every tail, where samples arrive up to two steps late', async () => {
    const events = fc.array(fc.oneof({ weight: 4, arbitrary: tick }, disturbance), { minLength: 1, maxLength: 25 })
    await fc.assert(
      fc.asyncProperty(events, fc.infiniteStream(fc.integer({ min: 0, max: 30_000 })), async (list, delays) => {
        const world = new World(() => delays.next().value ?? 0)
        await runLaw(expr, list, world, (data) => {
          if (data.requests[0]?.kind === 'tip') return
          expect(plain(data.matrix)).toEqual(plain(world.cold(expr, data)))
        })
      }),
      { numRuns: 40 },
    )
  })

  it('at most ten tails after a sample that came up to ten minutes late', async () => {
    const events = fc.array(fc.oneof({ weight: 4, arbitrary: tick }, disturbance, late), {
      minLength: 1,
      maxLength: 25,
    })
    await fc.assert(
      fc.asyncProperty(events, async (list) => {
        const world = new World(() => 0)
        await runLaw(expr, list, world, () => {})
        world.source.failNext = 0
        let data: QueryData | null = null
        for (let i = 0; i < 10; i++) {
          world.advance(world.window.stepMs)
          data = await world.refresh(expr)
        }
        if (!data) throw new Error('no refresh fails here')
        expect(plain(data.matrix)).toEqual(plain(world.cold(expr, data)))
      }),
      { numRuns: 60 },
    )
  })
})

it('a whole range whose newest value then fails leaves no note of having been asked', async () => {
  const expr = 'm'
  const world = new World(() => 0)
  world.window = WINDOWS[2]
  await world.refresh(expr)
  world.advance(90_000)
  for (let tail = 0; tail < 30; tail++) {
    await world.refresh(expr)
    world.advance(30_000)
    // After the audit of the 20th tail, on a grid point too old for the audit that follows the whole range.
    if (tail === 24) world.disturb({ do: 'late', lateMs: 480_000, series: 0 })
    world.advance(90_000)
  }
  vi.spyOn(world.source, 'query').mockRejectedValueOnce(new SourceError({ kind: 'unavailable', message: 'Not now.' }))
  expect(await world.refresh(expr)).toBeNull()
  let data: QueryData | null = null
  for (let tail = 0; tail < 10; tail++) {
    world.advance(120_000)
    data = await world.refresh(expr)
  }
  if (!data) throw new Error('no refresh fails here')
  expect(plain(data.matrix)).toEqual(plain(world.cold(expr, data)))
})
