import type { QueryOutcome } from '~/data/questions/truth-of'
import type { UnixMs } from '~/domain/units-of-measure'
import { buildPanelData } from '~/features/dashboards/panel-data'
import type { PanelData } from '~/panels/panel-kind'

/** The answers to a panel's queries, joined on common times. */
export interface Answers {
  readonly data: PanelData
  readonly outcomes: readonly QueryOutcome[]
  /** The tick that the newest answer belongs to; null before the first. */
  readonly nowMs: UnixMs | null
}

export function joinAnswers(outcomes: readonly QueryOutcome[]): Answers {
  const ticks = outcomes.flatMap((outcome) => (outcome.data ? [outcome.data.nowMs] : []))
  return { data: buildPanelData(outcomes), outcomes, nowMs: ticks.length === 0 ? null : Math.max(...ticks) }
}
