import { badPayload, isObject, parseJson } from '~/data/decode/envelope'
import { type LabelsAnswer, type LabelsQuery, SourceError } from '~/domain/sources'
import type { AskPath } from './lesser-calls'
import { encodeForm, encodeSeconds } from './wire'

/** More than anybody reads through; a search box asks for less. */
const MAX_LISTED = 50_000
const MAX_BYTES = 16 * 1_048_576

/** The names of labels, or the values of one. Throws SourceError. */
export async function askLabels(ask: AskPath, query: LabelsQuery): Promise<LabelsAnswer> {
  const { name, match, startMs, endMs, timeoutMs } = query
  if (name !== undefined && !/^[A-Za-z_]\w*$/.test(name)) {
    throw new SourceError({ kind: 'badRequest', message: `"${name}" is not the name of a label.` })
  }
  const path = name === undefined ? '/api/v1/labels' : `/api/v1/label/${name}/values`
  const form = encodeForm({
    start: encodeSeconds(startMs),
    end: encodeSeconds(endMs),
    ...(match === undefined ? {} : { 'match[]': match }),
  })
  // By GET, which is all that the values of a label can be asked by.
  const { body, durationMs, url } = await ask(`${path}?${form}`, { timeoutMs, maxBytes: MAX_BYTES })
  const cost = { bytes: body.byteLength, durationMs }
  const document = parseJson(body)
  const { status, data } = isObject(document) ? document : {}
  // A server that found none may say null.
  const listed = data ?? []
  if (status !== 'success' || !Array.isArray(listed)) {
    throw new SourceError({ ...badPayload('The answer is not a list of labels.').detail, address: url })
  }
  const names = listed.filter((each): each is string => typeof each === 'string')
  return { names: names.slice(0, MAX_LISTED), total: names.length, cost }
}
