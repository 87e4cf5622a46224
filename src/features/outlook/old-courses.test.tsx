// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter } from 'react-router-dom'
import { afterEach, describe, expect, test } from 'vitest'
import { createQueryClient } from '~/data/query-client'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { METRICS_KEY } from '~/data/query-plane/use-plane-queries'
import { type Services, ServicesContext } from '~/data/services-context'
import type { Capacity, Signal } from '~/domain/outlook/decode-outlook'
import type { Matrix } from '~/domain/series/frame'
import { SourceError } from '~/domain/sources'
import { HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import { CapacityPart } from './CapacityPart'
import { oldEndMs } from './course-age'
import { nothingText } from './DeployPart'
import { SignalPart } from './SignalPart'

afterEach(cleanup)

const START_MS = Date.parse('2026-01-20T12:00:30Z')
const GONE = new SourceError({ kind: 'unreachable', message: 'Gone.' })
const signal = { id: 'jobs', title: 'Jobs', platform: 'p', unit: 'short', worse: 'down', expr: 'jobs' } as Signal
const disk = { id: 'disk', title: 'Disk', platform: 'p', unit: 'percent', expr: 'disk', limit: 100 } as Capacity

/** A source of which each hour that has ended has a value; a clock that a test moves. */
function createWorld(valueAt: (hoursAgo: number) => number | null) {
  const world = { nowMs: START_MS, isAway: false }
  const client = createQueryClient()
  const load = async ({ resolveWindow, stepMs }: PlaneQuery): Promise<QueryData> => {
    if (world.isAway) throw GONE
    const window = resolveWindow(world.nowMs)
    const count = (window.toMs - window.fromMs) / stepMs + 1
    const values = Array.from({ length: count }, (_, i) => valueAt(count - 1 - i))
    const series = {
      ...{ labels: new Map<string, string>(), key: '' },
      ...{
        values: Float64Array.from(values, (value) => value ?? Number.NaN),
        present: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
      },
    }
    const matrix: Matrix = { grid: { startMs: window.fromMs, stepMs, count }, series: [series] }
    return {
      ...{ matrix, tip: null, window, nowMs: world.nowMs, evaluatedMs: world.nowMs, warnings: [], infos: [] },
      ...{ partial: false, droppedPoints: 0, requests: [] },
    }
  }
  const services = {
    config: { platforms: [], dashboards: [], refreshMs: 30_000, scrapeIntervalMs: 15_000, timeZone: 'UTC' },
    metrics: { id: 'm' },
    clock: { nowMs: () => world.nowMs },
    plane: { load, held: () => undefined },
  } as unknown as Services
  const show = (page: ReactNode) =>
    render(
      <QueryClientProvider client={client}>
        <ServicesContext value={services}>
          <MemoryRouter>{page}</MemoryRouter>
        </ServicesContext>
      </QueryClientProvider>,
    )
  return Object.assign(world, { show, refresh: () => client.refetchQueries({ queryKey: [METRICS_KEY] }) })
}

const lead = () => screen.getByRole('status').textContent
const row = (of: string) => document.querySelector(`[data-${of}]`)

describe('a signal', () => {
  test('of now is judged', async () => {
    const world = createWorld(() => 5)
    world.show(<SignalPart signals={[signal]} />)
    await waitFor(() => expect(lead()).toBe('Nothing is unusual for this hour of the week.'))
    expect(row('signal')?.hasAttribute('data-old')).toBe(false)
  })

  test('that is answered no more is not known, and its figure is that of its hour', async () => {
    const world = createWorld((ago) => (ago === 0 ? 500 : 5))
    world.show(<SignalPart signals={[signal]} />)
    await waitFor(() => expect(lead()).toBe('1 of 1 signals is unusual for this hour of the week.'))
    world.isAway = true
    world.nowMs += HOUR_MS
    await world.refresh()
    await waitFor(() => expect(lead()).toMatch(/^Of no signal it is known/))
    expect(row('signal')?.textContent).toContain('until 2026-01-20 12:00')
    expect(row('signal')?.textContent).toContain('no answer')
  })

  test('that nobody asks for any more grows old', async () => {
    const world = createWorld(() => 5)
    world.show(<SignalPart signals={[signal]} />)
    await waitFor(() => expect(lead()).toBe('Nothing is unusual for this hour of the week.'))
    world.nowMs += 3 * HOUR_MS
    await waitFor(() => expect(lead()).toMatch(/^Of no signal it is known/), { timeout: 5000 })
    expect(row('signal')?.textContent).toMatch(/until 2026-01-20 12:00.*old/)
    expect(screen.queryAllByText('usual')).toHaveLength(0)
  })

  test('without data is nothing that is usual', async () => {
    const world = createWorld((ago) => (ago < 5 ? null : 5))
    world.show(<SignalPart signals={[signal]} />)
    await waitFor(() => expect(lead()).toMatch(/^Of no signal it is known/))
  })
})

describe('a capacity', () => {
  test('that ended is neither full nor well, and says of when it is', async () => {
    const world = createWorld((ago) => (ago < 10 ? null : 100))
    world.show(<CapacityPart capacity={[disk]} />)
    await waitFor(() => expect(row('capacity')?.getAttribute('data-outlook')).toBe('ended'))
    expect(row('capacity')?.textContent).toMatch(/100 %at 2026-01-20 02:00/)
    expect(row('capacity')?.textContent).toContain('no data for 10 hours')
    expect(screen.queryAllByText('full')).toHaveLength(0)
  })

  test('of which nothing was answered has no figure', async () => {
    const world = createWorld(() => 50)
    world.isAway = true
    world.show(<CapacityPart capacity={[disk]} />)
    await waitFor(() => expect(row('capacity')?.textContent).toContain('no answer'))
    expect(row('capacity')?.querySelector('[data-head="Now"]')?.textContent).toBe('–')
  })
})

test.each([
  [0, 30_000, null],
  [HOUR_MS + MINUTE_MS, 30_000, null],
  [HOUR_MS + 2 * MINUTE_MS, 30_000, START_MS],
  [HOUR_MS + 2 * MINUTE_MS, null, START_MS],
])('a course that ended %s ms ago, asked each %s ms', (agoMs, intervalMs, oldMs) => {
  expect(oldEndMs({ points: [{ timeMs: START_MS, value: 1 }] }, START_MS + agoMs, intervalMs)).toBe(oldMs)
})

const of = (...series: Matrix['series']) => ({
  matrix: { grid: { startMs: 0, stepMs: 1, count: 1 }, series },
  error: null,
})
const process = { labels: new Map<string, string>(), key: '', values: new Float64Array(1), present: new Uint8Array(1) }
test.each([
  [[of(process)], 'No process began anew in the last week.'],
  [[of(process), of()], /^Not every platform tells/],
  [[of(process), { matrix: undefined, error: GONE }], /is not known/],
  [[of(process), { matrix: undefined, error: null }], /^Asking/],
])('that nothing began is said only where it is known', (courses, text) => {
  expect(nothingText(courses)).toMatch(text)
})
