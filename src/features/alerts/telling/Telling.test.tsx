// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, waitFor } from '@testing-library/react'
import { MemoryRouter } from 'react-router-dom'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '~/data/query-client'
import { createQueryPlane } from '~/data/query-plane/plane'
import { METRICS_KEY } from '~/data/query-plane/use-plane-queries'
import { type Services, ServicesContext } from '~/data/services-context'
import { FIRING_EXPR } from '~/domain/alerts/firing'
import { labelsKey } from '~/domain/series/frame'
import type { InstantQuery, MetricsSource } from '~/domain/sources'
import { firing } from '~/state/firing'
import { preferences } from '~/state/preferences'
import { Telling } from './Telling'

const beep = vi.hoisted(() => vi.fn(async () => undefined))
vi.mock('./sound', () => ({ beep }))

beforeEach(() => {
  localStorage.clear()
  beep.mockClear()
  preferences.setState({ alertSound: true, alertNotification: false })
})
afterEach(cleanup)

const SERIES = 2_000

const sampleOf = (texts: Record<string, string>, value: number) => {
  const labels = new Map(Object.entries(texts))
  return { labels, key: labelsKey(labels), value }
}

/** A Prometheus in which these pods are down, and which answers with as many series as it is asked for, each time with others. */
function createWorld() {
  const world = { down: [] as string[], turn: 0 }
  let nowMs = 1_800_000_000_000
  const clock = { nowMs: () => nowMs, offsetMs: () => 0 }
  const kind = { alertname: 'Down', severity: 'critical' }
  const source = {
    id: 'prometheus',
    async query({ expr, timeMs }: InstantQuery) {
      const turned = [...world.down.slice(world.turn), ...world.down.slice(0, world.turn)].slice(0, SERIES)
      const each = turned.map((pod) => sampleOf({ __name__: 'ALERTS', alertstate: 'firing', ...kind, pod }, 1))
      const all = world.down.length === 0 ? [] : [sampleOf(kind, world.down.length)]
      const cost = { bytes: 0, durationMs: 0 }
      const samples = expr === FIRING_EXPR ? all : each
      return { vector: { timeMs, samples }, warnings: [], infos: [], partial: false, droppedPoints: 0, cost }
    },
  } as unknown as MetricsSource
  const plane = createQueryPlane({
    ...{ sources: new Map([['prometheus', source]]), clock, intervalMs: () => 30_000 },
    ...{ random: () => 0.5, delay: async () => undefined },
  })
  const client = createQueryClient()
  const services = { metrics: source, plane, clock, config: { refreshMs: 30_000 }, alertStores: async () => [] }
  render(
    <QueryClientProvider client={client}>
      <ServicesContext value={services as unknown as Services}>
        <MemoryRouter>
          <Telling intervalMs={30_000} />
        </MemoryRouter>
      </ServicesContext>
    </QueryClientProvider>,
  )
  return Object.assign(world, {
    /** One refresh of the page, and all that follows from it. */
    async tick() {
      nowMs += 30_000
      await act(async () => {
        plane.beginTick({ urgent: true })
        await client.refetchQueries({ queryKey: [METRICS_KEY], type: 'active' }, { cancelRefetch: false })
      })
      await waitFor(() => expect(firing.getState().count?.critical).toBe(world.down.length))
      await act(async () => undefined)
    },
  })
}

test('F53 five thousand at once sound once, whichever of them are told of, and not again as they end', async () => {
  const world = createWorld()
  await waitFor(() => expect(firing.getState().count).toEqual({ critical: 0, warning: 0 }))
  await world.tick()
  world.down = Array.from({ length: 5_000 }, (_, i) => `pod-${i}`)
  await world.tick()
  await waitFor(() => expect(beep).toHaveBeenCalledTimes(1))
  for (const turn of [1_000, 2_500, 4_000]) {
    world.turn = turn
    await world.tick()
  }
  for (const left of [1_500, 200]) {
    world.down = world.down.slice(0, left)
    world.turn = 0
    await world.tick()
  }
  expect(beep).toHaveBeenCalledTimes(1)
  // And one that begins after it is news.
  world.down = [...world.down, 'pod-new']
  await world.tick()
  await waitFor(() => expect(beep).toHaveBeenCalledTimes(2))
})
