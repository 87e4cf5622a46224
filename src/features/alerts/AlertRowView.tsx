import { Ellipsis } from 'lucide-react'
import { memo } from 'react'
import { thresholdOf } from '~/domain/alerts/threshold-of'
import { MenuButton } from '~/ui/primitives/MenuButton'
import { AlertRowFrame, type AlertRowFrameProps } from './AlertRowFrame'
import styles from './alert-list.module.css'
import { SilenceButton } from './silences/SilenceButton'
import { useAlertActions } from './use-alert-actions'

export interface AlertRowViewProps extends Omit<AlertRowFrameProps, 'threshold' | 'children'> {
  /** Why nothing can be silenced now; null where it can. */
  readonly whyNoSilence: string | null
}

/** One alert, and where it leads. */
export const AlertRowView = memo(function AlertRowView({ whyNoSilence, ...frame }: AlertRowViewProps) {
  const { row } = frame
  const actions = useAlertActions(row)
  return (
    <AlertRowFrame {...frame} threshold={row.rule === null ? null : thresholdOf(row.rule.query)}>
      <SilenceButton labels={row.received?.labels ?? row.labels} why={whyNoSilence} />
      <MenuButton
        look="quiet"
        className={styles['menu'] ?? ''}
        aria-label={`Where ${row.name} leads`}
        menuLabel={row.name}
        groups={actions}
      >
        <Ellipsis size="1rem" aria-hidden />
      </MenuButton>
    </AlertRowFrame>
  )
})
