import { describe, expect, it } from 'vitest'
import { decideTruth, type QueryFacts, type TruthInputs } from '~/domain/truth/decide'

const NOW = 1_800_000_000_000
const query = (over: Partial<QueryFacts> = {}): QueryFacts => ({
  hasAnswer: true,
  error: null,
  seriesCount: 1,
  newestMs: NOW - 5000,
  gridLagMs: 0,
  idle: false,
  evaluatedMs: NOW - 5000,
  partial: false,
  warnings: [],
  ...over,
})
const nothing = query({ hasAnswer: false, seriesCount: 0, newestMs: null, evaluatedMs: null })
const refused = { kind: 'unreachable', message: 'Prometheus does not answer.', nextStep: 'Start it.' } as const
const inputs = (over: Partial<TruthInputs> = {}): TruthInputs => ({
  queries: [query()],
  nowMs: NOW,
  intervalMs: 30_000,
  stepMs: 60_000,
  live: true,
  scrapedMs: NOW - 8000,
  scrapeIntervalMs: 15_000,
  ...over,
})
const at = (ageMs: number) => ({ newestMs: NOW - ageMs, evaluatedMs: NOW - ageMs })

describe('decideTruth', () => {
  it.each<[string, Partial<TruthInputs>, object]>([
    ['a fresh answer is live', {}, { kind: 'live', word: 'live', old: false }],
    ['a panel that asks nothing', { queries: [] }, { kind: 'live', old: false }],
    ['no answer yet', { queries: [nothing] }, { kind: 'loading', old: false }],
    ['one of two answers yet', { queries: [query(), nothing] }, { kind: 'loading' }],
    [
      'never answered',
      { queries: [{ ...nothing, error: refused }] },
      { kind: 'failed', word: 'no answer', nextStep: 'Start it.', old: false },
    ],
    [
      'answered before, not now',
      { queries: [query({ ...at(40_000), error: refused })] },
      { kind: 'failed', word: 'no answer, 40 s old', ageMs: 40_000, old: true },
    ],
    [
      'one of two is wrong, the other current',
      { queries: [query(), { ...nothing, error: refused }] },
      { kind: 'partial', word: '1 of 2 queries failed', old: false },
    ],
    [
      'one of two is wrong, the other old',
      { queries: [query(at(300_000)), { ...nothing, error: refused }] },
      { kind: 'failed', old: true },
    ],
    ['no series', { queries: [query({ seriesCount: 0, newestMs: null })] }, { kind: 'empty', word: 'no data' }],
    [
      'older than two refreshes',
      { queries: [query(at(66_000))] },
      { kind: 'stale', word: 'stale, 1 min old', old: true },
    ],
    ['just within two refreshes', { queries: [query(at(65_000))] }, { kind: 'live' }],
    [
      'asked 55 s ago on a grid whose newest point was 58 s old then',
      { queries: [query({ ...at(113_000), gridLagMs: 58_000 })] },
      { kind: 'live' },
    ],
    [
      'the same, two refreshes later',
      { queries: [query({ ...at(124_000), gridLagMs: 58_000 })] },
      { kind: 'stale', word: 'stale, 2 min old', old: true },
    ],
    [
      'a coarse grid beside a newest value that is old',
      { queries: [query({ ...at(90_000), gridLagMs: 0 }), query({ ...at(100_000), gridLagMs: 58_000 })] },
      { kind: 'stale', word: 'stale, 1 min old' },
    ],
    ['short refreshes have 30 s', { intervalMs: 5000, queries: [query(at(34_000))] }, { kind: 'live' }],
    [
      'refresh is off',
      { intervalMs: null, queries: [query(at(120_000))] },
      { kind: 'stale', word: 'paused, 2 min old' },
    ],
    [
      'the series ended',
      { queries: [query({ newestMs: NOW - 240_000 })] },
      { kind: 'stale', word: 'ended, 4 min old' },
    ],
    [
      'evaluated now, scraped long ago',
      { scrapedMs: NOW - 200_000 },
      { kind: 'stale', word: 'stale, 3 min old', ageMs: 200_000 },
    ],
    [
      'a fixed range does not grow old',
      { live: false, queries: [query(at(9e9))] },
      { kind: 'live', word: 'fixed range', old: false },
    ],
    ['0/0', { queries: [query({ idle: true })] }, { kind: 'idle', word: 'no traffic' }],
    ['0/0 beside a number is not idle', { queries: [query({ idle: true }), query()] }, { kind: 'live' }],
    ['0/0 from long ago is old first', { queries: [query({ idle: true, ...at(120_000) })] }, { kind: 'stale' }],
    ['stores that did not answer', { queries: [query({ partial: true })] }, { kind: 'partial', word: 'partial' }],
    [
      'a warning',
      { queries: [query({ warnings: ['results truncated'] })] },
      { kind: 'partial', word: 'warning', reason: 'results truncated' },
    ],
  ])('%s', (_name, over, expected) => {
    expect(decideTruth(inputs(over))).toMatchObject(expected)
  })
})
