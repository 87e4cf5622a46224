import { badPayload, isObject } from '~/data/decode/envelope'
import type { UnixMs } from '~/domain/units-of-measure'
import { DecodeError } from '~/lib/decode'
import { createPlaces, type SetPlaces } from './pack-sets'
import { type PackedReceived, RECEIVED_STATES } from './packed'

/* By hand: of thousands of alerts each five seconds a schema would take a tenth of a second. */

/** The alerts in an answer of /api/v2/alerts, where null is an empty list. Throws SourceError for what is no such answer. */
export function packReceived(document: unknown, sets: SetPlaces): Omit<PackedReceived, 'base' | 'version' | 'sets'> {
  const add = createColumns(sets)
  try {
    if (document !== null && !Array.isArray(document)) throw fault('', 'must be a list')
    for (const [i, each] of (document ?? []).entries()) add.alert(each, `/${i}`)
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    const [first] = error.issues
    throw badPayload(
      `The answer of the Alertmanager cannot be read: ${first?.path ?? ''} ${first?.message ?? ''}`,
      'Check that the address in config.json is that of an Alertmanager.',
    )
  }
  return add.columns()
}

const stateNames: readonly unknown[] = RECEIVED_STATES

function createColumns(sets: SetPlaces) {
  const lists = createPlaces<readonly string[]>((list) => JSON.stringify(list))
  const urls = createPlaces<string>((url) => url)
  const readTime = createTimeReader()
  const fingerprints: string[] = []
  const columns = {
    ...{ labels: [] as number[], annotations: [] as number[], startsMs: [] as number[], endsMs: [] as number[] },
    ...{ states: [] as number[], receivers: [] as number[], silencedBy: [] as number[], inhibitedBy: [] as number[] },
    generatorUrls: [] as number[],
  }
  return {
    alert(each: unknown, path: string): void {
      if (!isObject(each)) throw fault(path, 'must be an object')
      const { fingerprint, labels, annotations, startsAt, endsAt, generatorURL = '', receivers, status } = each
      if (typeof fingerprint !== 'string') throw fault(`${path}/fingerprint`, 'must be a text')
      if (typeof generatorURL !== 'string') throw fault(`${path}/generatorURL`, 'must be a text')
      if (!isObject(status)) throw fault(`${path}/status`, 'must be an object')
      const state = stateNames.indexOf(status['state'])
      if (state < 0) throw fault(`${path}/status/state`, `must be one of ${RECEIVED_STATES.join(', ')}`)
      fingerprints.push(fingerprint)
      columns.labels.push(sets.placeOf(readSet(labels, `${path}/labels`), true))
      columns.annotations.push(sets.placeOf(readSet(annotations, `${path}/annotations`), false))
      columns.startsMs.push(readTime(startsAt, `${path}/startsAt`))
      columns.endsMs.push(readTime(endsAt, `${path}/endsAt`))
      columns.states.push(state)
      columns.receivers.push(lists.of(readReceivers(receivers, `${path}/receivers`)))
      columns.silencedBy.push(lists.of(readIds(status['silencedBy'], `${path}/status/silencedBy`)))
      columns.inhibitedBy.push(lists.of(readIds(status['inhibitedBy'], `${path}/status/inhibitedBy`)))
      columns.generatorUrls.push(urls.of(generatorURL))
    },
    columns: () => ({
      kind: 'received' as const,
      ...{ fingerprints, lists: lists.all, urls: urls.all },
      labels: Int32Array.from(columns.labels),
      annotations: Int32Array.from(columns.annotations),
      startsMs: Float64Array.from(columns.startsMs),
      endsMs: Float64Array.from(columns.endsMs),
      states: Uint8Array.from(columns.states),
      receivers: Int32Array.from(columns.receivers),
      silencedBy: Int32Array.from(columns.silencedBy),
      inhibitedBy: Int32Array.from(columns.inhibitedBy),
      generatorUrls: Int32Array.from(columns.generatorUrls),
    }),
  }
}

/** Of RFC 3339 to Unix milliseconds; thousands of alerts have few different times. */
function createTimeReader(): (written: unknown, path: string) => UnixMs {
  const known = new Map<string, UnixMs>()
  return (written, path) => {
    if (typeof written !== 'string') throw fault(path, 'must be a time')
    const ms = known.get(written) ?? Date.parse(written)
    if (!Number.isFinite(ms)) throw fault(path, 'must be a time')
    known.set(written, ms)
    return ms
  }
}

function readSet(value: unknown, path: string): object {
  if (value === undefined || value === null) return {}
  if (!isObject(value)) throw fault(path, 'must be an object')
  return value
}

function readReceivers(value: unknown, path: string): readonly string[] {
  return readList(value, path).map((receiver, i) => {
    const name = isObject(receiver) ? receiver['name'] : undefined
    if (typeof name !== 'string') throw fault(`${path}/${i}/name`, 'must be a text')
    return name
  })
}

/** go-openapi sends null for empty lists. */
function readList(value: unknown, path: string): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw fault(path, 'must be a list')
  return value
}

function readIds(value: unknown, path: string): readonly string[] {
  return readList(value, path).filter((each): each is string => typeof each === 'string')
}

function fault(path: string, message: string): DecodeError {
  return new DecodeError([{ path, message }])
}
