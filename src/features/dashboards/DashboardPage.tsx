import { Suspense } from 'react'
import { useLocation, useParams } from 'react-router-dom'
import { Board } from '~/features/dashboards/Board'
import { DashboardGate } from '~/features/dashboards/DashboardGate'
import { PanelPage } from '~/features/dashboards/PanelPage'
import { decodeView } from '~/state/view-codec'
import { preloadable } from '~/ui/primitives/preloadable'

const fitBoard = preloadable(() => import('~/features/dashboards/wall/FitBoard').then((module) => module.FitBoard))

/** `/d/<id>`: the key figures of a dashboard and all its panels. `?viewPanel=` shows one, as Grafana's links mean it. */
export function DashboardPage() {
  const { id = '' } = useParams()
  const params = new URLSearchParams(useLocation().search)
  if (params.has('viewPanel')) return <PanelPage />
  const { kiosk, autofitPanels } = decodeView(params)
  return (
    <DashboardGate id={id}>
      {(dashboard) =>
        kiosk && autofitPanels ? (
          <Suspense>
            <fitBoard.Component dashboard={dashboard} />
          </Suspense>
        ) : (
          <Board dashboard={dashboard} />
        )
      }
    </DashboardGate>
  )
}
