import { useMemo } from 'react'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { useServices } from '~/data/services-context'
import { SourceError } from '~/domain/sources'
import { decideTruth } from '~/domain/truth/decide'
import type { Truth } from '~/domain/truth/truth'
import type { UnixMs } from '~/domain/units-of-measure'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { buildPanelData, factsOf, type QueryOutcome } from '~/features/dashboards/panel-data'
import type { PanelData } from '~/panels/panel-kind'
import { useSecondTick } from '~/ui/primitives/ticker'

export interface AskedQuery {
  readonly expr: string
  readonly legend: string
  readonly instant: boolean
}

export interface Answers {
  readonly data: PanelData
  readonly outcomes: readonly QueryOutcome[]
  /** The tick that the newest answer belongs to; null before the first. */
  readonly nowMs: UnixMs | null
  readonly fetching: boolean
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
      error: error === null ? null : asSourceError(error),
    })),
  )
  const data = useMemo(() => buildPanelData(outcomes), [outcomes])
  const ticks = outcomes.flatMap((outcome) => (outcome.data ? [outcome.data.nowMs] : []))
  return {
    data,
    outcomes,
    nowMs: ticks.length === 0 ? null : Math.max(...ticks),
    fetching: results.some(({ isFetching }) => isFetching),
  }
}

/** The same array as before while its members are, so that data is joined once an answer and not once a render. */
function useStableOutcomes(outcomes: readonly QueryOutcome[]): readonly QueryOutcome[] {
  const parts = outcomes.flatMap(({ legend, data, error }) => [legend, data, error])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the members are the dependencies
  return useMemo(() => outcomes, parts)
}

/** How far the answers can be believed now; looks again every second. */
export function useTruth(outcomes: readonly QueryOutcome[]): Truth {
  useSecondTick()
  const { clock } = useServices()
  const { intervalMs, stepMs, scrapeIntervalMs, scrapedMs } = useDashboardScope()
  const nowMs = clock.nowMs()
  const window = outcomes.find(({ data }) => data)?.data
  // A range that ends before now does not grow old; one that ends at its own tick does.
  const live = window === undefined || window.window.toMs >= window.nowMs
  const queries = outcomes.map(factsOf)
  return decideTruth({
    queries,
    nowMs,
    intervalMs,
    stepMs,
    live: live && (window?.window.live ?? true),
    scrapedMs,
    scrapeIntervalMs,
  })
}

function asSourceError(error: Error): SourceError {
  return error instanceof SourceError ? error : new SourceError({ kind: 'client', message: error.message })
}
