import { useLocation, useParams } from 'react-router-dom'
import { Board } from '~/features/dashboards/Board'
import { DashboardGate } from '~/features/dashboards/DashboardGate'
import { PanelPage } from '~/features/dashboards/PanelPage'

/** `/d/<id>`: the key figures of a dashboard and all its panels. `?viewPanel=` shows one, as Grafana's links mean it. */
export function DashboardPage() {
  const { id = '' } = useParams()
  const params = new URLSearchParams(useLocation().search)
  if (params.has('viewPanel')) return <PanelPage />
  return <DashboardGate id={id}>{(dashboard) => <Board dashboard={dashboard} />}</DashboardGate>
}
