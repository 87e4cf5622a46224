import { createTrustedWorker } from '~/data/decode/trusted-worker'
import type { Transport } from '~/data/transport/transport'
import type { Config } from '~/domain/config/config'
import type { ServerClock } from '~/domain/sources'
import workerUrl from '~/workers/embedded.worker?worker&url'
import { createEmbeddedTransport, type StartEmbeddedWorker } from './embedded-transport'
import { type EmbeddedSource, planEmbedded } from './plan-embedded'

const startWorker: StartEmbeddedWorker = (events) => {
  const worker = createTrustedWorker(workerUrl)
  // Our own worker, built with this page.
  worker.addEventListener('message', ({ data }) => events.said(data))
  worker.addEventListener('messageerror', events.died)
  worker.addEventListener('error', (event) => {
    // The transport recovers by itself; without this the browser would report the same fault as the page's.
    event.preventDefault()
    events.died()
  })
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

/** A Prometheus in a worker of this page. */
export function startEmbedded(
  source: EmbeddedSource,
  config: Pick<Config, 'scrapeIntervalMs'>,
  clock: Pick<ServerClock, 'offsetMs'>,
): Transport {
  const baseUrl = new URL(import.meta.env.BASE_URL, location.href).href
  return createEmbeddedTransport({ spec: planEmbedded(source, config, baseUrl), clock, start: startWorker })
}
