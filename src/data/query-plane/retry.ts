import type { SourceErrorDetail } from '~/domain/sources'
import type { DurationMs } from '~/domain/units-of-measure'

const SECOND: DurationMs = 1000
const FINAL_KINDS: ReadonlySet<string> = new Set(['badRequest', 'execution', 'tooMuch', 'notFound', 'auth'])

/**
 * How long an expression rests after its `failures`-th failure in a row. A question that is wrong stays wrong, so it rests
 * 5 minutes; a slow one rests up to 8 intervals; a server that asks for patience gets it. A server that is away needs no
 * rest here: the health monitor asks it with one probe and starts the refresh when it answers.
 */
export function restAfterFailure(
  detail: SourceErrorDetail,
  failures: number,
  intervalMs: DurationMs,
  random: () => number,
): DurationMs {
  if (detail.retryAfterMs !== undefined) return Math.min(detail.retryAfterMs, 300 * SECOND)
  if (FINAL_KINDS.has(detail.kind)) return 300 * SECOND
  switch (detail.kind) {
    case 'throttled':
      return 10 * SECOND
    case 'timeout':
      return intervalMs * Math.min(8, 2 ** failures)
    case 'badPayload':
    case 'client':
      return random() * Math.min(60 * SECOND, SECOND * 2 ** failures)
    default:
      return 0
  }
}
