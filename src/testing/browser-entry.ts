import { createWorkerDecoder } from '~/data/decode/decode-worker'
import { createPrometheusSource } from '~/data/prometheus/prometheus-source'
import { createServerClock } from '~/data/server-clock'
import { createTransport } from '~/data/transport/transport'
import { SourceError, type SourceErrorDetail } from '~/domain/sources'

/** What tests in a real browser call: plain values in and out. */
const api = {
  /** Asks for `vector(42)` and answers its value, or the error. */
  async query(
    baseUrl: string,
    tenant?: { readonly header: string; readonly value: string },
  ): Promise<number | SourceErrorDetail> {
    const clock = createServerClock({ now: Date.now })
    const transport = createTransport()
    const decoder = createWorkerDecoder()
    const common = { id: 'prom', title: 'Prometheus', baseUrl, transport, decoder, clock }
    const source = createPrometheusSource(tenant === undefined ? common : { ...common, tenant })
    const query = {
      expr: 'vector(42)',
      startMs: 1_700_000_040_000,
      endMs: 1_700_000_100_000,
      stepMs: 15_000,
      timeoutMs: 5_000,
    }
    try {
      const { matrix } = await source.queryRange(query, new AbortController().signal)
      return matrix.series[0]?.values[4] ?? Number.NaN
    } catch (error) {
      if (error instanceof SourceError) return error.detail
      throw error
    } finally {
      decoder.dispose()
      transport.dispose()
    }
  },
}

export type BrowserApi = typeof api

Object.assign(globalThis, { lookoutTest: api })
