import { formatAge } from '../time/duration'
import type { DurationMs, UnixMs } from '../units-of-measure'

/** What a tab knows of itself. */
export interface PageFacts {
  readonly build: string | null
  readonly startedMs: UnixMs
  readonly requests: number
  readonly failures: number
  readonly decodeFailures: number
  readonly violations: number
  readonly stalls: number
  readonly longestStallMs: DurationMs
  readonly sleeps: number
  /** The times that the page loaded itself anew, and why, the last ones of this tab. */
  readonly reloads: readonly { readonly atMs: UnixMs; readonly reason: string }[]
  /** Null where the browser does not say. */
  readonly heapBytes: number | null
}

/** The facts as names and values, for the page and for a ticket alike. */
export function describePage(facts: PageFacts, nowMs: UnixMs): readonly (readonly [name: string, value: string])[] {
  const { build, startedMs, requests, failures, decodeFailures, violations, reloads, heapBytes } = facts
  const last = reloads.at(-1)
  return [
    ['Build', build ?? 'not known'],
    ['Open for', formatAge(nowMs - startedMs)],
    ['Requests', String(requests)],
    ['Without an answer', String(failures)],
    ['Not readable', String(decodeFailures)],
    ['Policy violations', String(violations)],
    [
      'Automatic reloads',
      last === undefined ? '0' : `${reloads.length}, the last ${formatAge(nowMs - last.atMs)} ago: ${last.reason}`,
    ],
    ['Heap', heapBytes === null ? 'this browser does not say' : `${Math.round(heapBytes / 1_048_576)} MiB`],
    [
      'Stood still',
      facts.stalls === 0
        ? 'never'
        : `${facts.stalls} times, at longest ${Math.round(facts.longestStallMs / 100) / 10} s`,
    ],
    ['Slept', facts.sleeps === 0 ? 'never' : `${facts.sleeps} times`],
  ]
}
