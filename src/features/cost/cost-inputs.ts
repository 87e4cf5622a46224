import type { CostQuestions } from '~/data/cost/use-cost-questions'
import type { FigureOutcome } from '~/data/cost/use-usage-figures'
import type { TruthScope } from '~/data/questions/truth-of'
import type { Budget } from '~/domain/cost/budget'
import type { Grouping } from '~/domain/cost/groups'
import type { Dimension, PriceBook } from '~/domain/cost/price-book'
import type { UnixMs } from '~/domain/units-of-measure'

/** What was answered, and what decides how it is shown. */
export interface CostInputs {
  readonly book: PriceBook
  readonly budgets: readonly Budget[]
  readonly outcomes: readonly FigureOutcome[]
  readonly questions: CostQuestions
  readonly grouping: Grouping
  readonly titleOfPlatform: (id: string) => string
  readonly timeZone: string
  readonly scope: Omit<TruthScope, 'scrapedMs'>
  readonly nowMs: UnixMs
}

export function dimensionOf(grouping: Grouping): Dimension | null {
  return grouping === 'platform' ? null : grouping
}
