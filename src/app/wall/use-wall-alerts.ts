import { useEffect, useMemo } from 'react'
import { type FiringNow, useFiring } from '~/data/alerts/use-firing'
import { useRuleStates } from '~/data/alerts/use-rule-states'
import { type WallAlert, wallAlerts } from '~/domain/wall/wall-alerts'

export interface WallAlerts {
  readonly now: FiringNow
  /** What fires and nobody has silenced, as it was last known; undefined until it was known once. */
  readonly alerts: readonly WallAlert[] | undefined
}

/** What fires, and what the rules say of it: those are asked where something fires, once for each new answer. */
export function useWallAlerts(): WallAlerts {
  const now = useFiring()
  const loud = now.known?.loud
  const evaluatedMs = now.outcome.data?.evaluatedMs
  const isWanted = (loud?.length ?? 0) > 0
  const { rules, refresh } = useRuleStates(isWanted)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer is what asks again
  useEffect(() => {
    if (isWanted) refresh()
  }, [isWanted, evaluatedMs])
  const alerts = useMemo(() => loud && wallAlerts(loud, rules), [loud, rules])
  return { now, alerts }
}
