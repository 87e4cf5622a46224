import { useLayoutEffect, useMemo } from 'react'
import type { Panel } from '~/domain/dashboards/model'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { earlierMode } from '~/features/dashboards/earlier/earlier-mode'
import { buildEarlierPart, type EarlierPart } from '~/features/dashboards/earlier/earlier-part'
import { useEarlierAnswers } from '~/features/dashboards/earlier/use-earlier-answers'
import type { Answers } from '~/features/dashboards/panel-answers'

export interface EarlierSourceProps {
  readonly panel: Panel
  readonly answers: Answers
  /** Undefined while nothing is known. */
  readonly onChange: (part: EarlierPart | undefined) => void
}

/** Draws nothing: asks for the earlier period of a panel and works out what there is to say of it. */
export function EarlierSource({ panel, answers, onChange }: EarlierSourceProps) {
  const { timeZone } = useDashboardScope()
  const earlier = useEarlierAnswers(panel.queries, earlierMode(panel.kind))
  const part = useMemo(
    () => (earlier === null ? undefined : buildEarlierPart(panel, answers.data, earlier, timeZone)),
    [panel, answers.data, earlier, timeZone],
  )
  useLayoutEffect(() => onChange(part), [part, onChange])
  return null
}
