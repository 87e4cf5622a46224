import type { LabelMatcher } from '~/domain/promql/matchers'
import { DialogSurface } from '~/ui/primitives/DialogSurface'
import { SilenceForm } from './SilenceForm'
import styles from './silences.module.css'

export interface SilenceDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly matchers: readonly LabelMatcher[]
}

/** The form over the page. */
export function SilenceDialog({ open, onOpenChange, matchers }: SilenceDialogProps) {
  return (
    <DialogSurface open={open} onOpenChange={onOpenChange} title="Silence">
      <div className={styles['inDialog']}>
        <SilenceForm matchers={matchers} onMade={() => onOpenChange(false)} />
      </div>
    </DialogSurface>
  )
}
