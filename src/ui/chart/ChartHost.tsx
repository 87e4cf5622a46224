import type { Ref } from 'react'
import styles from './chart.module.css'

interface ChartHostProps {
  readonly label: string
  readonly old: boolean
  readonly hostRef: Ref<HTMLDivElement>
}

/** The element that a chart's canvas fills, which takes focus and keys. */
export function ChartHost({ label, old, hostRef }: ChartHostProps) {
  return (
    <div
      ref={hostRef}
      className={old ? `${styles['chart']} ${styles['old']}` : styles['chart']}
      role="application"
      aria-roledescription="time chart"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the crosshair.
      tabIndex={0}
    />
  )
}
