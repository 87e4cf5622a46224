import { createInThreadDecoder } from '~/data/decode/decoder'
import { createPrometheusSource } from '~/data/prometheus/prometheus-source'
import { createServerClock } from '~/data/server-clock'
import { inThreadWorker } from '~/testing/in-thread-worker'
import { metricsSourceContract } from '~/testing/metrics-source-contract'
import type { SampleSpec } from './embedded-spec'
import { createEmbeddedTransport } from './embedded-transport'

const spec: SampleSpec = {
  kind: 'sample',
  id: 'sample',
  ruleFiles: [],
  evaluationMs: 15_000,
  externalUrl: 'http://127.0.0.1/',
}

metricsSourceContract('the client before a Prometheus in this thread', async () => {
  const clock = createServerClock({ now: Date.now })
  const transport = createEmbeddedTransport({ spec, start: inThreadWorker(), clock })
  const common = { id: 'sample', title: 'Sample data', kind: 'sample', baseUrl: '' }
  const source = createPrometheusSource({ ...common, transport, decoder: createInThreadDecoder(), clock })
  return { source, stop: transport.dispose }
})
