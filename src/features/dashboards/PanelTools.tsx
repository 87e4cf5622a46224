import { Ellipsis } from 'lucide-react'
import { memo, useState } from 'react'
import type { Panel } from '~/domain/dashboards/model'
import { PanelAlerts } from '~/features/dashboards/PanelAlerts'
import { PanelDetails } from '~/features/dashboards/PanelDetails'
import { PanelShortcuts } from '~/features/dashboards/PanelShortcuts'
import type { Answers } from '~/features/dashboards/panel-answers'
import styles from '~/features/dashboards/panel-frame.module.css'
import { usePanelActions } from '~/features/dashboards/use-panel-actions'
import type { PanelOverlay } from '~/panels/panel-kind'
import { MenuButton } from '~/ui/primitives/MenuButton'

export interface PanelToolsProps {
  readonly panel: Panel
  readonly answers: Answers
  readonly large: boolean
  readonly overlay: PanelOverlay | undefined
}

/** What can be done with a panel: its details, its menu, and its keys while the pointer or the focus is in it. */
export const PanelTools = memo(function PanelTools({ panel, answers, large, overlay }: PanelToolsProps) {
  const hasBounds = panel.kind === 'timeseries' && (overlay?.topBounds.size ?? 0) > 0
  const actions = usePanelActions(panel, answers, large, hasBounds)
  const [isPointed, setPointed] = useState(false)
  return (
    <>
      <PanelAlerts panel={panel} />
      <PanelDetails panel={panel} answers={answers} overlay={overlay} />
      <MenuButton
        look="quiet"
        className={styles['tool'] ?? ''}
        aria-label={`Menu of ${panel.title}`}
        menuLabel={panel.title}
        groups={actions.groups}
      >
        <Ellipsis size="1rem" aria-hidden />
      </MenuButton>
      <PointerWatch onChange={setPointed} />
      {/* Keys are told once, when they are mounted. */}
      {isPointed && <PanelShortcuts key={String(hasBounds)} actions={actions} />}
    </>
  )
})

/** Tells whether the pointer or the focus is in the panel around it: its shortcuts work then. */
function PointerWatch({ onChange }: { readonly onChange: (inside: boolean) => void }) {
  return (
    <span
      hidden
      ref={(mark) => {
        const panel = mark?.closest('article')
        if (!panel) return
        const enter = () => onChange(true)
        const leave = () => onChange(panel.matches(':hover') || panel.matches(':focus-within'))
        // The tools come after the panel: the pointer may have been waiting in it.
        leave()
        panel.addEventListener('pointerenter', enter)
        panel.addEventListener('focusin', enter)
        panel.addEventListener('pointerleave', leave)
        panel.addEventListener('focusout', leave)
        return () => {
          panel.removeEventListener('pointerenter', enter)
          panel.removeEventListener('focusin', enter)
          panel.removeEventListener('pointerleave', leave)
          panel.removeEventListener('focusout', leave)
        }
      }}
    />
  )
}
