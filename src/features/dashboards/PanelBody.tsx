import { type ReactNode, useEffect, useMemo } from 'react'
import type { Panel } from '~/domain/dashboards/model'
import { resolveTimeRange } from '~/domain/time/time-range'
import type { Truth } from '~/domain/truth/truth'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { decodePanelOptions } from '~/features/dashboards/decode-panel-options'
import { PanelBoundary } from '~/features/dashboards/PanelBoundary'
import { PanelMessage } from '~/features/dashboards/PanelMessage'
import type { Answers } from '~/features/dashboards/panel-answers'
import { useLateCode } from '~/features/dashboards/use-late-code'
import type { PanelOverlay } from '~/panels/panel-kind'
import { panelCode } from '~/panels/registry'
import { cursorGroupOf, useCrosshair } from '~/state/crosshair'
import { announceContent } from '~/ui/primitives/settled'

export interface PanelBodyProps {
  readonly panel: Panel
  readonly answers: Answers
  readonly truth: Truth
  readonly large: boolean
  readonly overlay: PanelOverlay | undefined
}

/** The data of a panel, drawn by its kind; or why there is none, and what to do. */
export function PanelBody(props: PanelBodyProps) {
  return (
    <PanelBoundary>
      <Body {...props} />
    </PanelBoundary>
  )
}

function Body({ panel, answers, truth, large, overlay }: PanelBodyProps) {
  const { rangeText, timeZone, onZoom, onZoomBack } = useDashboardScope()
  const shared = useCrosshair((crosshair) => crosshair.shared)
  const code = useLateCode(panelCode(panel.kind))
  const decoded = useMemo(() => code && decodePanelOptions(code.decodeOptions, panel.options), [code, panel.options])
  const range = useMemo(() => {
    const at = answers.nowMs === null ? null : resolveTimeRange(rangeText, answers.nowMs, timeZone)
    return at?.ok ? at.value : { fromMs: 0, toMs: 0 }
  }, [answers.nowMs, rangeText, timeZone])

  if (decoded?.ok === false) {
    return (
      <PanelMessage
        title="This panel is not described well"
        reason={decoded.message}
        nextStep="Mend it in the dashboard's file."
      />
    )
  }
  // A panel that asks nothing waits for nothing.
  if (answers.nowMs === null && panel.queries.length > 0) {
    if (truth.kind !== 'failed') return null
    return <PanelMessage title={sentence(truth.word)} reason={truth.reason} nextStep={truth.nextStep} />
  }
  if (truth.kind === 'empty') {
    return <PanelMessage title="No data" reason={truth.reason} nextStep={truth.nextStep} />
  }
  if (code === null || decoded === null) return null
  const { Panel } = code
  return (
    <Announce>
      <Panel
        title={panel.title}
        format={panel}
        options={decoded.options}
        data={answers.data}
        truth={truth}
        range={range}
        timeZone={timeZone}
        cursorGroup={cursorGroupOf(shared, panel.id)}
        large={large}
        overlay={overlay}
        onZoom={onZoom}
        onZoomBack={onZoomBack}
      />
    </Announce>
  )
}

function sentence(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** Its effect runs when the panel has drawn: the first such moment is the page's first content. */
function Announce({ children }: { readonly children: ReactNode }) {
  useEffect(announceContent, [])
  return children
}
