import { badPayload, isObject, parseJson } from '~/data/decode/envelope'
import type { Observation } from '~/domain/checks/observation'
import { askerOf, clockOf, observe, type Subject } from './ask'

/** Looks at a Jaeger, which does not say its version. Never rejects but for a signal. */
export function observeTraces(subject: Subject, signal: AbortSignal): Promise<Observation> {
  const ask = askerOf(subject, signal)
  return observe(subject, async () => {
    const response = await ask('/api/services')
    const document = parseJson(response.body)
    if (!isObject(document) || !('data' in document)) {
      throw badPayload(
        'The server answers, but not as Jaeger does.',
        'Check that the address in config.json is that of the query service of Jaeger (port 16686).',
      )
    }
    return { reach: { kind: 'answers', latencyMs: response.durationMs }, version: null, clock: clockOf(response) }
  })
}
