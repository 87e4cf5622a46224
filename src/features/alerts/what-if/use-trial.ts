import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { asSourceError } from '~/data/questions/as-source-error'
import { useServices } from '~/data/services-context'
import type { AlertRule } from '~/domain/alerts/model'
import {
  type EarlierSpacing,
  type EvaluatedPoints,
  type EvaluatedSeries,
  earlierSpacing,
} from '~/domain/alerts/what-if'
import { quoteText } from '~/domain/promql/parse/go-quote'
import type { Labels } from '~/domain/series/frame'
import type { MetricsSource, SourceError } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { fixedLabels } from '../history/rule-of'

/** What is asked of a rule's past. */
export interface TrialQuestion {
  readonly rule: AlertRule
  /** What is compared, or the whole expression. */
  readonly expr: string
  /** The last evaluation that is looked at. */
  readonly endMs: UnixMs
  readonly spanMs: DurationMs
  /** How long before the range alerts may already wait. */
  readonly leadMs: DurationMs
}

export interface TrialAnswer {
  readonly points: EvaluatedPoints
  /** What the server recorded of the rule's own alerts that fire, from the range's start on; values are the samples' times. */
  readonly recorded: EvaluatedPoints
  readonly earlier: EarlierSpacing | null
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
  /** Evaluations from one point to the next: 1 unless there are too many for that. */
  readonly everyNth: number
}

/** Prometheus answers at most 11,000 points of a series at once. */
const POINTS_A_QUESTION = 10_000
/** Points of a series that a page can try again with each move of a hand. */
const MAX_POINTS = 60_000
const TIMEOUT_MS: DurationMs = 60_000

export interface AskedTrial {
  readonly answer: TrialAnswer | undefined
  readonly error: SourceError | null
  /** The answer is of another question than the newest. */
  readonly isBehind: boolean
}

/** The points of a rule at each of its evaluations of a past span, and what came of them. */
export function useTrial(question: TrialQuestion | null): AskedTrial {
  const { metrics } = useServices()
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['alerts', 'trial', metrics.id, question && keyOf(question)],
    queryFn: ({ signal }) => askTrial(metrics, question as TrialQuestion, signal),
    enabled: question !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  })
  return { answer: data, error: asSourceError(error), isBehind: isPlaceholderData }
}

function keyOf({ rule, expr, endMs, spanMs, leadMs }: TrialQuestion) {
  return [rule.file, rule.group, rule.name, [...rule.labels], rule.intervalMs, expr, endMs, spanMs, leadMs]
}

async function askTrial(source: MetricsSource, question: TrialQuestion, signal: AbortSignal): Promise<TrialAnswer> {
  const { rule, expr, endMs, spanMs, leadMs } = question
  const intervalMs = Math.max(1000, rule.intervalMs)
  const everyNth = Math.ceil((spanMs + leadMs) / intervalMs / MAX_POINTS)
  const stepMs = intervalMs * everyNth
  const shown = Math.floor(spanMs / stepMs)
  const lead = Math.ceil(leadMs / stepMs)
  const fromMs = endMs - shown * stepMs
  const points = await askPoints(source, expr, fromMs - lead * stepMs, stepMs, shown + lead + 1, signal)
  const recorded = await askPoints(source, recordedExpr(rule), fromMs, stepMs, shown + 1, signal)
  return { points, recorded, earlier: earlierSpacing(recorded), fromMs, toMs: endMs, everyNth }
}

/** When a rule's own alerts that fire were written: other rules may have the name too. */
function recordedExpr(rule: Pick<AlertRule, 'name' | 'labels'>): string {
  const labels = [['alertname', rule.name], ...fixedLabels(rule), ['alertstate', 'firing']] as const
  return `timestamp(ALERTS{${labels.map(([name, value]) => `${name}=${quoteText(value)}`).join(',')}})`
}

async function askPoints(
  source: MetricsSource,
  expr: string,
  startMs: UnixMs,
  stepMs: DurationMs,
  count: number,
  signal: AbortSignal,
): Promise<EvaluatedPoints> {
  const series = new Map<string, EvaluatedSeries & { values: Float64Array; present: Uint8Array }>()
  const create = (labels: Labels) => {
    return { labels, values: new Float64Array(count).fill(Number.NaN), present: new Uint8Array(count) }
  }
  for (let first = 0; first < count; first += POINTS_A_QUESTION) {
    const last = Math.min(first + POINTS_A_QUESTION, count) - 1
    const [fromMs, endMs] = [startMs + first * stepMs, startMs + last * stepMs]
    // One after the other: a week of a rule is work enough for a server.
    const { matrix } = await source.queryRange({ expr, startMs: fromMs, endMs, stepMs, timeoutMs: TIMEOUT_MS }, signal)
    for (const { key, labels, values, present } of matrix.series) {
      const whole = series.get(key) ?? create(labels)
      series.set(key, whole)
      whole.values.set(values, first)
      whole.present.set(present, first)
    }
  }
  const timesMs = Float64Array.from({ length: count }, (_, i) => startMs + i * stepMs)
  return { timesMs, stepMs, series: [...series.values()] }
}
