import { useMemo } from 'react'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { useServices } from '~/data/services-context'
import type { PanelQuery } from '~/domain/dashboards/model'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { coveragePart } from '~/features/dashboards/overlays/coverage-part'
import type { OverlayPart } from '~/features/dashboards/overlays/overlay-part'
import type { Answers } from '~/features/dashboards/panel-answers'

const NOTHING: OverlayPart = {}

/** What is known of tokens without a price behind a panel's figures; asks nothing for a panel that has none. */
export function useCoverage(queries: readonly PanelQuery[], { data }: Answers): OverlayPart {
  const { plane } = useServices()
  const { questionOf } = useDashboardScope()
  const asked = useMemo(
    () =>
      queries.flatMap(({ priced = [] }, query) =>
        priced.map((tokens) => ({
          query,
          tokens,
          questions: [questionOf(tokens.unpriced, true), questionOf(tokens.all, true)] as const,
        })),
      ),
    [queries, questionOf],
  )
  const questions = useMemo(() => {
    const all = asked.flatMap((one) => one.questions)
    return [...new Map(all.map((question) => [question.key, question])).values()]
  }, [asked])
  const results = usePlaneQueries(plane, questions)
  const answers = results.map((result) => result.data)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answers are the members of an array that is new each time
  return useMemo(() => {
    if (asked.length === 0) return NOTHING
    const answerOf = (key: string) => answers[questions.findIndex((question) => question.key === key)]
    const coverages = asked.map(({ query, tokens, questions: [unpriced, all] }) => ({
      query,
      tokens,
      unpriced: answerOf(unpriced.key),
      all: answerOf(all.key),
    }))
    return coveragePart(coverages, data.series)
  }, [asked, questions, asked.length === 0 ? null : data.series, ...answers])
}
