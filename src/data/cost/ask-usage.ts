import type { Segment } from '~/domain/cost/match-price'
import type { UsageAnswer } from '~/domain/cost/parts'
import { planUsage } from '~/domain/cost/plan-usage'
import type { Dimension, Price, Usage } from '~/domain/cost/price-book'
import type { Vector } from '~/domain/series/frame'
import type { MetricsSource, RequestCost } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'

const TIMEOUT_MS = 30_000

/** One expression as it was asked, and what came: what a figure's details show. */
export interface AskedExpr {
  readonly what: 'money' | 'tokens' | 'jobs'
  readonly expr: string
  readonly timeMs: UnixMs
  readonly vector: Vector
  readonly warnings: readonly string[]
  readonly partial: boolean
  readonly cost: RequestCost
}

/** All that was answered of one usage in one window. */
export interface UsageFigure {
  readonly usage: Usage
  readonly window: Segment
  readonly answers: readonly UsageAnswer[]
  readonly asked: readonly AskedExpr[]
  /** The server time at which it was asked. */
  readonly nowMs: UnixMs
}

/** Asks for the cost of a usage in a window; throws SourceError. */
export async function askUsage(
  source: MetricsSource,
  usage: Usage,
  prices: readonly Price[],
  window: Segment,
  dimension: Dimension | null,
  nowMs: UnixMs,
  signal: AbortSignal,
): Promise<UsageFigure> {
  const asked: AskedExpr[] = []
  const ask = async (what: AskedExpr['what'], expr: string | null, timeMs: UnixMs): Promise<Vector['samples']> => {
    if (expr === null) return []
    const { vector, warnings, partial, cost } = await source.query({ expr, timeMs, timeoutMs: TIMEOUT_MS }, signal)
    asked.push({ what, expr, timeMs, vector, warnings, partial, cost })
    return vector.samples
  }
  const answers = await Promise.all(
    planUsage(usage, prices, window, dimension).map(async ({ segment, atMs, money, tokens, jobs }) => ({
      usage,
      atMs,
      money: await ask('money', money, segment.toMs),
      tokens: await ask('tokens', tokens, segment.toMs),
      jobs: (await ask('jobs', jobs, segment.toMs))[0]?.value,
    })),
  )
  return { usage, window, answers, asked, nowMs }
}
