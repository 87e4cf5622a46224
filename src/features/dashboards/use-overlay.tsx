import { type ReactNode, Suspense, useState } from 'react'
import type { Panel } from '~/domain/dashboards/model'
import type { Answers } from '~/features/dashboards/panel-answers'
import type { PanelOverlay } from '~/panels/panel-kind'
import { preloadable } from '~/ui/primitives/preloadable'
import { useSettled } from '~/ui/primitives/settled'

const overlaySource = preloadable(() =>
  import('~/features/dashboards/overlays/OverlaySource').then((module) => module.OverlaySource),
)

/** A panel, or as much of it as a key figure has. */
export type OverlayAsker = Panel | (Pick<Panel, 'queries' | 'unit'> & { readonly kind?: never })

/** What lies over answers, once it is worked out; and the node that does so, to be put into the page, where it draws nothing. */
export function useOverlay(panel: OverlayAsker, answers: Answers): readonly [PanelOverlay | undefined, ReactNode] {
  const [overlay, setOverlay] = useState<PanelOverlay>()
  const source = useSettled() && (
    <Suspense>
      <overlaySource.Component panel={panel} answers={answers} onChange={setOverlay} />
    </Suspense>
  )
  return [overlay, source]
}
