import { describe, expect, it } from 'vitest'
import type { QueryData } from '~/data/query-plane/query-data'
import type { QueryOutcome } from '~/data/questions/truth-of'
import { SourceError } from '~/domain/sources'
import { madeSlo } from '~/testing/made-slo'
import { sloNow } from './slo-now'

const NOW = Date.parse('2026-01-20T12:30:00Z')
const slo = madeSlo()
const GONE = new SourceError({ kind: 'unreachable', message: 'Gone.' })
const scope = { stepMs: 60_000, intervalMs: 10_000, scrapeIntervalMs: 15_000 }

function answer(
  ageMs: number,
  figures: Readonly<Record<string, number>>,
  error: SourceError | null = null,
): QueryOutcome {
  const atMs = NOW - ageMs
  const samples = Object.entries(figures).map(([name, value]) => ({
    ...{ labels: new Map([['figure', name]]), key: name, value },
  }))
  const data: QueryData = {
    ...{ matrix: null, tip: { timeMs: atMs, samples }, window: { fromMs: atMs - 1, toMs: atMs, live: true } },
    ...{ nowMs: atMs, evaluatedMs: atMs, warnings: [], infos: [], partial: false, droppedPoints: 0, requests: [] },
  }
  return { legend: '', data, error }
}
const none = (error: SourceError | null = null): QueryOutcome => ({ legend: '', data: undefined, error })
const window = (ageMs: number, error: SourceError | null = null) =>
  answer(ageMs, { bad: 0, total: 1000, covered: 720 }, error)
const burn = (ageMs: number, error: SourceError | null = null) => answer(ageMs, { '5m': 0, '1h': 0, counted: 1 }, error)
const now = (one: QueryOutcome, other: QueryOutcome) =>
  sloNow(slo, { window: one, burn: other, bounds: none() }, scope, NOW)

describe('an objective', () => {
  it.each([
    ['its window', window(600_000), burn(1000)],
    ['its burn', window(1000), burn(600_000)],
  ])('is as old as %s where that is older', (_, one, other) => {
    const row = now(one, other)
    expect(row.truth).toMatchObject({ kind: 'stale', old: true, ageMs: 600_000 })
    expect(row.evaluatedMs).toBe(NOW - 600_000)
  })

  it.each([
    ['its window', window(600_000, GONE), burn(1000)],
    ['its burn', window(1000), burn(600_000, GONE)],
  ])('is old where %s is answered no more', (_, one, other) => {
    expect(now(one, other).truth).toMatchObject({ kind: 'failed', old: true, ageMs: 600_000, reason: 'Gone.' })
  })

  it.each([
    ['window', none(GONE), burn(1000)],
    ['burn', window(1000), none(GONE)],
  ])('is not known where its %s never was answered', (_, one, other) => {
    expect(now(one, other)).toMatchObject({ reading: undefined, truth: { kind: 'failed', old: false } })
  })

  it('is not old while its window holds', () => {
    // The page asks each 10 s, and of the window not before 45 s have passed.
    expect(now(window(50_000), burn(1000)).truth.kind).toBe('live')
  })

  it('tells the time of its window apart, with which the picture ends', () => {
    expect(now(window(40_000), burn(1000))).toMatchObject({ windowEvaluatedMs: NOW - 40_000 })
  })
})
