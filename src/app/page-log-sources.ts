import { startTrustedWorker } from '~/data/decode/trusted-worker'
import { planLogFeed, probeAddress, tenantHeaders } from '~/data/logs/plan-sources'
import type { FromLogWorker } from '~/data/logs/worker-protocol'
import { createWorkerLogSources, type StartLogWorker } from '~/data/logs/worker-source'
import { createProbedSource } from '~/data/probed/probed-source'
import type { Transport } from '~/data/transport/transport'
import type { Config } from '~/domain/config/config'
import type { LogSource } from '~/domain/logs/log-ports'
import type { ServerClock } from '~/domain/sources'
import { decodeView } from '~/state/view-codec'
import workerUrl from '~/workers/logs.worker?worker&url'

/** A page that anybody reads along: in the kiosk, or in a playlist. */
function isWallAddress({ pathname, search }: Location): boolean {
  return pathname.startsWith(`${import.meta.env.BASE_URL}tv/`) || decodeView(new URLSearchParams(search)).kiosk
}

let made: { readonly config: Config; readonly sources: readonly LogSource[] } | undefined

const start: StartLogWorker = ({ said, died }) => {
  // Our own worker, built with this page.
  const worker = startTrustedWorker(workerUrl, (message) => said(message as FromLogWorker), died)
  return { post: (message) => worker.postMessage(message), stop: () => worker.terminate() }
}

/** The log sources of the configuration; the same ones at each call. */
export function logSourcesOf(config: Config, transport: Transport, clock: ServerClock): readonly LogSource[] {
  if (made?.config !== config) {
    const { logs } = config.sources
    const pageUrl = new URL(import.meta.env.BASE_URL, location.href).href
    const { redact, secrets, userIds } = config.privacy
    const sources = createWorkerLogSources({
      spec: {
        pageUrl: location.href,
        sources: logs.map((source) => ({ id: source.id, feed: planLogFeed(source, pageUrl) })),
        redact,
        secrets,
        userIds,
      },
      sources: logs.map(({ id, title, kind }) => ({
        id,
        title: title ?? (kind === 'sample' ? 'Sample logs' : id),
        kind,
      })),
      start,
      clock,
      isWall: () => isWallAddress(location),
      probe(id, signal) {
        const source = logs.find((one) => one.id === id) ?? { id, kind: 'sample' }
        const url = probeAddress(source)
        if (url === undefined) return Promise.resolve({ latencyMs: 0 })
        const headers = tenantHeaders(source)
        return createProbedSource({ id, title: id, kind: 'logs', url, headers, transport, clock }).probe(signal)
      },
    })
    made = { config, sources }
  }
  return made.sources
}
