import type { Decoder } from '~/data/decode/decoder'
import { eachInSlices } from '~/data/decode/in-slices'
import { rememberKey } from '~/domain/alerts/alert-key'
import type { AlertRule, ReceivedAlert, RuleAlert } from '~/domain/alerts/model'
import type { Labels } from '~/domain/series/frame'
import { KEPT_FIRING, type PackedReceived, type PackedRules, type PackedSets, PENDING, RECEIVED_STATES } from './packed'

type AlertsDecoder = Pick<Decoder, 'decodeAlerts'>

interface Known {
  readonly version: number
  readonly sets: readonly Labels[]
}

let feeds = 0

/**
 * Reads answers of /api/v1/rules, or of /api/v2/alerts. Label sets that were in the answer before are the same objects in the
 * next, so that what is known of them need not be worked out again. Rejects with SourceError; takes the body over.
 */
export function createRulesReader(decoder: AlertsDecoder): (body: ArrayBuffer) => Promise<readonly AlertRule[]> {
  return createReader(decoder, 'rules', unpackRules)
}

export function createReceivedReader(decoder: AlertsDecoder): (body: ArrayBuffer) => Promise<readonly ReceivedAlert[]> {
  return createReader(decoder, 'received', unpackReceived)
}

function createReader<Kind extends 'rules' | 'received', Read>(
  decoder: AlertsDecoder,
  kind: Kind,
  unpack: (packed: PackedOf<Kind>, sets: readonly Labels[]) => Promise<Read>,
): (body: ArrayBuffer) => Promise<Read> {
  feeds += 1
  const feed = `${kind} ${feeds}`
  let known: Known = { version: 0, sets: [] }
  return async (body) => {
    // Of this moment: another answer may come first.
    const before = known
    const packed = (await decoder.decodeAlerts(body, { kind, feed, base: before.version })) as PackedOf<Kind>
    const sets = await unpackSets(packed.sets, packed.base === 0 ? [] : before.sets)
    known = { version: packed.version, sets }
    return unpack(packed, sets)
  }
}

type PackedOf<Kind> = Kind extends 'rules' ? PackedRules : PackedReceived

async function unpackSets(packed: PackedSets | readonly Labels[], old: readonly Labels[]): Promise<readonly Labels[]> {
  if (!('refs' in packed)) return packed
  const { before, sizes, refs, texts } = packed
  const sets: Labels[] = []
  let [fresh, ref] = [0, 0]
  const text = () => texts[refs[ref++] ?? -1] ?? ''
  await eachInSlices(before.length, (i) => {
    const known = old[before[i] ?? -1]
    if (known !== undefined) {
      sets.push(known)
      return
    }
    const key = texts[refs[ref++] ?? -1]
    const labels = new Map<string, string>()
    for (let left = sizes[fresh++] ?? 0; left > 0; left--) labels.set(text(), text())
    if (key !== undefined) rememberKey(labels, key)
    sets.push(labels)
  })
  return sets
}

const NONE: Labels = new Map()

async function unpackRules(packed: PackedRules, sets: readonly Labels[]): Promise<readonly AlertRule[]> {
  const alerts: RuleAlert[] = []
  await eachInSlices(packed.labels.length, (i) => {
    alerts.push({
      labels: sets[packed.labels[i] ?? -1] ?? NONE,
      annotations: sets[packed.annotations[i] ?? -1] ?? NONE,
      state: packed.states[i] === PENDING ? 'pending' : 'firing',
      activeMs: packed.activeMs[i] ?? 0,
      value: packed.states[i] === KEPT_FIRING ? null : (packed.values[i] ?? Number.NaN),
    })
  })
  let start = 0
  return packed.rules.map((rule, i) => {
    const end = start + (packed.counts[i] ?? 0)
    const own = alerts.slice(start, end)
    start = end
    return { ...rule, alerts: own }
  })
}

async function unpackReceived(packed: PackedReceived, sets: readonly Labels[]): Promise<readonly ReceivedAlert[]> {
  const alerts: ReceivedAlert[] = []
  const listOf = (places: Int32Array, i: number) => packed.lists[places[i] ?? -1] ?? []
  await eachInSlices(packed.labels.length, (i) => {
    alerts.push({
      fingerprint: packed.fingerprints[i] ?? '',
      labels: sets[packed.labels[i] ?? -1] ?? NONE,
      annotations: sets[packed.annotations[i] ?? -1] ?? NONE,
      startsMs: packed.startsMs[i] ?? 0,
      endsMs: packed.endsMs[i] ?? 0,
      state: RECEIVED_STATES[packed.states[i] ?? 0] ?? 'active',
      receivers: listOf(packed.receivers, i),
      silencedBy: listOf(packed.silencedBy, i),
      inhibitedBy: listOf(packed.inhibitedBy, i),
      generatorUrl: packed.urls[packed.generatorUrls[i] ?? -1] ?? '',
    })
  })
  return alerts
}
