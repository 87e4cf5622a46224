import type { ReactNode } from 'react'
import type { Panel } from '~/domain/dashboards/model'
import { earlierMode } from '~/features/dashboards/earlier/earlier-mode'
import { type EarlierAnswers, useEarlierAnswers } from '~/features/dashboards/earlier/use-earlier-answers'

export interface EarlierOutcomesProps {
  readonly panel: Panel
  readonly children: (answers: EarlierAnswers) => ReactNode
}

/** Gives what was answered about a panel's earlier period to somebody else who asked for nothing. */
export function EarlierOutcomes({ panel, children }: EarlierOutcomesProps) {
  const answers = useEarlierAnswers(panel.queries, earlierMode(panel.kind))
  return answers && children(answers)
}
