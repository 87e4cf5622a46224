import { memo, startTransition, useLayoutEffect, useMemo, useRef } from 'react'
import type { Panel } from '~/domain/dashboards/model'
import { joinParts } from '~/features/dashboards/overlays/overlay-part'
import { useAnnotations } from '~/features/dashboards/overlays/use-annotations'
import { useBucketBounds } from '~/features/dashboards/overlays/use-bucket-bounds'
import { useCoverage } from '~/features/dashboards/overlays/use-coverage'
import { useEarlier } from '~/features/dashboards/overlays/use-earlier'
import type { Answers } from '~/features/dashboards/panel-answers'
import type { OverlayAsker } from '~/features/dashboards/use-overlay'
import type { PanelOverlay } from '~/panels/panel-kind'

export interface OverlaySourceProps<Asker = OverlayAsker> {
  readonly panel: Asker
  readonly answers: Answers
  readonly onChange: (overlay: PanelOverlay | undefined) => void
}

/** Draws nothing: works out what lies over a panel's answers, in code that the first panels do without. */
export const OverlaySource = memo(function OverlaySource({ panel, ...props }: OverlaySourceProps) {
  return panel.kind === undefined ? <KpiSource panel={panel} {...props} /> : <PanelSource panel={panel} {...props} />
})

function PanelSource({ panel, answers, onChange }: OverlaySourceProps<Panel>) {
  const [earlier, earlierSource] = useEarlier(panel, answers)
  const bounds = useBucketBounds(panel, answers)
  const coverage = useCoverage(panel.queries, answers)
  const annotations = useAnnotations(panel, answers)
  const overlay = useMemo(
    () => joinParts([earlier, bounds, coverage, annotations]),
    [earlier, bounds, coverage, annotations],
  )
  const drawn = useRef(annotations)
  useLayoutEffect(() => {
    // What happened is new for all panels at once, which take turns. All else is of the numbers, and comes with them.
    if (drawn.current === annotations) onChange(overlay)
    else startTransition(() => onChange(overlay))
    drawn.current = annotations
  }, [overlay, annotations, onChange])
  return earlierSource
}

/** A key figure is a number: nothing is drawn over it. */
function KpiSource({ panel, answers, onChange }: OverlaySourceProps) {
  const bounds = useBucketBounds(panel, answers)
  const overlay = useMemo(() => joinParts([bounds]), [bounds])
  useLayoutEffect(() => onChange(overlay), [overlay, onChange])
  return null
}
