import type { Matrix } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import { allowedShare, type Slo } from './model'
import { figureNameOf } from './questions'

/** The budget at one moment of the window. */
export interface BudgetPoint {
  readonly timeMs: UnixMs
  /** Share of the budget that is left; null where the step before has no data. */
  readonly left: number | null
  /** Bad events of the step before; null without data. */
  readonly bad: number | null
}

export interface BudgetHistory {
  readonly points: readonly BudgetPoint[]
  /** What the steps count together, beside what the whole window counts: far apart where counters moved while nobody looked. */
  readonly steppedBad: number
}

/** The window's own figures, with which the line ends. */
export interface WindowEnd {
  readonly timeMs: UnixMs
  readonly bad: number
  readonly total: number
}

/**
 * The budget from the window's start on, step by step: 1 less the bad events so far over those that the events of the whole window allow.
 * It ends with the figure of the whole window, which also has what came since the last step. A step belongs to the window that ends in it
 * and begins in it; `steps` is the answer to `stepQuestion`.
 */
export function budgetHistory(slo: Slo, steps: Matrix, end: WindowEnd): BudgetHistory {
  const { startMs, stepMs, count } = steps.grid
  const seriesOf = (name: string) => steps.series.find(({ labels }) => figureNameOf(labels) === name)
  const [bad, total] = [seriesOf('bad'), seriesOf('total')]
  const budget = allowedShare(slo) * end.total
  const fromMs = end.timeMs - slo.windowMs
  const points: BudgetPoint[] = []
  let spent = 0
  for (let i = 0; i < count; i++) {
    const timeMs = startMs + i * stepMs
    if (timeMs - stepMs < fromMs - stepMs / 2 || timeMs > end.timeMs) continue
    const isKnown = bad?.present[i] === 1 && total?.present[i] === 1
    // 0/0 of one step is a step without events: nothing is spent.
    const step = isKnown ? Math.max(0, bad.values[i] || 0) : null
    spent += step ?? 0
    points.push({ timeMs, left: step === null ? null : leftOf(spent, budget), bad: step })
  }
  points.push({ timeMs: end.timeMs, left: leftOf(end.bad, budget), bad: null })
  return { points, steppedBad: spent }
}

/** Without events there is no budget, and nothing of it is spent. */
const leftOf = (spent: number, budget: number) => (budget > 0 ? 1 - spent / budget : null)
