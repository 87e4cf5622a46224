import { startTrustedWorker } from '~/data/decode/trusted-worker'
import type { Transport } from '~/data/transport/transport'
import type { Config } from '~/domain/config/config'
import type { ServerClock } from '~/domain/sources'
import workerUrl from '~/workers/embedded.worker?worker&url'
import { createEmbeddedTransport } from './embedded-transport'
import { type EmbeddedSource, planEmbedded } from './plan-embedded'
import type { StartEmbeddedWorker } from './watched-worker'
import type { FromWorker } from './worker-protocol'

const startWorker: StartEmbeddedWorker = (events) => {
  // Our own worker, built with this page.
  const worker = startTrustedWorker(workerUrl, (message) => events.said(message as FromWorker), events.died)
  const onHide = () => {
    if (document.visibilityState === 'hidden') worker.postMessage({ kind: 'keep' })
  }
  document.addEventListener('visibilitychange', onHide)
  addEventListener('pagehide', onHide)
  return {
    post: (message) => worker.postMessage(message),
    stop() {
      document.removeEventListener('visibilitychange', onHide)
      removeEventListener('pagehide', onHide)
      worker.terminate()
    },
  }
}

/** A Prometheus in a worker of this page, which runs from now on: scraping and rules wait for no question. */
export function startEmbedded(
  source: EmbeddedSource,
  config: Pick<Config, 'scrapeIntervalMs'>,
  clock: Pick<ServerClock, 'offsetMs'>,
): Transport {
  const baseUrl = new URL(import.meta.env.BASE_URL, location.href).href
  const transport = createEmbeddedTransport({ spec: planEmbedded(source, config, baseUrl), clock, start: startWorker })
  transport.start()
  return transport
}
