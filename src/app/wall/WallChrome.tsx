import type { ReactNode } from 'react'
import type { Config } from '~/domain/config/config'
import { useRootRem } from '~/features/dashboards/wall/use-root-rem'
import type { Page } from '../shell/use-page'
import { useFittingScale } from './use-fitting-scale'
import { usePulse } from './use-pulse'
import { useScreenCare } from './use-screen-care'
import type { WakeState } from './use-wake-lock'
import { useWallAlerts } from './use-wall-alerts'
import { WallFoot } from './WallFoot'
import { WallHead } from './WallHead'
import styles from './wall.module.css'

export interface WallChromeProps {
  readonly page: Page
  readonly overscan: number
  readonly dim: Config['wall']['dim']
  /** Said in the foot. */
  readonly note?: ReactNode
  readonly wake: WakeState
}

/** Head and foot of a page on a wall, and care for the screen behind it. */
export function WallChrome({ page, overscan, dim, note, wake }: WallChromeProps) {
  const { now, alerts } = useWallAlerts()
  const pulse = usePulse(page, now)
  const isAlarmed = alerts?.some(({ need }) => need === 'critical') ?? false
  const shade = useScreenCare({ overscan, dim, timeZone: page.timeZone, isAlarmed })
  // A board finds its own size; any other page has that of head and foot.
  const isBoard = page.dashboardId !== null && page.panelTitle === undefined
  const unitPx = Math.min(innerWidth / 80, innerHeight / 45) * (1 - overscan / 50)
  // Home is a board too, of cards; lists are longer than any screen.
  const scale = useFittingScale(page.view.autofitPanels && page.ownTitle === 'Home')
  useRootRem(page.view.autofitPanels && !isBoard ? unitPx * scale : null)
  return (
    <>
      <WallHead page={page} pulse={pulse} />
      <WallFoot alerts={alerts} note={note} wake={wake} />
      {shade > 0 && <div className={styles['shade']} style={{ opacity: shade }} data-testid="shade" />}
    </>
  )
}
