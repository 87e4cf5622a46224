import { useQueries } from '@tanstack/react-query'
import { useServices } from '~/data/services-context'
import { type LoadedAlertRule, type MetricsSource, SourceError, type SourceErrorKind } from '~/domain/sources'
import type { DurationMs } from '~/domain/units-of-measure'

/** Rules change when somebody deploys some: a wall that stands for weeks learns of it after this at the latest. */
const ASKED_EVERY_MS: DurationMs = 600_000
const RETRY_MS: DurationMs = 30_000
const RETRIES = 5
/** Faults that pass. A server that has no rules will have none in half a minute either. */
const PASSING: ReadonlySet<SourceErrorKind> = new Set([
  'unreachable',
  'starting',
  'timeout',
  'throttled',
  'unavailable',
])

/** What was heard last: it stands in for an answer that is under way or does not come. */
const heard = new WeakMap<MetricsSource, readonly LoadedAlertRule[]>()

/** The alerting rules of the page's metrics source, asked once for all panels; undefined while nobody knows them. */
export function useAlertRules(isWanted: boolean): readonly LoadedAlertRule[] | undefined {
  const { metrics, plane } = useServices()
  const [result] = useQueries({
    queries: [
      {
        queryKey: ['rules', metrics.id, Math.floor(plane.tickMs() / ASKED_EVERY_MS)],
        queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
          const [rules, known] = [await metrics.alertRules(signal), heard.get(metrics)]
          // Mostly the same: what was made of them goes on.
          if (known !== undefined && textOf(known) === textOf(rules)) return known
          heard.set(metrics, rules)
          return rules
        },
        placeholderData: () => heard.get(metrics),
        enabled: isWanted,
        staleTime: Number.POSITIVE_INFINITY,
        retry: (failures: number, error: Error) =>
          failures < RETRIES && error instanceof SourceError && PASSING.has(error.kind),
        retryDelay: RETRY_MS,
      },
    ],
  })
  return result.data ?? heard.get(metrics)
}

function textOf(rules: readonly LoadedAlertRule[]): string {
  return JSON.stringify(rules.map(({ name, labels, annotations }) => [name, [...labels], [...annotations]]))
}
