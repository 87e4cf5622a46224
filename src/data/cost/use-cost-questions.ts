import { useMemo } from 'react'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { asSourceError } from '~/data/questions/as-source-error'
import { planQuestions } from '~/data/questions/plan-questions'
import { useServices } from '~/data/services-context'
import { measuredExpr, printSelector } from '~/domain/cost/cost-query'
import { costMacros, expandMacros, hitRateExpr } from '~/domain/cost/macros'
import { type Dimension, labelOf, type PriceBook, type Usage } from '~/domain/cost/price-book'
import { timedEstimate } from '~/domain/cost/timed-expr'
import type { SourceError } from '~/domain/sources'
import { HOUR_MS } from '~/domain/time/duration'

/** How far back the hourly trend goes: what a forecast learns from. */
export const HISTORY_DAYS = 35
const RANGE = { from: `now-${HISTORY_DAYS}d`, to: 'now' } as const

/** A question of the query plane and its answer. */
export interface Asked {
  readonly question: PlaneQuery
  readonly data: QueryData | undefined
  readonly error: SourceError | null
}

export interface CostQuestions {
  /** Money of each hour by usage, grouped where it has the label; at whole hours. */
  readonly trend: ReadonlyMap<Usage, Asked>
  /** Unix time in seconds of the newest sample of each usage. */
  readonly newest: ReadonlyMap<Usage, Asked>
  /** Of usages with a cache: money saved in 24 hours, and the hit rate. */
  readonly savings: ReadonlyMap<Usage, { readonly money: Asked; readonly hitRate: Asked }>
}

/** What the cost page asks whose text is the same at each tick, by the query plane. */
export function useCostQuestions(book: PriceBook, dimension: Dimension | null): CostQuestions {
  const { metrics, plane, config } = useServices()
  const { scrapeIntervalMs } = config
  const plan = useMemo(() => {
    const context = { sourceId: metrics.id, rangeText: RANGE, timeZone: 'UTC', scrapeIntervalMs }
    const questionOf = planQuestions({ panels: [] }, context, HOUR_MS, plane.tickMs())
    const macros = costMacros(book, [])
    return book.usages.map((usage) => {
      const label = dimension === null ? undefined : labelOf(usage, dimension)
      const labels = label === undefined ? [] : [label]
      const trend =
        usage.kind === 'dollars'
          ? measuredExpr(usage, labels, '1h')
          : timedEstimate(usage, book.prices, labels, '1h', HOUR_MS)
      const counter = printSelector(usage.kind === 'dollars' ? usage.dollars : usage.tokens)
      const cache = usage.kind === 'tokens' ? usage.cache : undefined
      return {
        usage,
        trend: trend === null ? null : questionOf(trend, false),
        newest: questionOf(`max(timestamp(${counter}))`, true),
        savings:
          cache === undefined || trend === null
            ? null
            : {
                money: questionOf(expandMacros(`$__cache_savings(${usage.id}, 24h)`, macros).expr, true),
                hitRate: questionOf(hitRateExpr(cache, '24h'), true),
              },
      }
    })
  }, [book, dimension, metrics.id, plane, scrapeIntervalMs])

  const questions = useMemo(
    () => [
      ...new Map(
        plan
          .flatMap(({ trend, newest, savings }) => [trend, newest, savings?.money, savings?.hitRate])
          .flatMap((question) => (question ? [[question.key, question] as const] : [])),
      ).values(),
    ],
    [plan],
  )
  const results = usePlaneQueries(plane, questions)
  const askedOf = (question: PlaneQuery): Asked => {
    const result = results[questions.findIndex(({ key }) => key === question.key)]
    return { question, data: result?.data, error: asSourceError(result?.error ?? null) }
  }
  return {
    trend: new Map(plan.flatMap(({ usage, trend }) => (trend === null ? [] : [[usage, askedOf(trend)] as const]))),
    newest: new Map(plan.map(({ usage, newest }) => [usage, askedOf(newest)] as const)),
    savings: new Map(
      plan.flatMap(({ usage, savings }) =>
        savings === null
          ? []
          : [[usage, { money: askedOf(savings.money), hitRate: askedOf(savings.hitRate) }] as const],
      ),
    ),
  }
}
