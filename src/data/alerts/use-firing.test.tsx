// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { createQueryClient } from '~/data/query-client'
import { createQueryPlane } from '~/data/query-plane/plane'
import { METRICS_KEY } from '~/data/query-plane/use-plane-queries'
import { type Services, ServicesContext } from '~/data/services-context'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import { countFiring, FIRING_EXPR } from '~/domain/alerts/firing'
import type { ReceivedAlert } from '~/domain/alerts/model'
import { labelsKey } from '~/domain/series/frame'
import { type InstantQuery, type MetricsSource, SourceError } from '~/domain/sources'
import { useFiring } from './use-firing'

afterEach(cleanup)

const START_MS = 1_800_000_000_000
const HOUR_MS = 3_600_000
const GONE = new SourceError({ kind: 'unreachable', message: 'Gone.' })

type Texts = Readonly<Record<string, string>>

const samplesOf = (all: readonly (readonly [Texts, number])[]) =>
  all.map(([texts, value]) => {
    const labels = new Map(Object.entries(texts))
    return { labels, key: labelsKey(labels), value }
  })

/** As `count by` makes it of the alerts. */
function countOf(fires: readonly Texts[]): readonly (readonly [Texts, number])[] {
  const keys = fires.map(({ instance: _, ...texts }) => JSON.stringify(texts))
  return [...new Set(keys)].map((key) => [JSON.parse(key) as Texts, keys.filter((one) => one === key).length])
}

const silenced = (texts: Texts): ReceivedAlert => {
  const labels = new Map(Object.entries(texts))
  const times = { startsMs: 0, endsMs: 1, annotations: new Map(), generatorUrl: '' }
  return {
    ...times,
    fingerprint: labelsKey(labels),
    labels,
    state: 'suppressed',
    receivers: [],
    silencedBy: ['s'],
    inhibitedBy: [],
  }
}

/** A Prometheus in which these alerts fire, and Alertmanagers that tell of these; counts what they are asked. */
function createWorld(storeCount = 1) {
  const world = {
    fires: [] as readonly Texts[],
    muted: [] as readonly ReceivedAlert[],
    startedMs: START_MS - HOUR_MS,
    isAway: false,
    areSeriesAway: false,
    areStoresAway: false,
    asked: [] as string[],
  }
  let nowMs = START_MS
  const clock = { nowMs: () => nowMs, offsetMs: () => 0 }
  const source = {
    id: 'prometheus',
    async query({ expr, timeMs }: InstantQuery) {
      world.asked.push(expr === FIRING_EXPR ? 'all' : 'series')
      if (world.isAway || (world.areSeriesAway && expr !== FIRING_EXPR)) throw GONE
      const samples =
        expr === FIRING_EXPR
          ? samplesOf(countOf(world.fires))
          : samplesOf(world.fires.map((texts) => [{ __name__: 'ALERTS', alertstate: 'firing', ...texts }, 1]))
      const cost = { bytes: 0, durationMs: 0 }
      return { vector: { timeMs, samples }, warnings: [], infos: [], partial: false, droppedPoints: 0, cost }
    },
  } as unknown as MetricsSource
  const alertsOf = (which: string) => async () => {
    world.asked.push(which)
    if (world.areStoresAway) throw GONE
    return world.muted
  }
  const stores = Array.from({ length: storeCount }, (_, i) => ({
    id: `am${i}`,
    title: 'Alertmanager',
    alerts: alertsOf('received'),
    suppressed: alertsOf('muted'),
    async status() {
      world.asked.push('status')
      return { version: '', startedMs: world.startedMs, config: '', peers: 0 }
    },
  })) as unknown as readonly AlertStore[]
  const plane = createQueryPlane({
    sources: new Map([['prometheus', source]]),
    clock,
    intervalMs: () => 30_000,
    random: () => 0.5,
    delay: async () => undefined,
  })
  const client = createQueryClient()
  const services = { metrics: source, plane, clock, alertStores: async () => stores } as unknown as Services
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <ServicesContext value={services}>{children}</ServicesContext>
    </QueryClientProvider>
  )
  const { result } = renderHook(() => useFiring(), { wrapper })
  return Object.assign(world, {
    known: () => result.current.known,
    error: () => result.current.outcome.error,
    /** What was asked since the last time. */
    taken: () => world.asked.splice(0).sort(),
    /** One refresh of the page. */
    async tick() {
      nowMs += 30_000
      await act(async () => {
        plane.beginTick({ urgent: true })
        await client.refetchQueries({ queryKey: [METRICS_KEY], type: 'active' }, { cancelRefetch: false })
      })
    },
    count: () => result.current.known && countFiring(result.current.known.loud),
  })
}

