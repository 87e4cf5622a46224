import type { CSSProperties, ReactNode } from 'react'
import type { PanelLayout } from '~/domain/dashboards/model'
import styles from '~/features/dashboards/dashboard.module.css'

/** A panel's place: on 24 columns where the screen is wide, in reading order where it is narrow. */
export function PanelSpot({ layout, children }: { readonly layout: PanelLayout; readonly children: ReactNode }) {
  const place = { '--x': layout.x + 1, '--y': layout.y + 1, '--w': layout.w, '--h': layout.h } as CSSProperties
  return (
    <div className={styles['spot']} style={place}>
      {children}
    </div>
  )
}
