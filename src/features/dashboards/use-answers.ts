import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { asSourceError } from '~/data/questions/as-source-error'
import { type QueryOutcome, truthOf } from '~/data/questions/truth-of'
import { useServices } from '~/data/services-context'
import { isSameTruth, type Truth } from '~/domain/truth/truth'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { type Answers, joinAnswers } from '~/features/dashboards/panel-answers'
import { eachSecond } from '~/ui/primitives/ticker'

export interface AskedQuery {
  readonly expr: string
  readonly legend: string
  readonly instant: boolean
}

/** The live answers to a panel's queries, joined on common times. */
export function useAnswers(queries: readonly AskedQuery[]): Answers {
  const { plane } = useServices()
  const { questionOf } = useDashboardScope()
  const questions = useMemo(() => queries.map(({ expr, instant }) => questionOf(expr, instant)), [queries, questionOf])
  const results = usePlaneQueries(plane, questions)
  const outcomes = useStableOutcomes(
    results.map(({ data, error }, i) => ({
      legend: queries[i]?.legend ?? '',
      data,
      error: asSourceError(error),
    })),
  )
  return useMemo(() => joinAnswers(outcomes), [outcomes])
}

/** The same array as before while its members are, so that data is joined once an answer and not once a render. */
export function useStableOutcomes(outcomes: readonly QueryOutcome[]): readonly QueryOutcome[] {
  const parts = outcomes.flatMap(({ legend, data, error }) => [legend, data, error])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the members are the dependencies
  return useMemo(() => outcomes, parts)
}

/** How far the answers can be believed now; looks again every second, and renders again where there is something else to say. */
export function useTruth(outcomes: readonly QueryOutcome[]): Truth {
  const { clock } = useServices()
  const { intervalMs, stepMs, scrapeIntervalMs, scraped } = useDashboardScope()
  const known = useRef<Truth>(undefined)
  const subscribe = useCallback(
    (listener: () => void) => {
      const [unlisten, unsubscribe] = [eachSecond(listener), scraped.subscribe(listener)]
      return () => {
        unlisten()
        unsubscribe()
      }
    },
    [scraped],
  )
  return useSyncExternalStore(subscribe, () => {
    const scope = { intervalMs, stepMs, scrapeIntervalMs, scrapedMs: scraped.getState() }
    const truth = truthOf(outcomes, scope, clock.nowMs())
    if (known.current === undefined || !isSameTruth(known.current, truth)) known.current = truth
    return known.current
  })
}
