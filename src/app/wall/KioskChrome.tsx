import { useLocation } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import { readOverscan } from '~/state/playlist-address'
import type { Page } from '../shell/use-page'
import { useWallScreen } from './use-wall-screen'
import { WallChrome } from './WallChrome'

/** Head and foot of `?kiosk`. */
export function KioskChrome({ page }: { readonly page: Page }) {
  const { wall } = useServices().config
  const { search } = useLocation()
  const wake = useWallScreen()
  return <WallChrome page={page} wake={wake} overscan={readOverscan(search) ?? wall.overscan} dim={wall.dim} />
}
