import type { UnixMs } from '~/domain/units-of-measure'

/** Nanoseconds since 1970: more digits than a number holds, so never a number. */
export type UnixNs = bigint

export const NS_A_MS = 1_000_000n
export const NS_A_SECOND = 1_000_000_000n

/** The nanosecond at which a millisecond begins. */
export function nsOfMs(timeMs: UnixMs): UnixNs {
  return BigInt(Math.floor(timeMs)) * NS_A_MS
}

/** To the microsecond. */
export function msOfNs(ns: UnixNs): UnixMs {
  return Number(ns / 1_000n) / 1_000
}

/** Digits only, as Loki writes times; null for anything else. */
export function parseNs(text: unknown): UnixNs | null {
  return typeof text === 'string' && /^\d{1,20}$/.test(text) ? BigInt(text) : null
}

/** RFC 3339 with up to nine decimals, as VictoriaLogs writes times; null for anything else. */
export function parseRfc3339(text: unknown): UnixNs | null {
  if (typeof text !== 'string') return null
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text)
  const seconds = match === null ? Number.NaN : Date.parse(`${match[1]}${match[3]}`)
  if (Number.isNaN(seconds)) return null
  return BigInt(seconds) * NS_A_MS + BigInt((match?.[2] ?? '').padEnd(9, '0'))
}

/** RFC 3339 in UTC with nine decimals. */
export function printRfc3339(ns: UnixNs): string {
  const decimals = (ns % NS_A_SECOND).toString().padStart(9, '0')
  return `${new Date(Number(ns / NS_A_MS)).toISOString().slice(0, 19)}.${decimals}Z`
}

/** For sorting. */
export function compareNs(a: UnixNs, b: UnixNs): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
