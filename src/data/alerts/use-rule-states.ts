import { type QueryClient, useQuery } from '@tanstack/react-query'
import { useServices } from '~/data/services-context'
import type { AlertRule } from '~/domain/alerts/model'
import type { MetricsSource, ServerClock } from '~/domain/sources'
import type { DurationMs } from '~/domain/units-of-measure'
import { ALERTS_KEY } from './alerts-key'
import { askRules, takeKnownRules } from './early-alerts'

const FRESH_MS: DurationMs = 60_000
const NO_RULES: readonly AlertRule[] = []

const rulesKey = (metrics: MetricsSource) => [ALERTS_KEY, 'rules', metrics.id]

/** Puts the rules that were asked for before there was a page where the list finds them when it is drawn first. */
export function keepKnownRules(client: QueryClient, metrics: MetricsSource, clock: ServerClock): void {
  const known = takeKnownRules(metrics)
  if (known === undefined) return
  // As old as they are: what waited for the code of the page is asked again at once.
  client.setQueryData(rulesKey(metrics), known, { updatedAt: Date.now() - (clock.nowMs() - known.atMs) })
}

/** The question for the alerting rules and what they say of their alerts: whoever asks it shares one answer. */
export function rulesQuery(metrics: MetricsSource, clock: ServerClock) {
  return {
    queryKey: rulesKey(metrics),
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => askRules(metrics, clock, signal),
    retry: false,
    structuralSharing: false,
  }
}

export interface RuleStates {
  /** None until they are known, and while they cannot be read: what they said of values would be old. */
  readonly rules: readonly AlertRule[]
  /** Asks again, unless that is under way. */
  readonly refresh: () => void
}

/** The alerting rules of the page's source, asked once somebody wants them. */
export function useRuleStates(isWanted: boolean): RuleStates {
  const { metrics, clock } = useServices()
  const { data, isError, refetch } = useQuery({
    ...rulesQuery(metrics, clock),
    enabled: isWanted,
    staleTime: FRESH_MS,
  })
  return {
    rules: isError ? NO_RULES : (data?.answer ?? NO_RULES),
    refresh: () => void refetch({ cancelRefetch: false }),
  }
}
