import type { SourceErrorDetail } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

export type HealthStatus = 'unknown' | 'up' | 'starting' | 'down'

/** What the bar of source health shows of one source. Times are on the server's clock. */
export interface SourceHealth {
  readonly id: string
  readonly title: string
  readonly kind: string
  readonly status: HealthStatus
  /** Since when it has this status. */
  readonly sinceMs: UnixMs
  /** Why it is down or starting. */
  readonly error?: SourceErrorDetail
  /** Median of the last answers. */
  readonly latencyMs?: DurationMs
  readonly version?: string
  readonly lastAnswerMs?: UnixMs
}

/**
 * What a failed request says about its source. `answered`: it lives, only this query failed. `ask`: a probe has to
 * tell, for a slow or odd query may fail alone.
 */
export function judgeFailure({ kind }: SourceErrorDetail): 'down' | 'starting' | 'answered' | 'ask' | 'nothing' {
  switch (kind) {
    case 'unreachable':
    case 'auth':
      return 'down'
    case 'starting':
      return 'starting'
    case 'badRequest':
    case 'execution':
    case 'tooMuch':
    case 'throttled':
      return 'answered'
    case 'unavailable':
    case 'timeout':
    case 'notFound':
    case 'badPayload':
      return 'ask'
    case 'client':
    case 'aborted':
      return 'nothing'
  }
}

/** What a failed probe says: whatever is no answer is down. */
export function judgeProbeFailure(detail: SourceErrorDetail): 'down' | 'starting' | 'answered' | 'nothing' {
  const verdict = judgeFailure(detail)
  // A wrong request to an address of the API means that something else lives at it.
  return verdict === 'ask' || detail.kind === 'badRequest' ? 'down' : verdict
}
