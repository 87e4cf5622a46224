import { Info } from 'lucide-react'
import { lazy } from 'react'
import type { Panel } from '~/domain/dashboards/model'
import type { Answers } from '~/features/dashboards/panel-answers'
import styles from '~/features/dashboards/panel-frame.module.css'
import type { PanelOverlay } from '~/panels/panel-kind'
import { PopoverButton } from '~/ui/primitives/PopoverButton'

const loadText = () => import('~/features/dashboards/PanelDetailsText')
const PanelDetailsText = lazy(() => loadText().then((module) => ({ default: module.PanelDetailsText })))

export interface PanelDetailsProps {
  readonly panel: Panel
  readonly answers: Answers
  readonly overlay: PanelOverlay | undefined
}

/** What the panel shows, and the query, time and cost behind each number. */
export function PanelDetails(props: PanelDetailsProps) {
  const { title } = props.panel
  return (
    <PopoverButton
      look="quiet"
      className={styles['tool'] ?? ''}
      aria-label={`About ${title}`}
      popupLabel={`About ${title}`}
      align="end"
      content={() => <PanelDetailsText {...props} />}
      onPreload={() => void loadText()}
    >
      <Info size="0.875rem" aria-hidden />
    </PopoverButton>
  )
}
