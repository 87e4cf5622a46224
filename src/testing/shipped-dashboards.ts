import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Budget } from '~/domain/cost/budget'
import { decodePrices } from '~/domain/cost/decode-prices'
import { costMacros } from '~/domain/cost/macros'
import { replaceInDashboard } from '~/domain/cost/replace-in-dashboard'
import { decodeDashboard } from '~/domain/dashboards/decode-dashboard'
import type { Dashboard, Panel } from '~/domain/dashboards/model'
import { decodeSlos } from '~/domain/slo/decode-slos'
import { sloMacros } from '~/domain/slo/macros'

export interface ShippedDashboard extends Dashboard {
  /** Those of `panels` that could be decoded, in the order of the file. */
  readonly goodPanels: readonly Panel[]
}

/** Text of a file by its path in the checkout. */
export function readCheckout(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
}

/** The dashboards that `public/config.json` names, in its order, macros of cost and of objectives replaced. Throws where one is missing or faulty. */
export function readShippedDashboards(): readonly ShippedDashboard[] {
  const { dashboards, budgets } = JSON.parse(readCheckout('public/config.json')) as {
    readonly dashboards: readonly string[]
    readonly budgets: readonly Budget[]
  }
  const macros = new Map([
    ...costMacros(decodePrices(JSON.parse(readCheckout('public/prices.json'))), budgets),
    ...sloMacros(decodeSlos(JSON.parse(readCheckout('public/slos.json'))).slos),
  ])
  return dashboards.map((id) => {
    const file = decodeDashboard(JSON.parse(readCheckout(`public/dashboards/${id}.json`)))
    const dashboard = replaceInDashboard(file, macros)
    return { ...dashboard, goodPanels: dashboard.panels.flatMap((entry) => (entry.ok ? [entry.panel] : [])) }
  })
}
