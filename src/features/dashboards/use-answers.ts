import { useMemo } from 'react'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { asSourceError } from '~/data/questions/as-source-error'
import { type QueryOutcome, truthOf } from '~/data/questions/truth-of'
import { useServices } from '~/data/services-context'
import type { Truth } from '~/domain/truth/truth'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { type Answers, joinAnswers } from '~/features/dashboards/panel-answers'
import { useSecondTick } from '~/ui/primitives/ticker'

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

/** How far the answers can be believed now; looks again every second. */
export function useTruth(outcomes: readonly QueryOutcome[]): Truth {
  useSecondTick()
  const { clock } = useServices()
  return truthOf(outcomes, useDashboardScope(), clock.nowMs())
}