const CRITICAL: Texts = { alertname: 'Down', severity: 'critical', instance: 'a' }
const WARNING: Texts = { alertname: 'Slow', severity: 'warning' }

describe('what fires is asked', () => {
  it('in one question a refresh while nothing does, and of nobody else', async () => {
    const world = createWorld()
    await waitFor(() => expect(world.count()).toEqual({ critical: 0, warning: 0 }))
    expect(world.taken()).toEqual(['all'])
    for (let refresh = 0; refresh < 3; refresh++) await world.tick()
    expect(world.taken()).toEqual(['all', 'all', 'all'])
  })

  it('of Alertmanager where something does, for the muted ones alone, and once since when it runs', async () => {
    const world = createWorld()
    world.fires = [CRITICAL, WARNING]
    await waitFor(() => expect(world.count()).toEqual({ critical: 1, warning: 1 }))
    expect(world.taken()).toEqual(['all', 'muted', 'status'])
    for (let refresh = 0; refresh < 2; refresh++) {
      await world.tick()
      await waitFor(() => expect(world.asked).toEqual(['all', 'muted']))
      world.taken()
    }
  })

  it('by its series only where something of its name is muted', async () => {
    const world = createWorld()
    world.fires = [CRITICAL, { ...CRITICAL, instance: 'b' }, WARNING]
    world.muted = [silenced({ ...CRITICAL, cluster: 'x' }), silenced({ alertname: 'Elsewhere' })]
    await waitFor(() => expect(world.count()).toEqual({ critical: 1, warning: 1 }))
    expect(world.taken()).toEqual(['all', 'muted', 'series', 'status'])
  })
})

describe('what is not known', () => {
  it('a fault of Prometheus is told with the count that was', async () => {
    const world = createWorld()
    world.fires = [CRITICAL, WARNING]
    world.muted = [silenced(CRITICAL)]
    await waitFor(() => expect(world.count()).toEqual({ critical: 0, warning: 1 }))
    world.isAway = true
    await world.tick()
    await waitFor(() => expect(world.error()).toBe(GONE))
    expect(world.count()).toEqual({ critical: 0, warning: 1 })
  })

  it('where the single series are not answered, what is silenced is as it was, and doubtful', async () => {
    const world = createWorld()
    world.fires = [CRITICAL, WARNING]
    world.muted = [silenced(CRITICAL)]
    await waitFor(() => expect(world.count()).toEqual({ critical: 0, warning: 1 }))
    expect(world.known()?.doubtful).toBe(0)
    world.areSeriesAway = true
    await world.tick()
    await waitFor(() => expect(world.known()?.doubtful).toBe(1))
    expect(world.count()).toEqual({ critical: 0, warning: 1 })
  })

  it('what was silenced when Alertmanager was heard last is doubtful while it is away', async () => {
    const world = createWorld()
    world.fires = [CRITICAL, WARNING]
    world.muted = [silenced(CRITICAL)]
    await waitFor(() => expect(world.count()).toEqual({ critical: 0, warning: 1 }))
    world.areStoresAway = true
    await world.tick()
    await waitFor(() => expect(world.known()?.doubtful).toBe(1))
    expect(world.count()).toEqual({ critical: 0, warning: 1 })
  })

  it('one that has just started is not believed in what it does not have yet', async () => {
    const world = createWorld()
    world.fires = [CRITICAL]
    world.muted = [silenced(CRITICAL)]
    await waitFor(() => expect(world.count()).toEqual({ critical: 0, warning: 0 }))
    world.taken()
    Object.assign(world, { muted: [], startedMs: START_MS + 29_000 })
    await world.tick()
    await waitFor(() => expect(world.known()?.doubtful).toBe(1))
    expect(world.asked).toContain('status')
    // The same, and it runs for long: the silence has ended.
    world.startedMs = START_MS - HOUR_MS
    await world.tick()
    await waitFor(() => expect(world.count()).toEqual({ critical: 1, warning: 0 }))
  })

  it('before any Alertmanager answers, all of it is counted', async () => {
    const world = createWorld()
    world.fires = [CRITICAL]
    world.areStoresAway = true
    await waitFor(() => expect(world.count()).toEqual({ critical: 1, warning: 0 }))
    expect(world.known()?.doubtful).toBe(0)
  })

  it('several Alertmanagers are asked for all: what one sends another may have silenced', async () => {
    const world = createWorld(2)
    world.fires = [WARNING]
    await waitFor(() => expect(world.count()).toEqual({ critical: 0, warning: 1 }))
    expect(world.taken()).toEqual(['all', 'received', 'received', 'status', 'status'])
  })
})
