import { parseJson } from '~/data/decode/envelope'
import { readTexts } from '~/data/decode/texts'
import type { Labels } from '~/domain/series/frame'
import { packReceived } from './pack-received'
import { packRules } from './pack-rules'
import { createSetPacker, type SetPlaces } from './pack-sets'
import type { AlertsTask, PackedAlerts } from './packed'

interface Memory {
  readonly version: number
  readonly places: ReadonlyMap<string, number>
}

/** Of each feed which label sets its last answer had. */
const remembered = new Map<string, Memory>()

/** Decodes an answer of /api/v1/rules or /api/v2/alerts into what the page makes its alerts of (`alert-reader.ts`). Throws SourceError. */
export function packAlerts(body: ArrayBuffer, { kind, feed, base }: AlertsTask): PackedAlerts {
  const before = remembered.get(feed)
  const isKnown = before !== undefined && before.version === base
  const sets = createSetPacker(isKnown ? before.places : undefined)
  const packed = pack(body, kind, sets)
  const version = newVersion()
  remembered.set(feed, { version, places: sets.places })
  return { ...packed, base: isKnown ? base : 0, version, sets: sets.packed() }
}

/** The same in the thread that makes alerts of it, and for no answer that follows: nothing is compared or packed, which is half the work. Throws SourceError. */
export function readAlertsOnce(body: ArrayBuffer, { kind }: Pick<AlertsTask, 'kind'>): PackedAlerts {
  const sets: Labels[] = []
  const packed = pack(body, kind, { placeOf: (object) => sets.push(readTexts(object)) - 1 })
  return { ...packed, base: 0, version: newVersion(), sets }
}

function pack(body: ArrayBuffer, kind: AlertsTask['kind'], sets: SetPlaces) {
  const document = parseJson(body)
  return kind === 'rules' ? packRules(document, sets) : packReceived(document, sets)
}

/** Not counted up: a worker that was started again, or the page's own thread, would count the same. */
function newVersion(): number {
  return 1 + Math.random()
}
