import { useMemo } from 'react'
import type { PlaneQuery } from '~/data/query-plane/query-data'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { asSourceError } from '~/data/questions/as-source-error'
import { type QueryOutcome, truthOf } from '~/data/questions/truth-of'
import { useServices } from '~/data/services-context'
import { boundFault } from '~/domain/slo/bounds'
import type { Slo } from '~/domain/slo/model'
import { burnQuestion, figuresOf, isTakenForZero, windowQuestion } from '~/domain/slo/questions'
import { readSlo, type SloReading } from '~/domain/slo/reading'
import { boundsExpr } from '~/domain/slo/sli'
import type { Truth } from '~/domain/truth/truth'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** What is known of one objective. */
export interface SloNow {
  readonly slo: Slo
  /** Undefined until it was answered once. */
  readonly reading: SloReading | undefined
  readonly truth: Truth
  /** Server time of the figures; undefined until they are there. */
  readonly evaluatedMs: UnixMs | undefined
  /** That the bound of a latency is no bucket's; null where it is one, or nobody knows. */
  readonly boundFault: string | null
  /** The series whose absence counts as zero is absent now. */
  readonly isTakenForZero: boolean
}

const STEP_MS: DurationMs = 60_000
/** A month moves little in a minute, and a server reads all of it: every other refresh is soon enough. */
const WINDOW_HOLDS_MS: DurationMs = 45_000
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
  const scope = { stepMs: STEP_MS, intervalMs, scrapeIntervalMs, scrapedMs: null }
  return slos.map((slo, i) => {
    const own = questions[i]
    const [window, burn] = [outcomeOf(own?.window ?? null), outcomeOf(own?.burn ?? null)]
    const samples = burn.data?.tip?.samples ?? []
    const isAnswered = window.data !== undefined && burn.data !== undefined
    const figures = figuresOf(slo, window.data?.tip?.samples ?? [], samples)
    const les = (outcomeOf(own?.bounds ?? null).data?.tip?.samples ?? []).map(({ labels }) => labels.get('le') ?? '')
    return {
      slo,
      reading: isAnswered ? readSlo(slo, figures) : undefined,
      truth: truthOf([window, burn], scope, clock.nowMs()),
      evaluatedMs: isAnswered ? Math.min(window.data.evaluatedMs, burn.data.evaluatedMs) : undefined,
      boundFault: slo.sli.kind === 'latency' ? boundFault(slo.sli.bound, les) : null,
      isTakenForZero: isTakenForZero(slo, samples),
    }
  })
}

const NOT_ASKED: QueryOutcome = { legend: '', data: undefined, error: null }
