import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MetricsSource, type ProbedSource, SourceError, type SourceErrorDetail } from '~/domain/sources'
import { createFakeTime, settled } from '~/testing/fake-schedule'
import { createHealthMonitor } from './health-monitor'
import { watchMetricsSource } from './watch-source'

const refused: SourceErrorDetail = { kind: 'unreachable', cause: 'network', message: 'cannot be reached' }
const starting: SourceErrorDetail = { kind: 'starting', message: 'is starting', progress: 0.5 }

/** A source whose probes go as the test says, and a monitor on a clock of its own. */
function setUp(random = 0.5) {
  const time = createFakeTime()
  const state: { error: SourceErrorDetail | undefined; tookMs: number } = { error: undefined, tookMs: 0 }
  const probesMs: number[] = []
  const source: ProbedSource = {
    id: 'prom',
    title: 'Prometheus',
    kind: 'prometheus',
    async probe() {
      probesMs.push(time.now())
      if (state.tookMs > 0) await new Promise<void>((resolve) => time.schedule(resolve, state.tookMs))
      if (state.error !== undefined) throw new SourceError(state.error)
      return { latencyMs: 12, version: '2.42.0' }
    },
  }
  const options = { sources: [source], clock: { nowMs: time.now }, schedule: time.schedule, random: () => random }
  const monitor = createHealthMonitor(options)
  const recovered: number[] = []
  monitor.onRecovered(() => recovered.push(time.now()))
  const health = () => monitor.getSnapshot()[0]
  return { time, state, probesMs, source, monitor, recovered, health }
}

