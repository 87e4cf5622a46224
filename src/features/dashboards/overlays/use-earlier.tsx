import { type ReactNode, Suspense, useState } from 'react'
import type { Panel } from '~/domain/dashboards/model'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import type { OverlayPart } from '~/features/dashboards/overlays/overlay-part'
import type { Answers } from '~/features/dashboards/panel-answers'
import { preloadable } from '~/ui/primitives/preloadable'
import { showToast } from '~/ui/primitives/toast'

const NOTHING: OverlayPart = {}

// Whatever becomes of its code, the panels stay.
const earlierSource = preloadable(() =>
  import('~/features/dashboards/earlier/parts').then(
    (module) => module.EarlierSource,
    () => {
      showToast('The comparison could not be loaded. Reload the page.', 'fault')
      return () => null
    },
  ),
)

/** The earlier period that the page is compared with, and what finds it out: that is loaded only where there is one. */
export function useEarlier(panel: Panel, answers: Answers): readonly [part: OverlayPart, source: ReactNode] {
  const { compare } = useDashboardScope()
  const [part, setPart] = useState<OverlayPart>()
  if (compare === null) return [NOTHING, null]
  const source = (
    <Suspense>
      <earlierSource.Component panel={panel} answers={answers} onChange={setPart} />
    </Suspense>
  )
  return [part ?? NOTHING, source]
}
