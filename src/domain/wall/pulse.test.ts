import { describe, expect, it } from 'vitest'
import { type PulseFacts, pulseOf } from './pulse'

const FACTS: PulseFacts = {
  nowMs: 1_000_000,
  evaluatedMs: 996_000,
  isFailed: false,
  intervalMs: 30_000,
  scrapedMs: 990_000,
  scrapeIntervalMs: 15_000,
}

describe('pulseOf', () => {
  it.each<[string, Partial<PulseFacts>, string, string]>([
    ['an answer of now', {}, 'live', 'live, 4 s ago'],
    ['two refreshes later', { evaluatedMs: 935_000 }, 'live', 'live, 1 min ago'],
    ['older than two refreshes', { evaluatedMs: 934_000 }, 'old', 'old, 1 min ago'],
    ['the last question failed', { isFailed: true }, 'old', 'old, 4 s ago'],
    ['the platform is not scraped any more', { scrapedMs: 900_000 }, 'old', 'nothing scraped for 1 min'],
    ['nobody knows when it was scraped', { scrapedMs: null }, 'live', 'live, 4 s ago'],
    ['a slow refresh', { intervalMs: 300_000, evaluatedMs: 500_000, scrapedMs: 500_000 }, 'live', 'live, 8 min ago'],
    ['the refresh is off', { intervalMs: null, evaluatedMs: 900_000 }, 'old', 'old, 1 min ago'],
    ['no answer yet', { evaluatedMs: null }, 'asking', 'asking'],
    ['no answer at all', { evaluatedMs: null, isFailed: true }, 'old', 'no data yet'],
    ['the clock of the server was set back', { evaluatedMs: 1_060_000 }, 'live', 'live, 0 s ago'],
  ])('%s', (_name, facts, kind, word) => {
    expect(pulseOf({ ...FACTS, ...facts })).toEqual({ kind, word })
  })
})
