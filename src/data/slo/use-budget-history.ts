import { useMemo } from 'react'
import type { PlaneQuery } from '~/data/query-plane/query-data'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { asSourceError } from '~/data/questions/as-source-error'
import { useServices } from '~/data/services-context'
import { type BudgetHistory, budgetHistory } from '~/domain/slo/history'
import type { Slo } from '~/domain/slo/model'
import { stepQuestion } from '~/domain/slo/questions'
import { stepOf } from '~/domain/slo/step'
import type { SourceError } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'
import type { SloNow } from './slo-now'

export interface BudgetHistoryState {
  /** Undefined until it is answered. */
  readonly history: BudgetHistory | undefined
  readonly error: SourceError | null
}

/** The budget of one objective over its window, which ends with the figures of now. */
export function useBudgetHistory(slo: Slo, { reading, windowEvaluatedMs: timeMs }: SloNow): BudgetHistoryState {
  const { metrics, plane } = useServices()
  const question = useMemo((): PlaneQuery => {
    const [expr, stepMs] = [stepQuestion(slo), stepOf(slo)]
    const resolveWindow = (nowMs: UnixMs) => ({ fromMs: nowMs - slo.windowMs, toMs: nowMs, live: true })
    return {
      ...{ key: JSON.stringify([metrics.id, 'slo-steps', stepMs, slo.windowMs, expr]), sourceId: metrics.id },
      ...{ expr, stepMs, mode: 'range', resolveWindow },
    }
  }, [slo, metrics.id])
  const [answer] = usePlaneQueries(plane, [question])
  const matrix = answer?.data?.matrix
  const [bad, total] = [reading?.bad ?? null, reading?.total ?? null]
  const history = useMemo(() => {
    if (!matrix || timeMs === undefined || bad === null || total === null) return undefined
    return budgetHistory(slo, matrix, { timeMs, bad, total })
  }, [slo, matrix, timeMs, bad, total])
  return { history, error: asSourceError(answer?.error ?? null) }
}
