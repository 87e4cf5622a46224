import { describe, expect, it } from 'vitest'
import { type Check, isDecided, judgeCounts, judgeLeak, judgeTicks, type TickLook } from './verdict'

const MB = 1024 * 1024
/** Twelve looks, one each 250 ticks, with a noise that lies on no slope. */
const looks = (change: (tick: number, noise: number) => Partial<TickLook> = () => ({})): TickLook[] =>
  Array.from({ length: 12 }, (_, i) => {
    const tick = 250 * (i + 1)
    const noise = [1, -1, -1, 1][i % 4] ?? 0
    return {
      ...{ tick, heapBytes: 18 * MB + noise * 0.1 * MB, workerBytes: MB, residentBytes: 230 * MB },
      counts: { nodes: 2_000 + noise, timers: 10 },
      ...change(tick, noise),
    }
  })
const failing = (all: readonly TickLook[]) =>
  judgeTicks('board', all).flatMap(({ what, isGood }) => (isGood ? [] : what))

describe('judgeTicks', () => {
  it('takes what stays as it is', () => {
    expect(failing(looks())).toEqual([])
  })

  it.each([
    [
      'a leak of 1 KB a tick',
      (tick: number) => ({ heapBytes: 18 * MB + tick * 1024 }),
      'board: heap of the page, a week',
    ],
    // 40 MB of noise bounds nothing.
    [
      'noise that hides a leak',
      (_: number, noise: number) => ({ heapBytes: 80 * MB + noise * 20 * MB }),
      'board: heap of the page, a week',
    ],
    [
      'a worker that leaks',
      (tick: number) => ({ workerBytes: MB + tick * 300 }),
      'board: heaps of its workers, a week',
    ],
    [
      'memory outside of the heap',
      (tick: number) => ({ residentBytes: 230 * MB + tick * 20 * 1024 }),
      'board: memory of the process',
    ],
    [
      'a tenth of a small process',
      (tick: number) => ({ residentBytes: 100 * MB + tick * 5 * 1024 }),
      'board: memory of the process',
    ],
    [
      'a timer each 250 ticks',
      (tick: number) => ({ counts: { nodes: 2_000, timers: 10 + tick / 250 } }),
      'board: nodes, listeners, timers, objects',
    ],
  ])('refuses %s', (_, change, what) => {
    expect(failing(looks(change))).toEqual([what])
  })

  it('lets numbers grow by as much as a page does not hold exactly', () => {
    const grown = looks((tick) => ({ counts: { nodes: tick > 1_500 ? 2_004 : 2_000, timers: 10 } }))
    const isGood = (nodes: number) => judgeTicks('logs', grown, 'upper', { nodes }).every((check) => check.isGood)
    expect([isGood(4), isGood(3)]).toEqual([true, false])
  })

  it('says nothing of memory that the system does not tell', () => {
    const untold = judgeTicks(
      'board',
      looks(() => ({ residentBytes: undefined })),
    )
    expect(untold.map(({ what }) => what)).not.toContain('board: memory of the process')
  })
})

describe('judgeCounts', () => {
  it.each([
    [{ nodes: 100, timers: 3 }, { nodes: 120, timers: 3 }, 0, '+0'],
    [{ nodes: 100, timers: 3 }, { nodes: 121, timers: 3 }, 0, 'nodes 100 -> 121'],
    [{ timers: 3 }, { timers: 4 }, 0, 'timers 3 -> 4'],
    [{ timers: 3 }, { timers: 2 }, 0, '+0'],
    [{ listeners: 3 }, { listeners: 4 }, 0, 'listeners 3 -> 4'],
    [{ listeners: 3 }, { listeners: 7 }, 4, '+0'],
    [{ listeners: 3 }, { listeners: 8 }, 4, 'listeners 3 -> 8'],
    [{}, { workers: 1 }, 4, 'workers 0 -> 1'],
  ])('of %j and %j, %d listeners loose, says %s', (before, after, loose, measured) => {
    expect(judgeCounts('x', before, after, { listeners: loose })).toMatchObject({ measured, isGood: measured === '+0' })
  })
})

describe('judgeLeak', () => {
  const check = (isGood: boolean, lower?: number, upper?: number): Check => ({
    ...{ what: 'heap', measured: '', limit: '', isGood },
    ...(lower !== undefined && upper !== undefined && { bounds: { lower, upper } }),
  })
  it.each([
    ['fails, and passes without it', check(true), check(false), true],
    ['passes both times', check(true), check(true), false],
    ['fails both times, and is no slope', check(false), check(false), false],
    ['is as steep without it', check(false, 2, 4), check(false, 2, 4), false],
    ['is steeper by less than the limit, perhaps', check(false, 2, 4), check(false, 4.9, 7), false],
    ['is steeper by more than the limit, surely', check(false, 2, 4), check(false, 5.1, 7), true],
  ])('what %s', (_, clean, leaking, isSeen) => {
    expect(judgeLeak([clean], [leaking])).toEqual(isSeen ? [leaking] : [])
  })
})

describe('isDecided', () => {
  it.each([
    ['a page that stays as it is', looks(), true],
    ['a leak', looks((tick) => ({ heapBytes: 18 * MB + tick * 2048 })), true],
    ['noise that hides either', looks((_, noise) => ({ heapBytes: 80 * MB + noise * 20 * MB })), false],
  ])('%s', (_name, of, expected) => {
    expect(isDecided(of)).toBe(expected)
  })
})
