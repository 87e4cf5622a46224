import type * as v from 'valibot'
import { findOddKeys } from '~/domain/config/odd-keys'
import { DAY_MS, HOUR_MS, parseDuration, SECOND_MS } from '~/domain/time/duration'
import { DecodeError, type DecodeIssue, decode, decodeEntry, escapePointer } from '~/lib/decode'
import type { Sli, Slo } from './model'
import { sloFrameSchema, sloSchema } from './schema'
import { readSelectorText } from './selector'

export interface DecodedSlos {
  /** Those that can be asked, in the order of the file. */
  readonly slos: readonly Slo[]
  /** What is wrong with the others, and keys that nobody knows. */
  readonly issues: readonly DecodeIssue[]
}

/** Below an hour a window has too few events to promise anything; beyond a quarter few servers keep them. */
const LEAST_WINDOW_MS = HOUR_MS
const MOST_WINDOW_MS = 92 * DAY_MS

/**
 * Decodes `/slos.json`. A fault of the file itself throws a DecodeError with its path; a fault of one objective leaves that one out, and
 * the others live.
 */
export function decodeSlos(input: unknown): DecodedSlos {
  const { slos: entries } = decode(sloFrameSchema, input)
  const issues: DecodeIssue[] = [...findOddKeys(sloFrameSchema, input).unknown]
  const seen = new Set<string>()
  const slos = entries.flatMap((entry, index) => {
    const path = `/slos/${index}`
    const odd = findOddKeys(sloSchema, entry)
    issues.push(...odd.unknown.map((issue) => ({ ...issue, path: path + issue.path })))
    const readOne = () => {
      if (odd.refused.length > 0) throw new DecodeError(odd.refused)
      const slo = readSlo(decode(sloSchema, entry))
      if (seen.has(slo.id)) throw fault('/id', `"${slo.id}" is the id of another objective too`)
      seen.add(slo.id)
      return slo
    }
    return decodeEntry(path, readOne, issues)
  })
  return { slos, issues }
}

type Written = v.InferOutput<typeof sloSchema>

function readSlo({ objective, window, sli, labels, description = '', ...rest }: Written): Slo {
  return {
    ...{ id: rest.id, title: rest.title, platform: rest.platform, description, events: rest.events },
    objective: Math.round(objective * 1e6) / 1e8,
    windowMs: readWindow(window),
    sli: readSli(sli),
    labels: readLabels(labels ?? {}),
    ...{ runbook: rest.runbook, dashboard: rest.dashboard, panel: rest.panel },
  }
}

function readWindow(text: string): number {
  const window = parseDuration(text)
  if (!window.ok) throw fault('/window', window.message)
  if (window.value < LEAST_WINDOW_MS || window.value > MOST_WINDOW_MS) {
    throw fault('/window', 'must be between 1h and 92d')
  }
  if (window.value % HOUR_MS !== 0) throw fault('/window', 'must be whole hours, such as 30d')
  return window.value
}

/** Labels by which alerts are told apart and routed, which the rules set themselves. */
const OWN_LABELS = ['alertname', 'severity', 'platform', 'slo']

function readLabels(labels: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const own = Object.keys(labels).find((name) => OWN_LABELS.includes(name))
  if (own !== undefined) throw fault(`/labels/${escapePointer(own)}`, 'is a label that the rules set themselves')
  const template = Object.entries(labels).find(([, value]) => value.includes('{{'))
  // In a rule it would be run as a template.
  if (template !== undefined) throw fault(`/labels/${escapePointer(template[0])}`, 'must not hold "{{"')
  return new Map(Object.entries(labels))
}

function readSli(sli: Written['sli']): Sli {
  const keys = Object.entries(sli).flatMap(([key, value]) => (value === undefined ? [] : [key]))
  const { good, errors, total, latency, probe } = sli
  const at = (key: string, text: string) => readSelectorText(text, `/sli/${key}`)
  const is = (...wanted: string[]) => keys.length === wanted.length && wanted.every((key) => keys.includes(key))
  if (good !== undefined && total !== undefined && is('good', 'total')) {
    return { kind: 'good', good: at('good', good), total: at('total', total) }
  }
  if (errors !== undefined && total !== undefined && is('errors', 'total')) {
    return { kind: 'errors', errors: at('errors', errors), total: at('total', total) }
  }
  if (good !== undefined && errors !== undefined && is('good', 'errors')) {
    return { kind: 'parts', good: at('good', good), errors: at('errors', errors) }
  }
  if (probe !== undefined && is('probe')) return { kind: 'probe', probe: at('probe', probe) }
  if (latency !== undefined && is('latency')) return readLatency(latency)
  const said = keys.length === 0 ? 'has nothing' : `has ${keys.join(' and ')}`
  throw fault('/sli', `${said}: must have two of good, errors and total, or latency alone, or probe alone`)
}

function readLatency({ histogram, below }: NonNullable<Written['sli']['latency']>): Sli {
  const path = '/sli/latency/histogram'
  const selector = readSelectorText(histogram, path)
  if (selector.name === undefined) throw fault(path, 'must name one histogram, such as pipeline_duration_seconds')
  if (selector.matchers.some(({ name }) => name === 'le')) throw fault(path, 'must not choose an le: "below" does')
  const bound = typeof below === 'number' ? below : readBound(below)
  if (!(Number.isFinite(bound) && bound > 0)) throw fault('/sli/latency/below', 'must be above 0')
  return { kind: 'latency', histogram: selector, bound, below: typeof below === 'number' ? String(below) : below }
}

/** Seconds of a duration; `0.5s` and `2.5s` too, which Prometheus would not take. */
function readBound(text: string): number {
  const decimal = /^(\d{1,9}\.\d{1,9})s$/.exec(text)
  if (decimal !== null) return Number(decimal[1])
  const duration = parseDuration(text)
  if (!duration.ok) throw fault('/sli/latency/below', duration.message)
  return duration.value / SECOND_MS
}

function fault(path: string, message: string): DecodeError {
  return new DecodeError([{ path, message }])
}
