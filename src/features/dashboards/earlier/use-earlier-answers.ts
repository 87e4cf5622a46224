import { useMemo } from 'react'
import type { PlaneQuery } from '~/data/query-plane/query-data'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { asSourceError } from '~/data/questions/as-source-error'
import { earlierQuestion } from '~/data/questions/earlier-question'
import type { QueryOutcome } from '~/data/questions/truth-of'
import { useServices } from '~/data/services-context'
import { type EarlierPeriod, readEarlierPeriod } from '~/domain/time/earlier-period'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { type AskedQuery, useStableOutcomes } from '~/features/dashboards/use-answers'

/** What was answered to a panel's queries about the earlier period. */
export interface EarlierAnswers {
  readonly period: EarlierPeriod
  readonly outcomes: readonly QueryOutcome[]
}

/**
 * Asks a panel's queries for the earlier period that the page is compared with, in the same plane as everything else: who
 * asks the same joins. Null while the page is compared with none.
 */
export function useEarlierAnswers(queries: readonly AskedQuery[], mode: PlaneQuery['mode']): EarlierAnswers | null {
  const { plane } = useServices()
  const { questionOf, rangeText, compare } = useDashboardScope()
  const period = useMemo(() => readEarlierPeriod(compare, rangeText), [compare, rangeText])
  const questions = useMemo(
    () =>
      period === null
        ? []
        : queries.map(({ expr, instant }) => {
            const question = questionOf(expr, instant)
            return earlierQuestion(question, period.shiftMs, question.mode === 'range' ? mode : 'instant')
          }),
    [queries, questionOf, period, mode],
  )
  const results = usePlaneQueries(plane, questions)
  const outcomes = useStableOutcomes(
    results.map(({ data, error }, i) => ({ legend: queries[i]?.legend ?? '', data, error: asSourceError(error) })),
  )
  return useMemo(() => period && { period, outcomes }, [period, outcomes])
}
