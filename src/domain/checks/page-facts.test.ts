import { expect, it } from 'vitest'
import { describePage, type PageFacts } from './page-facts'

const NOW_MS = 10_000_000
const FRESH: PageFacts = {
  ...{ build: 'abc', startedMs: NOW_MS - 65_000, requests: 12, failures: 1, decodeFailures: 0, violations: 0 },
  ...{ stalls: 0, longestStallMs: 0, sleeps: 0, reloads: [], heapBytes: 32 * 1_048_576 },
}
const told = (more: Partial<PageFacts>, name: string) => new Map(describePage({ ...FRESH, ...more }, NOW_MS)).get(name)

it.each<[Partial<PageFacts>, string, string]>([
  [{}, 'Open for', '1 min'],
  [{}, 'Heap', '32 MiB'],
  [{ heapBytes: null }, 'Heap', 'this browser does not say'],
  [{ build: null }, 'Build', 'not known'],
  [{}, 'Stood still', 'never'],
  [{ stalls: 2, longestStallMs: 3_240 }, 'Stood still', '2 times, at longest 3.2 s'],
  [{}, 'Automatic reloads', '0'],
  [
    { reloads: [{ atMs: NOW_MS - 120_000, reason: 'a new build' }] },
    'Automatic reloads',
    '1, the last 2 min ago: a new build',
  ],
])('%j: %s is %s', (more, name, value) => {
  expect(told(more, name)).toBe(value)
})
