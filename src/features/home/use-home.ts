import { useQueries } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import type { PlaneQuery } from '~/data/query-plane/query-data'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { asSourceError } from '~/data/questions/as-source-error'
import { planPageStep, planQuestions } from '~/data/questions/plan-questions'
import type { QueryOutcome } from '~/data/questions/truth-of'
import { dashboardQuery, useServices } from '~/data/services-context'
import { planRefreshMs } from '~/domain/time/refresh'
import { buildCards, type HomeCard, type HomePlatform, questionsOfCard } from '~/features/home/home-card'
import { useView } from '~/state/use-view'
import { DEFAULT_VIEW } from '~/state/view'
import { useSecondTick } from '~/ui/primitives/ticker'

/** Key figures bring their own ranges; this one decides the step of those that say `$__interval`. */
const RANGE = { from: 'now-6h', to: 'now' } as const

export interface Home {
  readonly cards: readonly HomeCard[]
  /** Ids of the dashboards whose files cannot be read: whatever is in them is missing. */
  readonly lost: readonly string[]
}

/** The cards of all platforms, live. Undefined while the dashboards' files are read. */
export function useHome(): Home | undefined {
  useSecondTick()
  const services = useServices()
  const { config, metrics, plane, clock } = services
  const { scrapeIntervalMs, refreshMs, platforms } = config
  const [{ refresh }] = useView({ ...DEFAULT_VIEW, refresh: refreshMs })
  const files = useQueries({ queries: config.dashboards.map((id) => dashboardQuery(services, id)) })

  const context = useMemo(
    () => ({ sourceId: metrics.id, rangeText: RANGE, timeZone: 'UTC', scrapeIntervalMs }),
    [metrics.id, scrapeIntervalMs],
  )
  const stepMs = useSyncExternalStore(plane.subscribe, () => planPageStep(context, plane.tickMs()))
  const questionOf = useMemo(
    () => planQuestions({ panels: [] }, context, stepMs, plane.tickMs()),
    [context, stepMs, plane],
  )
  const dashboards = files.flatMap(({ data }) => data ?? [])
  const homes = platforms.map(({ id, title }): HomePlatform => {
    return { id, title, dashboards: dashboards.filter(({ platform }) => platform === id) }
  })
  const isRead = files.every(({ isPending }) => !isPending)
  const asking = { questionOf, scrapeIntervalMs, answerOf: ({ key }: PlaneQuery) => plane.held(key) }
  const questions = isRead ? unique(homes.flatMap((home) => questionsOfCard(home, asking))) : []
  const results = usePlaneQueries(plane, questions)
  if (!isRead) return undefined
  const outcomes = new Map(
    results.map(({ data, error }, i): readonly [string | undefined, QueryOutcome] => [
      questions[i]?.key,
      { legend: '', data, error: asSourceError(error) },
    ]),
  )
  const cards = buildCards(homes, {
    questionOf,
    outcomeOf: ({ key }) => outcomes.get(key) ?? NOT_ASKED,
    scope: { stepMs, intervalMs: planRefreshMs(refresh, stepMs * 360, scrapeIntervalMs), scrapeIntervalMs },
    nowMs: clock.nowMs(),
  })
  return { cards, lost: config.dashboards.filter((_, i) => files[i]?.isError) }
}

const NOT_ASKED: QueryOutcome = { legend: '', data: undefined, error: null }

function unique(questions: readonly PlaneQuery[]): PlaneQuery[] {
  return [...new Map(questions.map((question) => [question.key, question])).values()]
}
