import * as v from 'valibot'
import { badPayload, isObject } from '~/data/decode/envelope'
import { readTexts } from '~/data/decode/texts'
import type { AlertRule } from '~/domain/alerts/model'
import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import { DecodeError, decode } from '~/lib/decode'
import type { SetPlaces } from './pack-sets'
import { FIRING, KEPT_FIRING, type PackedRules, PENDING } from './packed'

const texts = v.pipe(
  v.optional(v.custom<Readonly<Record<string, unknown>>>(isObject, 'must be an object'), {}),
  v.transform((value): Labels => readTexts(value)),
)
const time = v.pipe(v.optional(v.string(), ''), v.transform(readTime))
const seconds = v.pipe(
  v.optional(v.number(), 0),
  v.transform((value) => value * 1000),
)
const text = v.optional(v.string(), '')

const rule = v.object({
  type: v.literal('alerting'),
  name: v.string(),
  query: v.string(),
  duration: seconds,
  keepFiringFor: seconds,
  labels: texts,
  annotations: texts,
  state: v.fallback(v.picklist(['inactive', 'pending', 'firing', 'unknown']), 'unknown'),
  health: v.fallback(v.picklist(['ok', 'err', 'unknown']), 'unknown'),
  lastError: text,
  lastEvaluation: time,
  evaluationTime: seconds,
  alerts: v.optional(v.nullable(v.array(v.unknown())), []),
})

const group = v.object({ name: v.string(), file: text, interval: seconds, rules: v.array(v.unknown()) })

/** The alerting rules in an answer of /api/v1/rules. Throws SourceError for what is no such answer. */
export function packRules(document: unknown, sets: SetPlaces): Omit<PackedRules, 'base' | 'version' | 'sets'> {
  const { data } = isObject(document) ? document : {}
  const { groups } = isObject(data) ? data : {}
  if (!Array.isArray(groups)) throw badPayload('The server answers, but not with rules.')
  const rules: Omit<AlertRule, 'alerts'>[] = []
  const counts: number[] = []
  const read = createAlertPacker(sets)
  try {
    for (const one of groups) {
      const { name, file, interval, rules: written } = decode(group, one)
      for (const each of written) {
        if (!isObject(each) || each['type'] !== 'alerting') continue
        const { type: _, duration, keepFiringFor, lastEvaluation, evaluationTime, alerts, ...rest } = decode(rule, each)
        rules.push({
          ...rest,
          ...{ group: name, file, forMs: duration, keepFiringMs: keepFiringFor, intervalMs: interval },
          evaluatedMs: lastEvaluation,
          evaluationMs: evaluationTime,
        })
        const own = alerts ?? []
        counts.push(own.length)
        own.forEach(read.add)
      }
    }
  } catch (error) {
    if (error instanceof DecodeError) throw badPayload(`The rules of the server cannot be read: ${error.message}`)
    throw error
  }
  return { kind: 'rules', rules, counts: Int32Array.from(counts), ...read.columns() }
}

/** By hand: of thousands of alerts each five seconds a schema would take a tenth of a second. */
function createAlertPacker(sets: SetPlaces) {
  const columns = {
    ...{ labels: [] as number[], annotations: [] as number[], states: [] as number[] },
    ...{ activeMs: [] as number[], values: [] as number[] },
  }
  return {
    /** Throws DecodeError. */
    add(each: unknown, index: number): void {
      const fault = (path: string, message: string) => new DecodeError([{ path: `/alerts/${index}${path}`, message }])
      if (!isObject(each)) throw fault('', 'must be an object')
      const { labels = {}, annotations = {}, state, activeAt = '', keepFiringSince = '', value } = each
      if (!isObject(labels)) throw fault('/labels', 'must be an object')
      if (!isObject(annotations)) throw fault('/annotations', 'must be an object')
      if (state !== 'pending' && state !== 'firing') throw fault('/state', 'must be pending or firing')
      if (typeof activeAt !== 'string') throw fault('/activeAt', 'must be a time')
      if (typeof value !== 'string' && typeof value !== 'number') throw fault('/value', 'must be a number')
      columns.labels.push(sets.placeOf(labels, true))
      columns.annotations.push(sets.placeOf(annotations, false))
      const isKept = typeof keepFiringSince === 'string' && readTime(keepFiringSince) !== null
      columns.states.push(state === 'pending' ? PENDING : isKept ? KEPT_FIRING : FIRING)
      columns.activeMs.push(readTime(activeAt) ?? 0)
      columns.values.push(parseValue(value))
    },
    columns: () => ({
      labels: Int32Array.from(columns.labels),
      annotations: Int32Array.from(columns.annotations),
      states: Uint8Array.from(columns.states),
      activeMs: Float64Array.from(columns.activeMs),
      values: Float64Array.from(columns.values),
    }),
  }
}

/** Go's zero time is never. */
function readTime(written: string): UnixMs | null {
  const ms = Date.parse(written)
  return Number.isFinite(ms) && ms > 0 ? ms : null
}

/** As Go writes floats. */
function parseValue(written: string | number): number {
  if (typeof written === 'number') return written
  if (/^\+?Inf$/.test(written)) return Number.POSITIVE_INFINITY
  return written === '-Inf' ? Number.NEGATIVE_INFINITY : Number(written)
}
