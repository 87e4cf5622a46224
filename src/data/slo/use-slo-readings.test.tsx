// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { createQueryClient } from '~/data/query-client'
import { createQueryPlane } from '~/data/query-plane/plane'
import { METRICS_KEY } from '~/data/query-plane/use-plane-queries'
import { type Services, ServicesContext } from '~/data/services-context'
import { windowQuestion } from '~/domain/slo/questions'
import { type InstantQuery, type MetricsSource, SourceError } from '~/domain/sources'
import { madeSlo } from '~/testing/made-slo'
import { useSloReadings } from './use-slo-readings'

afterEach(cleanup)

const START_MS = 1_800_000_000_000
const GONE = new SourceError({ kind: 'unreachable', message: 'Gone.' })
const SLOS = [madeSlo()]
const WINDOW = windowQuestion(madeSlo())

/** A source of which one half may be away, hang or be empty, and a clock that a test moves. */
function createWorld() {
  const world = { nowMs: START_MS, window: 'well', burn: 'well', figure: 0.001 }
  const clock = { nowMs: () => world.nowMs, offsetMs: () => 0 }
  const source = {
    id: 'prometheus',
    async query({ expr, timeMs }: InstantQuery) {
      const isWindow = expr.includes('"covered"')
      const state = isWindow ? world.window : world.burn
      if (state === 'away') throw GONE
      if (state === 'hangs') await new Promise(() => {})
      const figures = isWindow
        ? { bad: 1000 * world.figure, total: 1000, covered: 720 }
        : { '5m': world.figure, '1h': world.figure, counted: 1 }
      const samples = Object.entries(state === 'empty' ? {} : figures).map(([name, value]) => {
        return { labels: new Map([['figure', name]]), key: name, value }
      })
      const cost = { bytes: 0, durationMs: 0 }
      return { vector: { timeMs, samples }, warnings: [], infos: [], partial: false, droppedPoints: 0, cost }
    },
  } as unknown as MetricsSource
  const plane = createQueryPlane({
    ...{ sources: new Map([['prometheus', source]]), clock, intervalMs: () => 30_000, random: () => 0.5 },
    delay: async () => undefined,
  })
  const client = createQueryClient()
  const services = { metrics: source, plane, clock, config: { scrapeIntervalMs: 15_000 } } as unknown as Services
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <ServicesContext value={services}>{children}</ServicesContext>
    </QueryClientProvider>
  )
  const { result, rerender } = renderHook(() => useSloReadings(SLOS, 30_000), { wrapper })
  return Object.assign(world, {
    row: () => {
      rerender()
      return result.current[0]
    },
    /** One refresh of the page; what hangs is not waited for. */
    async tick(byMs = 30_000) {
      world.nowMs += byMs
      await act(async () => {
        plane.beginTick({ urgent: true })
        const asked = client.refetchQueries({ queryKey: [METRICS_KEY], type: 'active' }, { cancelRefetch: false })
        if (world.window !== 'hangs' && world.burn !== 'hangs') await asked
      })
    },
  })
}

test('the question of the window is told from that of the burn', () => expect(WINDOW).toContain('"covered"'))

test.each(['window', 'burn'] as const)(
  'an objective whose %s is away or hangs is old, and well again by itself',
  async (half) => {
    const world = createWorld()
    await waitFor(() => expect(world.row()).toMatchObject({ truth: { kind: 'live' }, reading: { state: 'ok' } }))
    world[half] = 'away'
    for (let refresh = 0; refresh < 3; refresh++) await world.tick(60_000)
    expect(world.row()?.truth).toMatchObject({ kind: 'failed', old: true, ageMs: 180_000 })
    expect(world.row()?.evaluatedMs).toBe(START_MS)

    world[half] = 'well'
    await world.tick()
    await waitFor(() => expect(world.row()?.truth.kind).toBe('live'))
    const answeredMs = world.nowMs
    world[half] = 'hangs'
    await world.tick(300_000)
    expect(world.row()?.truth).toMatchObject({ kind: 'stale', old: true, ageMs: 300_000 })
    expect(world.row()?.evaluatedMs).toBe(answeredMs)
  },
)

test.each([
  ['window', 'noData'],
  ['burn', 'silent'],
] as const)('an objective whose %s is empty is %s', async (half, state) => {
  const world = createWorld()
  world[half] = 'empty'
  await world.tick()
  await waitFor(() => expect(world.row()?.reading?.state).toBe(state))
})

test.each([Number.NaN, Number.POSITIVE_INFINITY])('figures of %s are no budget', async (figure) => {
  const world = createWorld()
  world.figure = figure
  await world.tick()
  await waitFor(() => expect(world.row()?.reading).toMatchObject({ state: 'noData', compliance: null, left: null }))
})
