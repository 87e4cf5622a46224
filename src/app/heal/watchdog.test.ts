import { describe, expect, it } from 'vitest'
import { type Beat, createHeapWatch, judgeBeat } from './watchdog'

it.each<[string, number, boolean, Beat]>([
  ['in time', 2_010, true, 'fine'],
  ['a little late', 2_900, true, 'fine'],
  ['a second late', 3_000, true, 'stall'],
  ['hidden, where timers come once a minute', 60_000, false, 'fine'],
  ['after eight hours', 8 * 3_600_000, true, 'sleep'],
  ['the clock was set back', -3_600_000, true, 'fine'],
])('a beat %s', (_name, tookMs, visible, beat) => {
  expect(judgeBeat(tookMs, visible)).toBe(beat)
})

describe('the heap', () => {
  const MIB = 1_048_576
  const run = (bytesAt: (reading: number) => number) => {
    const watch = createHeapWatch()
    for (let reading = 0; reading < 1_000; reading++) if (watch.isTooMuch(bytesAt(reading))) return reading
    return null
  }
  it.each<[string, (reading: number) => number, boolean]>([
    ['level', () => 300 * MIB, false],
    ['a saw: it fills and is collected', (reading) => (200 + (reading % 30) * 20) * MIB, false],
    ['small growth of a small page', (reading) => (20 + reading / 10) * MIB, false],
    ['a leak', (reading) => (200 + reading) * MIB, true],
    ['a leak under a saw', (reading) => (200 + reading + (reading % 20) * 30) * MIB, true],
  ])('%s', (_name, bytesAt, found) => {
    expect(run(bytesAt) !== null).toBe(found)
  })
})
