import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { decodeDashboard } from '~/domain/dashboards/decode-dashboard'
import type { Dashboard, Panel } from '~/domain/dashboards/model'

export interface ShippedDashboard extends Dashboard {
  /** Those of `panels` that could be decoded, in the order of the file. */
  readonly goodPanels: readonly Panel[]
}

/** Text of a file by its path in the checkout. */
export function readCheckout(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
}

/** The dashboards that `public/config.json` names, in its order. Throws where one is missing or faulty. */
export function readShippedDashboards(): readonly ShippedDashboard[] {
  const { dashboards } = JSON.parse(readCheckout('public/config.json')) as { readonly dashboards: readonly string[] }
  return dashboards.map((id) => {
    const dashboard = decodeDashboard(JSON.parse(readCheckout(`public/dashboards/${id}.json`)))
    return { ...dashboard, goodPanels: dashboard.panels.flatMap((entry) => (entry.ok ? [entry.panel] : [])) }
  })
}
