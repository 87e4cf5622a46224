import { useQuery } from '@tanstack/react-query'
import { useServices } from '~/data/services-context'
import type { AlertRule } from '~/domain/alerts/model'
import { askRuleFacts, NO_FACTS, type RuleFacts } from '~/domain/alerts/rule-facts'
import type { DurationMs } from '~/domain/units-of-measure'
import { hashOf } from '~/lib/hash'

/** Metrics come and go with deployments: a minute is soon enough. */
const ASKED_EVERY_MS: DurationMs = 60_000
const TIMEOUT_MS: DurationMs = 20_000

export interface RuleFactsState {
  readonly facts: RuleFacts
  /** Until all was asked once, nothing is said of metrics. */
  readonly isAsked: boolean
  /** Questions of the last round that were not answered. */
  readonly failed: number
}

/** What the metrics source knows of the metrics and labels that rules name. */
export function useRuleFacts(rules: readonly AlertRule[] | undefined): RuleFactsState {
  const { metrics, clock } = useServices()
  const queries = [...new Set((rules ?? []).map(({ query }) => query))].sort()
  const { data } = useQuery({
    queryKey: ['rule-facts', metrics.id, hashOf(queries.join('\n'))],
    queryFn: async ({ signal }) => {
      let failed = 0
      const facts = await askRuleFacts(queries, async (expr) => {
        try {
          return (await metrics.query({ expr, timeMs: clock.nowMs(), timeoutMs: TIMEOUT_MS }, signal)).vector
        } catch {
          failed++
          return null
        }
      })
      return { facts, failed }
    },
    enabled: queries.length > 0,
    refetchInterval: ASKED_EVERY_MS,
    refetchIntervalInBackground: false,
    retry: false,
    structuralSharing: false,
    placeholderData: (before) => before,
  })
  return { facts: data?.facts ?? NO_FACTS, isAsked: data !== undefined, failed: data?.failed ?? 0 }
}
