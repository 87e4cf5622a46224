import { formatDuration } from '~/domain/time/duration'
import type { UnixMs } from '~/domain/units-of-measure'
import { estimatedExpr, growthExpr, measuredExpr, priceLabels } from './cost-query'
import { activePrices, priceKeysOf, type Segment, segmentsOf } from './match-price'
import { type Dimension, labelOf, type Price, type Usage } from './price-book'

/** What is asked of one usage about one stretch of time: expressions to be evaluated at its end. */
export interface UsageQuestions {
  readonly usage: Usage
  readonly segment: Segment
  /** A time in the stretch, which decides the prices. */
  readonly atMs: UnixMs
  /** Null where no price applies to anything. */
  readonly money: string | null
  /** Tokens by model and kind; null of measured money. */
  readonly tokens: string | null
  readonly jobs: string | null
}

/** What must be asked for the cost of a usage in a window by a dimension: a window is cut at each change of a price. */
export function planUsage(
  usage: Usage,
  prices: readonly Price[],
  window: Segment,
  dimension: Dimension | null,
): readonly UsageQuestions[] {
  const label = dimension === null ? undefined : labelOf(usage, dimension)
  const labels = label === undefined ? [] : [label]
  const keys = usage.kind === 'tokens' ? priceKeysOf(prices) : []
  return segmentsOf(keys, window.fromMs, window.toMs).map((segment) => {
    const length = formatDuration(segment.toMs - segment.fromMs)
    const atMs = segment.fromMs
    const jobs = usage.jobs === undefined ? null : growthExpr(usage.jobs, [], length)
    if (usage.kind === 'dollars') {
      return { usage, segment, atMs, money: measuredExpr(usage, labels, length), tokens: null, jobs }
    }
    return {
      usage,
      segment,
      atMs,
      money: estimatedExpr(usage, activePrices(keys, atMs), labels, length),
      tokens: growthExpr(usage.tokens, priceLabels(usage), length),
      jobs,
    }
  })
}
