import { useMemo } from 'react'
import { useLocation } from 'react-router-dom'
import { type CostQuestions, useCostQuestions } from '~/data/cost/use-cost-questions'
import { useUsageFigures } from '~/data/cost/use-usage-figures'
import { useServices } from '~/data/services-context'
import type { Grouping } from '~/domain/cost/groups'
import { DIMENSIONS, labelOf, type PriceBook } from '~/domain/cost/price-book'
import { WINDOWS } from '~/domain/cost/windows'
import { HOUR_MS } from '~/domain/time/duration'
import { planRefreshMs } from '~/domain/time/refresh'
import { usePageZone } from '~/state/use-page-zone'
import { useView } from '~/state/use-view'
import { DEFAULT_VIEW } from '~/state/view'
import { useSecondTick } from '~/ui/primitives/ticker'
import { dimensionOf } from './cost-inputs'
import { type CostModel, costModel } from './cost-model'

/** The groupings that some usage of a book has. */
export function groupingsOf({ usages }: PriceBook): readonly Grouping[] {
  const known = DIMENSIONS.filter((dimension) => usages.some((usage) => labelOf(usage, dimension) !== undefined))
  return ['platform', ...known]
}

/** The grouping of the address; by platform where it is silent or names one that no usage has. */
export function useGrouping(book: PriceBook): Grouping {
  const by = new URLSearchParams(useLocation().search).get('by')
  return groupingsOf(book).find((grouping) => grouping === by) ?? 'platform'
}

export interface Cost {
  readonly model: CostModel
  readonly questions: CostQuestions
  readonly grouping: Grouping
  readonly timeZone: string
}

/** All that the pages of cost say, live. */
export function useCost(book: PriceBook): Cost {
  useSecondTick()
  const { config, clock } = useServices()
  const { scrapeIntervalMs, refreshMs, budgets, platforms } = config
  const [view] = useView({ ...DEFAULT_VIEW, refresh: refreshMs })
  const { timeZone } = usePageZone(config.timeZone)
  const grouping = useGrouping(book)
  const dimension = dimensionOf(grouping)
  const outcomes = useUsageFigures(book, WINDOWS, dimension, timeZone)
  const questions = useCostQuestions(book, dimension)
  const nowMs = clock.nowMs()
  const intervalMs = planRefreshMs(view.refresh, HOUR_MS, scrapeIntervalMs)
  const titleOfPlatform = (id: string) => platforms.find((platform) => platform.id === id)?.title ?? id
  const inputs = { book, budgets, outcomes, questions, grouping, titleOfPlatform, timeZone }
  // A page looks at its clock each second; what it says changes with an answer, and with the age of it.
  const parts = [
    ...outcomes.flatMap(({ data, error }) => [data, error]),
    ...[
      ...questions.trend.values(),
      ...questions.newest.values(),
      ...[...questions.savings.values()].flatMap(({ money, hitRate }) => [money, hitRate]),
    ].flatMap(({ data, error }) => [data, error]),
  ]
  const second = Math.floor(nowMs / 5000)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answers are members of arrays that are new each time
  const model = useMemo(
    () => costModel({ ...inputs, scope: { stepMs: HOUR_MS, intervalMs, scrapeIntervalMs }, nowMs }),
    [book, budgets, grouping, timeZone, intervalMs, scrapeIntervalMs, second, ...parts],
  )
  return { model, questions, grouping, timeZone }
}
