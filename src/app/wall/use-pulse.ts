import { useMemo, useSyncExternalStore } from 'react'
import type { FiringNow } from '~/data/alerts/use-firing'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { questionsOfFreshness, scrapedMsOf } from '~/data/questions/freshness'
import { planPageStep, planQuestions } from '~/data/questions/plan-questions'
import { useServices } from '~/data/services-context'
import { zoneOfRange } from '~/domain/time/time-range'
import type { UnixMs } from '~/domain/units-of-measure'
import { type Pulse, pulseOf } from '~/domain/wall/pulse'
import { useSecondTick } from '~/ui/primitives/ticker'
import { pageIntervalMs } from '../refresh/use-page-refresh'
import type { Page } from '../shell/use-page'

export interface PagePulse extends Pulse {
  /** Time of the newest answer: it changes with each refresh that was answered, and with nothing else. */
  readonly beatMs: UnixMs | null
}

/** Whether the page lives: by the one question that every page asks at each of its refreshes, and by its platform's newest scrape. */
export function usePulse(page: Page, { outcome }: FiringNow): PagePulse {
  useSecondTick()
  const { clock, config } = useServices()
  const { scrapeIntervalMs } = config
  const scrapedMs = useScraped(page)
  const beatMs = outcome.data?.evaluatedMs ?? null
  const pulse = pulseOf({
    nowMs: clock.nowMs(),
    evaluatedMs: beatMs,
    isFailed: outcome.error !== null,
    intervalMs: pageIntervalMs(page, scrapeIntervalMs, clock),
    scrapedMs,
    scrapeIntervalMs,
  })
  return { ...pulse, beatMs }
}

/** As the page itself asks it: the same questions, which are asked once. */
function useScraped({ dashboard, view, timeZone }: Page): UnixMs | null {
  const { config, metrics, plane } = useServices()
  const { scrapeIntervalMs } = config
  const { from, to } = view
  const context = useMemo(() => {
    const rangeText = { from, to }
    return { sourceId: metrics.id, rangeText, timeZone: zoneOfRange(rangeText, () => timeZone), scrapeIntervalMs }
  }, [metrics.id, from, to, timeZone, scrapeIntervalMs])
  const stepMs = useSyncExternalStore(plane.subscribe, () => planPageStep(context, plane.tickMs()))
  const questionOf = useMemo(
    () => dashboard && planQuestions(dashboard, context, stepMs, plane.tickMs()),
    [dashboard, context, stepMs, plane],
  )
  const questions =
    dashboard === undefined || questionOf === undefined
      ? []
      : questionsOfFreshness(dashboard, { questionOf, scrapeIntervalMs, answerOf: ({ key }) => plane.held(key) })
  return scrapedMsOf(usePlaneQueries(plane, questions).map(({ data }) => data))
}
