import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** What this tab has done since it was loaded; counted where it happens, shown on the page of the status. */
export interface PageTally {
  readonly startedMs: UnixMs
  /** Requests of the page itself; those of its workers are not counted. */
  requests: number
  /** Of them those without an answer. */
  failures: number
  /** Answers that could not be read. */
  decodeFailures: number
  /** What the Content-Security-Policy kept the page from doing. */
  violations: number
  /** Origins that it kept the page from asking. */
  readonly blocked: Set<string>
  /** Times that the page stood still while it was looked at, and the longest of them. */
  stalls: number
  longestStallMs: DurationMs
  /** Times that the machine slept. */
  sleeps: number
}

const MOST_BLOCKED = 20

/** Starts counting. `target` is the document. */
export function createPageTally(target: EventTarget, now: () => UnixMs): PageTally {
  const tally: PageTally = {
    ...{ startedMs: now(), requests: 0, failures: 0, decodeFailures: 0, violations: 0 },
    ...{ blocked: new Set<string>(), stalls: 0, longestStallMs: 0, sleeps: 0 },
  }
  target.addEventListener('securitypolicyviolation', (event) => {
    const { blockedURI, effectiveDirective } = event as SecurityPolicyViolationEvent
    tally.violations += 1
    if (effectiveDirective === 'connect-src' && URL.canParse(blockedURI) && tally.blocked.size < MOST_BLOCKED)
      tally.blocked.add(new URL(blockedURI).origin)
  })
  return tally
}
