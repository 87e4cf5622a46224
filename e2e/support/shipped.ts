import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeDashboard } from '~/domain/dashboards/decode-dashboard'
import { DIST } from './site'

/** The dashboard as its file says, for what the page should show of it. */
export function readShippedDashboard() {
  const file = join(DIST, 'dashboards/shorts-main.json')
  const { kpis, panels } = decodeDashboard(JSON.parse(readFileSync(file, 'utf8')))
  return { kpis, panels: panels.flatMap((entry) => (entry.ok ? [entry.panel] : [])) }
}
