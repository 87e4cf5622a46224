import { badPayload, decodeEnvelope, isObject, parseJson } from '~/data/decode/envelope'
import { readTexts } from '~/data/decode/texts'
import type { TransportRequest, TransportResponse } from '~/data/transport/transport'
import type { LoadedAlertRule, ProbeAnswer } from '~/domain/sources'

export { createRulesReader } from '~/data/decode/alerts/alert-reader'
export { askLabels } from './labels'

/** Asks a path of the API by GET and answers with status 2xx or the one tolerated; throws SourceError for any other. */
export type AskPath = (path: string, more?: Partial<TransportRequest>, tolerated?: number) => Promise<TransportResponse>

/** Whether the server is there, and its version. Throws SourceError. */
export async function probeServer(ask: AskPath): Promise<ProbeAnswer> {
  const known = await ask('/api/v1/status/buildinfo', {}, 404)
  if (known.status !== 404) {
    const version = decodeVersion(known.body)
    return { latencyMs: known.durationMs, ...(version === undefined ? {} : { version }) }
  }
  // Some relatives of Prometheus have no build information, but all of them answer a query.
  const answer = await ask('/api/v1/query?query=1')
  decodeEnvelope(answer.body)
  return { latencyMs: answer.durationMs }
}

/** The version in an answer of /api/v1/status/buildinfo. Throws SourceError for what is no answer of the API. */
function decodeVersion(body: ArrayBuffer): string | undefined {
  const document = parseJson(body)
  const { status, data } = isObject(document) ? document : {}
  if (status !== 'success') throw badPayload('The server answers, but not as a Prometheus API does.')
  const { version } = isObject(data) ? data : {}
  return typeof version === 'string' ? version.slice(0, 40) : undefined
}

/** The alerting rules that the server has loaded. Throws SourceError; a server without rules of its own answers 404. */
export async function askAlertRules(ask: AskPath): Promise<readonly LoadedAlertRule[]> {
  // Nobody waits for them. Thousands of rules are some megabytes, with their alerts, which old servers send anyway, more; and a
  // Prometheus in the page first evaluates them for the past.
  const more = { timeoutMs: 90_000, priority: 'refresh', maxBytes: 16 * 1_048_576 } as const
  const { body } = await ask('/api/v1/rules?type=alert&exclude_alerts=true', more)
  return decodeAlertRules(parseJson(body))
}

/** The alerting rules in an answer of /api/v1/rules; what is none is left out. Throws SourceError for what is no such answer. */
export function decodeAlertRules(document: unknown): readonly LoadedAlertRule[] {
  const { data } = isObject(document) ? document : {}
  const { groups } = isObject(data) ? data : {}
  if (!Array.isArray(groups)) throw badPayload('The server answers, but not with rules.')
  return groups.flatMap((group: unknown) => {
    const rules = isObject(group) && Array.isArray(group['rules']) ? group['rules'] : []
    return rules.flatMap((rule: unknown) => {
      const { type, name, labels, annotations } = isObject(rule) ? rule : {}
      if (type !== 'alerting' || typeof name !== 'string') return []
      return [{ name, labels: readTexts(labels), annotations: readTexts(annotations) }]
    })
  })
}
