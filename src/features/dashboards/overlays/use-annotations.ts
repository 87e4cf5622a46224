import { useEffect, useMemo, useRef } from 'react'
import { severityTone } from '~/domain/annotations/alert-spans'
import { notesAt } from '~/domain/annotations/notes'
import type { Panel } from '~/domain/dashboards/model'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import type { OverlayPart } from '~/features/dashboards/overlays/overlay-part'
import { useHappened } from '~/features/dashboards/overlays/use-happened'
import type { Answers } from '~/features/dashboards/panel-answers'
import { createMarkLayer } from '~/ui/chart/mark-layer'

const NOTHING: OverlayPart = {}
/** What lies within this share of the range is told together: a hand on a small screen hits no single step. */
const NEAR_SHARE = 1 / 200

/** Restarts and deploys of the platform, and the alerts of the panel, as marks on its chart and lines of its tooltip. */
export function useAnnotations(panel: Panel, answers: Answers): OverlayPart {
  const { stepMs, timeZone } = useDashboardScope()
  const { timesMs } = answers.data
  const rangeMs = (timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0)
  // It is another with each refresh, and is asked for when somebody points.
  const nearMs = useRef(stepMs)
  useEffect(() => {
    nearMs.current = Math.max(stepMs, rangeMs * NEAR_SHARE)
  }, [stepMs, rangeMs])
  const happened = useHappened(panel)
  return useMemo(() => {
    const { events, spans } = happened
    if (events.length === 0 && spans.length === 0) return NOTHING
    const marks = events.map(({ timeMs, isDeploy }) => ({ timeMs, strong: isDeploy }))
    const bands = spans.map(({ fromMs, toMs, severity, state }) => {
      return { fromMs, toMs, tone: severityTone(severity), faint: state === 'pending' }
    })
    return {
      layers: [createMarkLayer(marks, bands)],
      notesAt: (timeMs) => notesAt(happened, timeMs, nearMs.current, timeZone),
    }
  }, [happened, timeZone])
}
