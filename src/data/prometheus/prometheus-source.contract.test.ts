import { describe, expect, test } from 'vitest'
import { createInThreadDecoder } from '~/data/decode/decoder'
import { createHealthMonitor } from '~/data/health/health-monitor'
import { watchMetricsSource } from '~/data/health/watch-source'
import { createServerClock } from '~/data/server-clock'
import { createTransport } from '~/data/transport/transport'
import { startFakePrometheus } from '~/testing/fake-prometheus'
import { contractExpressions, metricsSourceContract } from '~/testing/metrics-source-contract'
import { hasPrometheus, startRealPrometheus } from '~/testing/real-prometheus'
import { createPrometheusSource } from './prometheus-source'

function sourceOf(baseUrl: string) {
  const clock = createServerClock({ now: Date.now })
  const transport = createTransport()
  const decoder = createInThreadDecoder()
  return {
    clock,
    source: createPrometheusSource({ id: 'prom', title: 'Prometheus', baseUrl, transport, decoder, clock }),
  }
}

metricsSourceContract('the client before a small honest server', async () => {
  const server = await startFakePrometheus(contractExpressions)
  return { source: sourceOf(`${server.url}/`).source, stop: server.close }
})

describe.skipIf(!hasPrometheus)('with a real Prometheus', () => {
  metricsSourceContract('the client before the real thing', async () => {
    const prometheus = await startRealPrometheus()
    return { source: sourceOf(prometheus.url).source, stop: prometheus.stop }
  })

  test('F39 killed and started again, it is seen down at once and up within 5 s', { timeout: 40_000 }, async () => {
    const prometheus = await startRealPrometheus()
    const { source, clock } = sourceOf(prometheus.url)
    const health = createHealthMonitor({ sources: [source], clock })
    const watched = watchMetricsSource(source, health)
    const { signal } = new AbortController()
    const ask = () => watched.query({ expr: 'vector(1)', timeMs: Date.now(), timeoutMs: 5_000 }, signal)
    try {
      health.start()
      await ask()
      expect(health.getSnapshot()[0]?.status).toBe('up')
      await prometheus.kill()
      await expect(ask()).rejects.toMatchObject({ kind: 'unreachable', detail: { cause: 'network' } })
      expect(health.getSnapshot()[0]?.status).toBe('down')
      const recovered = new Promise<number>((resolve) => health.onRecovered(() => resolve(Date.now())))
      await prometheus.restart()
      const backMs = Date.now()
      expect((await recovered) - backMs).toBeLessThanOrEqual(5_000)
      expect((await ask()).vector.samples[0]?.value).toBe(1)
      expect(health.getSnapshot()[0]).toMatchObject({ status: 'up', version: expect.stringMatching(/^\d/) })
    } finally {
      health.stop()
      await prometheus.stop()
    }
  })
})
