import { useMemo, useSyncExternalStore } from 'react'
import { useFiring } from '~/data/alerts/use-firing'
import type { PlaneQuery } from '~/data/query-plane/query-data'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { asSourceError } from '~/data/questions/as-source-error'
import { planPageStep, planQuestions } from '~/data/questions/plan-questions'
import type { QueryOutcome } from '~/data/questions/truth-of'
import { useQuantileBounds } from '~/data/questions/use-quantile-bounds'
import { useServices } from '~/data/services-context'
import { topBound } from '~/domain/histogram/bucket-of'
import { type EarlierPeriod, readEarlierPeriod } from '~/domain/time/earlier-period'
import { planRefreshMs } from '~/domain/time/refresh'
import { buildCards, elsewhere, type HomeCard, type HomePlatform, questionsOfCard } from '~/features/home/home-card'
import { useHomeDashboards } from '~/features/home/use-home-dashboards'
import { useView } from '~/state/use-view'
import { DEFAULT_VIEW } from '~/state/view'
import { useSettled } from '~/ui/primitives/settled'
import { useSecondTick } from '~/ui/primitives/ticker'

/** Key figures bring their own ranges; this one decides the step of those that say `$__interval`. */
const RANGE = { from: 'now-6h', to: 'now' } as const

export interface Home {
  readonly cards: readonly HomeCard[]
  /** Ids of the dashboards whose files cannot be read: whatever is in them is missing. */
  readonly lost: readonly string[]
  /** What the key figures are compared with; null for nothing. */
  readonly period: EarlierPeriod | null
}

/** The cards of all platforms, live. Undefined while the dashboards' files are read. */
export function useHome(): Home | undefined {
  useSecondTick()
  const { config, metrics, plane, clock } = useServices()
  const { scrapeIntervalMs, refreshMs, platforms } = config
  const [{ refresh, compare }] = useView({ ...DEFAULT_VIEW, refresh: refreshMs })
  const { isRead, dashboards, lost } = useHomeDashboards(RANGE)

  const context = useMemo(
    () => ({ sourceId: metrics.id, rangeText: RANGE, timeZone: 'UTC', scrapeIntervalMs }),
    [metrics.id, scrapeIntervalMs],
  )
  const stepMs = useSyncExternalStore(plane.subscribe, () => planPageStep(context, plane.tickMs()))
  const questionOf = useMemo(
    () => planQuestions({ panels: [] }, context, stepMs, plane.tickMs()),
    [context, stepMs, plane],
  )
  const period = useMemo(() => readEarlierPeriod(compare, RANGE), [compare])
  const known = platforms.map(({ id, title }): HomePlatform => {
    return { id, title, dashboards: dashboards.filter(({ platform }) => platform === id) }
  })
  const homes = [...known, elsewhere(known)]
  const asking = { questionOf, scrapeIntervalMs, answerOf: ({ key }: PlaneQuery) => plane.held(key) }
  const questions = isRead ? unique(homes.flatMap((home) => questionsOfCard(home, asking))) : []
  const results = usePlaneQueries(plane, questions)
  const fires = useFiring()
  const isSettled = useSettled()
  const exprs = isSettled ? kpiExprs(homes, questionOf) : []
  const bounds = useQuantileBounds(exprs, questionOf)
  if (!isRead) return undefined
  const outcomes = new Map(
    results.map(({ data, error }, i): readonly [string | undefined, QueryOutcome] => [
      questions[i]?.key,
      { legend: '', data, error: asSourceError(error) },
    ]),
  )
  const cards = buildCards(homes, {
    // Until it is known what is silenced, all of it needs somebody.
    firing: {
      outcome: fires.outcome,
      loud: fires.known?.loud ?? fires.groups ?? [],
      muted: fires.known?.muted ?? [],
    },
    questionOf,
    outcomeOf: ({ key }) => outcomes.get(key) ?? NOT_ASKED,
    topBoundOf: ({ expr }, labels) => {
      const found = bounds[exprs.indexOf(expr)]?.(labels)
      return found && topBound(found)
    },
    scope: { stepMs, intervalMs: planRefreshMs(refresh, stepMs * 360, scrapeIntervalMs), scrapeIntervalMs },
    nowMs: clock.nowMs(),
  })
  return { cards, lost, period }
}

const NOT_ASKED: QueryOutcome = { legend: '', data: undefined, error: null }

function kpiExprs(
  homes: readonly HomePlatform[],
  questionOf: (expr: string, instant: boolean) => PlaneQuery,
): string[] {
  const kpis = homes.flatMap(({ dashboards }) => dashboards.flatMap((dashboard) => dashboard.kpis))
  return [...new Set(kpis.map(({ expr }) => questionOf(expr, true).expr))]
}

function unique(questions: readonly PlaneQuery[]): PlaneQuery[] {
  return [...new Map(questions.map((question) => [question.key, question])).values()]
}
