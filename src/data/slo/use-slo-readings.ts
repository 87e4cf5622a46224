import { useMemo } from 'react'
import type { PlaneQuery } from '~/data/query-plane/query-data'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { asSourceError } from '~/data/questions/as-source-error'
import type { QueryOutcome } from '~/data/questions/truth-of'
import { useServices } from '~/data/services-context'
import type { Slo } from '~/domain/slo/model'
import { burnQuestion, windowQuestion } from '~/domain/slo/questions'
import { boundsExpr } from '~/domain/slo/sli'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { type SloNow, sloNow, WINDOW_HOLDS_MS } from './slo-now'

const STEP_MS: DurationMs = 60_000
/** Buckets change with a deploy alone. */
const BOUNDS_HOLD_MS: DurationMs = 600_000

function questionOfNow(sourceId: string, expr: string, holdsMs?: DurationMs): PlaneQuery {
  const resolveWindow = (nowMs: UnixMs) => ({ fromMs: nowMs - 1, toMs: nowMs, live: true })
  const question = { key: JSON.stringify([sourceId, 'slo', expr]), sourceId, expr, stepMs: STEP_MS, resolveWindow }
  return { ...question, mode: 'instant', ...(holdsMs === undefined ? {} : { holdsMs }) }
}

/** How the objectives stand, live. `intervalMs` is how often the page asks; null for never. */
export function useSloReadings(slos: readonly Slo[], intervalMs: DurationMs | null): readonly SloNow[] {
  const { config, metrics, plane, clock } = useServices()
  const { scrapeIntervalMs } = config
  const questions = useMemo(
    () =>
      slos.map((slo) => {
        const bounds = boundsExpr(slo.sli)
        return {
          window: questionOfNow(metrics.id, windowQuestion(slo), WINDOW_HOLDS_MS),
          burn: questionOfNow(metrics.id, burnQuestion(slo)),
          bounds: bounds === null ? null : questionOfNow(metrics.id, bounds, BOUNDS_HOLD_MS),
        }
      }),
    [slos, metrics.id],
  )
  const asked = useMemo(
    () => questions.flatMap(({ window, burn, bounds }) => (bounds === null ? [window, burn] : [window, burn, bounds])),
    [questions],
  )
  const unique = useMemo(() => [...new Map(asked.map((question) => [question.key, question])).values()], [asked])
  const results = usePlaneQueries(plane, unique)
  const outcomes = new Map(
    results.map(({ data, error }, i): readonly [string | undefined, QueryOutcome] => [
      unique[i]?.key,
      { legend: '', data, error: asSourceError(error) },
    ]),
  )
  const outcomeOf = (question: PlaneQuery | null): QueryOutcome => outcomes.get(question?.key) ?? NOT_ASKED
  const scope = { stepMs: STEP_MS, intervalMs, scrapeIntervalMs }
  return slos.map((slo, i) => {
    const { window = null, burn = null, bounds = null } = questions[i] ?? {}
    const answers = { window: outcomeOf(window), burn: outcomeOf(burn), bounds: outcomeOf(bounds) }
    return sloNow(slo, answers, scope, clock.nowMs())
  })
}

const NOT_ASKED: QueryOutcome = { legend: '', data: undefined, error: null }