describe('health of a source', () => {
  test('is unknown until the first probe answers, then up with version and latency', async () => {
    const { monitor, health, time, recovered } = setUp()
    expect(health()?.status).toBe('unknown')
    monitor.start()
    await settled()
    expect(health()).toMatchObject({ status: 'up', version: '2.42.0', latencyMs: 12, lastAnswerMs: time.now() })
    expect(recovered).toEqual([])
  })

  test('an idle source is probed once a minute, a busy one is not', async () => {
    const { monitor, probesMs, time } = setUp()
    monitor.start()
    await time.advance(180_000)
    expect(probesMs).toHaveLength(4)
    for (let i = 0; i < 10; i += 1) {
      monitor.reportSuccess('prom', 5)
      await time.advance(30_000)
    }
    expect(probesMs).toHaveLength(4)
  })

  test('F01 a refused request turns it red at once, and its return is told within 5 s', async () => {
    const { monitor, health, time, state, recovered, probesMs } = setUp(1)
    monitor.start()
    await time.advance(10_000)
    state.error = refused
    monitor.reportFailure('prom', new SourceError(refused))
    expect(health()).toMatchObject({ status: 'down', error: refused, sinceMs: time.now(), version: '2.42.0' })
    await time.advance(60_000)
    const gaps = probesMs.slice(2).map((ms, i) => ms - (probesMs[i + 1] ?? 0))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5_000)
    state.error = undefined
    const backMs = time.now()
    await time.advance(5_000)
    expect(recovered).toHaveLength(1)
    expect((recovered[0] ?? Number.NaN) - backMs).toBeLessThanOrEqual(5_000)
    expect(health()?.status).toBe('up')
    expect(health()?.error).toBeUndefined()
  })

  test('whenever it comes back, at any jitter and with probes that hang, it is seen within 5 s', async () => {
    const cases = fc.record({
      downMs: fc.integer({ min: 1, max: 90_000 }),
      random: fc.double({ min: 0, max: 1, noNaN: true }),
      tookMs: fc.constantFrom(0, 300, 4_000),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ downMs, random, tookMs }) => {
        const { monitor, time, state, health } = setUp(random)
        monitor.start()
        await time.advance(100)
        Object.assign(state, { error: refused, tookMs })
        monitor.reportFailure('prom', new SourceError(refused))
        await time.advance(downMs)
        Object.assign(state, { error: undefined, tookMs: 0 })
        await time.advance(5_000)
        monitor.stop()
        expect(health()?.status).toBe('up')
      }),
      { numRuns: 30 },
    )
  })

  test('F10 starting is its own state, with progress, and no fault', async () => {
    const { monitor, health, time, state, recovered } = setUp()
    state.error = starting
    monitor.start()
    await settled()
    expect(health()).toMatchObject({ status: 'starting', error: { progress: 0.5 } })
    state.error = undefined
    await time.advance(5_000)
    expect(health()?.status).toBe('up')
    expect(recovered).toHaveLength(1)
  })

  test('many failures of one outage do not push the next probe away', async () => {
    const { monitor, time, state, probesMs } = setUp()
    monitor.start()
    await settled()
    state.error = refused
    for (let i = 0; i < 40; i += 1) {
      monitor.reportFailure('prom', new SourceError(refused))
      await time.advance(100)
    }
    expect(probesMs.length).toBeGreaterThanOrEqual(3)
    expect(probesMs.length).toBeLessThanOrEqual(6)
  })

  test.each(['badRequest', 'execution', 'tooMuch', 'throttled'] as const)(
    'a query answered with %s leaves it up',
    async (kind) => {
      const { monitor, health, probesMs } = setUp()
      monitor.start()
      await settled()
      monitor.reportFailure('prom', new SourceError({ kind, message: '' }))
      await settled()
      expect(health()?.status).toBe('up')
      expect(probesMs).toHaveLength(1)
    },
  )

  test.each(['timeout', 'unavailable', 'badPayload', 'notFound'] as const)(
    'a query that ends in %s makes it ask',
    async (kind) => {
      const { monitor, health, probesMs, state } = setUp()
      monitor.start()
      await settled()
      monitor.reportFailure('prom', new SourceError({ kind, message: '' }))
      await settled()
      expect([health()?.status, probesMs.length]).toEqual(['up', 2])
      state.error = { kind, message: 'still' }
      monitor.reportFailure('prom', new SourceError({ kind, message: '' }))
      await settled()
      expect([health()?.status, probesMs.length]).toEqual(['down', 3])
    },
  )

  test('an abort says nothing', async () => {
    const { monitor, health } = setUp()
    monitor.reportFailure('prom', new SourceError({ kind: 'aborted', message: '' }))
    expect(health()?.status).toBe('unknown')
  })

  test('a query that works again counts as recovery before any probe', async () => {
    const { monitor, health, recovered, state, time } = setUp()
    monitor.start()
    await settled()
    state.error = refused
    monitor.reportFailure('prom', new SourceError(refused))
    monitor.reportSuccess('prom', 20)
    expect(health()?.status).toBe('up')
    expect(recovered).toEqual([time.now()])
  })

  test('answers of one refresh are told in one go, changes of status at once', async () => {
    const { monitor, time, getCalls } = { ...setUp(), getCalls: { count: 0 } }
    monitor.subscribe(() => {
      getCalls.count += 1
    })
    monitor.reportSuccess('prom', 1)
    expect(getCalls.count).toBe(1)
    const before = monitor.getSnapshot()
    for (let i = 0; i < 20; i += 1) monitor.reportSuccess('prom', i)
    expect(monitor.getSnapshot()).toBe(before)
    await time.advance(1_000)
    expect(getCalls.count).toBe(2)
    monitor.stop()
  })

  test('stop leaves no timer and no probe, in any state', async () => {
    for (const error of [undefined, refused, starting]) {
      const { monitor, time, state, probesMs } = setUp()
      state.error = error
      monitor.start()
      await time.advance(1_234)
      monitor.reportSuccess('nobody', 1)
      monitor.reportSuccess('prom', 1)
      monitor.stop()
      const probes = probesMs.length
      expect(time.waiting).toBe(0)
      await time.advance(120_000)
      expect(probesMs).toHaveLength(probes)
    }
  })

  test('a watched source reports how its queries went', async () => {
    const { monitor, health, source } = setUp()
    const fault = new SourceError(refused)
    const metrics: MetricsSource = {
      ...source,
      probe: source.probe,
      alertRules: async () => [],
      query: () => Promise.reject(fault),
      labels: () => Promise.reject(fault),
      ruleStates: () => Promise.reject(fault),
      queryRange: async ({ startMs, stepMs }) => ({
        matrix: { grid: { startMs, stepMs, count: 0 }, series: [] },
        warnings: [],
        infos: [],
        partial: false,
        droppedPoints: 0,
        cost: { bytes: 1, durationMs: 33 },
      }),
    }
    const watched = watchMetricsSource(metrics, monitor)
    const { signal } = new AbortController()
    await watched.queryRange({ expr: 'up', startMs: 0, endMs: 0, stepMs: 1, timeoutMs: 1 }, signal)
    expect(health()).toMatchObject({ status: 'up', latencyMs: 33 })
    await expect(watched.query({ expr: 'up', timeMs: 0, timeoutMs: 1 }, signal)).rejects.toBe(fault)
    expect(health()?.status).toBe('down')
  })
})
