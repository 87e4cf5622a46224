import { badPayload, isObject, parseJson } from '~/data/decode/envelope'
import { explainStatus } from '~/data/decode/explain-status'
import { joinPath } from '~/data/prometheus/wire'
import type { Transport } from '~/data/transport/transport'
import { type ProbedSource, type ServerClock, SourceError } from '~/domain/sources'

export interface AlertmanagerOptions {
  readonly id: string
  readonly title: string
  /** Absolute or relative to the page, with or without a trailing slash: what stands before `/api/v2`. */
  readonly baseUrl: string
  readonly transport: Transport
  readonly clock: ServerClock
}

/** An Alertmanager that can be asked whether it is there: /api/v2/status. */
export function createAlertmanagerSource(options: AlertmanagerOptions): ProbedSource {
  const { id, title, baseUrl, transport, clock } = options
  const url = joinPath(baseUrl, '/api/v2/status')
  return {
    id,
    title,
    kind: 'alertmanager',
    async probe(signal) {
      try {
        const request = { url, method: 'GET', timeoutMs: 4_000, priority: 'user', maxBytes: 1_048_576 } as const
        const response = await transport.request(request, signal)
        if (response.status >= 300) throw await explainStatus(response, title, clock.nowMs())
        const version = decodeVersion(response.body)
        return { latencyMs: response.durationMs, ...(version === undefined ? {} : { version }) }
      } catch (error) {
        if (error instanceof SourceError) throw error
        throw new SourceError({ kind: 'client', message: 'The request failed by a fault of this page.' })
      }
    },
  }
}

function decodeVersion(body: ArrayBuffer): string | undefined {
  const document = parseJson(body)
  const { versionInfo, uptime, cluster } = isObject(document) ? document : {}
  if (versionInfo === undefined && uptime === undefined && cluster === undefined) {
    throw badPayload(
      'The server answers, but not as an Alertmanager does.',
      'Check that the address in config.json is that of an Alertmanager.',
    )
  }
  const { version } = isObject(versionInfo) ? versionInfo : {}
  return typeof version === 'string' ? version.slice(0, 40) : undefined
}
