import { useMemo } from 'react'
import { usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { earlierQuestion, moveForward, SAME_MOMENT_MS } from '~/data/questions/earlier-question'
import { useServices } from '~/data/services-context'
import type { EarlierPeriod } from '~/domain/time/earlier-period'
import type { HomeKpi } from '~/features/home/home-card'
import { EarlierFigure } from '~/panels/earlier/EarlierFigure'
import { useSettled } from '~/ui/primitives/settled'

interface HomeEarlierProps {
  readonly one: HomeKpi
  readonly period: EarlierPeriod
}

/** Below a key figure: what it was in the earlier period. It is asked after what is now. */
export function HomeEarlier(props: HomeEarlierProps) {
  return useSettled() && <Figure {...props} />
}

function Figure({ one, period }: HomeEarlierProps) {
  const { plane } = useServices()
  const { kpi, question, value, topBound, evaluatedMs } = one
  const { shiftMs, label } = period
  const questions = useMemo(() => [earlierQuestion(question, shiftMs, 'instant')], [question, shiftMs])
  const [{ data, error } = { data: undefined, error: null }] = usePlaneQueries(plane, questions)
  if (data === undefined && error === null) return null
  const then = data && moveForward(data, shiftMs)
  const isThen = Math.abs((then?.evaluatedMs ?? 0) - (evaluatedMs ?? 0)) <= SAME_MOMENT_MS
  return (
    <EarlierFigure
      label={label}
      format={kpi}
      timeZone="UTC"
      was={then && (then.tip?.samples[0]?.value ?? null)}
      now={isThen ? value : null}
      top={topBound}
    />
  )
}
