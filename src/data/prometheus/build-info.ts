import { badPayload, isObject, parseJson } from '~/data/decode/envelope'

export { decodeEnvelope } from '~/data/decode/envelope'

/** The version in an answer of /api/v1/status/buildinfo. Throws SourceError for what is no answer of the API. */
export function decodeVersion(body: ArrayBuffer): string | undefined {
  const document = parseJson(body)
  const { status, data } = isObject(document) ? document : {}
  if (status !== 'success') throw badPayload('The server answers, but not as a Prometheus API does.')
  const { version } = isObject(data) ? data : {}
  return typeof version === 'string' ? version.slice(0, 40) : undefined
}
