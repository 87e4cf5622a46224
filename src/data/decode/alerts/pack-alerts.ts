import { parseJson } from '~/data/decode/envelope'
import { packReceived } from './pack-received'
import { packRules } from './pack-rules'
import { createSetPacker } from './pack-sets'
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
  const document = parseJson(body)
  const packed = kind === 'rules' ? packRules(document, sets) : packReceived(document, sets)
  // Not counted up: a worker that was started again, or the page's own thread, would count the same.
  const version = 1 + Math.random()
  remembered.set(feed, { version, places: sets.places })
  return { ...packed, base: isKnown ? base : 0, version, sets: sets.packed() }
}
