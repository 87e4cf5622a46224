import { Suspense } from 'react'
import type { Panel } from '~/domain/dashboards/model'
import { dashboardPath } from '~/domain/links/paths'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { PanelBody } from '~/features/dashboards/PanelBody'
import { PanelFrameView } from '~/features/dashboards/PanelFrameView'
import { useAnswers, useTruth } from '~/features/dashboards/use-answers'
import { useOverlay } from '~/features/dashboards/use-overlay'
import { AppLink } from '~/ui/primitives/AppLink'
import { preloadable } from '~/ui/primitives/preloadable'
import { useSettled } from '~/ui/primitives/settled'

// Details, menu and keys of panels come when the first panels are painted.
const panelTools = preloadable(() => import('~/features/dashboards/PanelTools').then((module) => module.PanelTools))

export interface PanelFrameProps {
  readonly panel: Panel
  /** The panel has a page to itself. */
  readonly large?: boolean
  /** Neither title links nor menu: a panel inside another page. */
  readonly bare?: boolean
}

/** A panel with its live answers, and what can be done with it. */
export function PanelFrame({ panel, large = false, bare = false }: PanelFrameProps) {
  const { dashboard } = useDashboardScope()
  const answers = useAnswers(panel.queries)
  const truth = useTruth(answers.outcomes)
  const isSettled = useSettled()
  const [overlay, source] = useOverlay(panel, answers)
  const heading =
    large || bare ? (
      panel.title
    ) : (
      <AppLink to={dashboardPath(dashboard.id, panel.id) + window.location.search}>{panel.title}</AppLink>
    )
  const tools = isSettled && (
    <Suspense>
      <panelTools.Component panel={panel} answers={answers} large={large} overlay={overlay} />
    </Suspense>
  )
  return (
    <PanelFrameView panel={panel} truth={truth} data={answers.data} heading={heading} {...(bare ? {} : { tools })}>
      <PanelBody panel={panel} answers={answers} truth={truth} large={large} overlay={overlay} />
      {source}
    </PanelFrameView>
  )
}
