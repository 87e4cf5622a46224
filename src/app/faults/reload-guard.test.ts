import { describe, expect, it } from 'vitest'
import { planReload } from './reload-guard'

const MINUTE = 60_000
const NOW = 100 * MINUTE

describe('planReload', () => {
  it.each<[string, number[], boolean, number]>([
    ['the first', [], true, 0],
    ['right after another', [NOW - 10_000], false, 20_000],
    ['half a minute after another', [NOW - 30_000], true, 0],
    ['the third in 15 minutes', [NOW - 10 * MINUTE, NOW - 5 * MINUTE], true, 0],
    ['the fourth in 15 minutes', [NOW - 10 * MINUTE, NOW - 5 * MINUTE, NOW - 2 * MINUTE], false, 5 * MINUTE],
    ['one of three is long ago', [NOW - 16 * MINUTE, NOW - 5 * MINUTE, NOW - 2 * MINUTE], true, 0],
    ['times of a clock that was ahead', [NOW + MINUTE, NOW + 2 * MINUTE, NOW + 3 * MINUTE], true, 0],
  ])('%s', (_name, past, allowed, waitMs) => {
    const reloads = past.map((atMs) => ({ atMs }))
    expect(planReload(reloads, NOW)).toMatchObject({ allowed, waitMs: allowed ? expect.any(Number) : waitMs })
  })
})
