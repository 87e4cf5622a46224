import { X } from 'lucide-react'
import { readEarlierPeriod } from '~/domain/time/earlier-period'
import type { View } from '~/state/view'
import { Button } from '~/ui/primitives/Button'
import styles from './compare-chip.module.css'

export interface CompareChipProps {
  readonly view: View
  readonly onEnd: () => void
}

/** Says what the page is compared with, and ends it; nothing where it is not. */
export function CompareChip({ view, onEnd }: CompareChipProps) {
  const period = readEarlierPeriod(view.compare, view)
  if (period === null) return null
  const { label } = period
  return (
    <Button
      className={styles['chip'] ?? ''}
      data-testid="compare"
      aria-label={`Stop comparing with ${label}`}
      title={`Dashed lines and small figures are those of ${label}. Click to stop comparing (d c).`}
      onClick={onEnd}
    >
      <span className={styles['words']}>vs {label}</span>
      <span className={styles['short']}>vs {view.compare}</span>
      <X size="0.875rem" aria-hidden />
    </Button>
  )
}
