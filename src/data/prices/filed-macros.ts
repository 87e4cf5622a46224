import type { FetchText } from '~/data/site-file'
import { loadSlos } from '~/data/slo/load-slos'
import type { Config } from '~/domain/config/config'
import { costMacros, type Macro, MacroFault } from '~/domain/cost/macros'
import { replaceInDashboard } from '~/domain/cost/replace-in-dashboard'
import type { Dashboard } from '~/domain/dashboards/model'
import { sloMacros } from '~/domain/slo/macros'
import { messageOf } from '~/lib/message-of'
import { loadPrices } from './load-prices'

/** A dashboard with the macros replaced whose meaning is in a file beside it. What is wrong with a file is told in the panels that need it. */
export async function replaceFiledMacros(
  dashboard: Dashboard,
  fetchText: FetchText,
  budgets: Config['budgets'],
): Promise<Dashboard> {
  return replaceInDashboard(dashboard, await loadFiledMacros(JSON.stringify(dashboard), fetchText, budgets))
}

/** The macros that a text has; only the files that these need are read. */
export async function loadFiledMacros(
  text: string,
  fetchText: FetchText,
  budgets: Config['budgets'],
): Promise<ReadonlyMap<string, Macro>> {
  const [cost, slo] = await Promise.all([
    COST_MACRO.test(text) ? loadCostMacros(fetchText, budgets) : NO_MACROS,
    SLO_MACRO.test(text) ? loadSloMacros(fetchText) : NO_MACROS,
  ])
  return new Map([...cost, ...slo])
}

const COST_MACROS = ['cost', 'cost_by', 'cache_savings', 'budget'] as const
const SLO_MACROS = ['sli', 'error_budget'] as const
const COST_MACRO = new RegExp(`\\$__(?:${COST_MACROS.join('|')})\\(`)
const SLO_MACRO = new RegExp(`\\$__(?:${SLO_MACROS.join('|')})\\(`)
const NO_MACROS: ReadonlyMap<string, Macro> = new Map()

async function loadCostMacros(fetchText: FetchText, budgets: Config['budgets']): Promise<ReadonlyMap<string, Macro>> {
  try {
    return costMacros(await loadPrices(fetchText), budgets)
  } catch (error) {
    return faulty(COST_MACROS, error)
  }
}

async function loadSloMacros(fetchText: FetchText): Promise<ReadonlyMap<string, Macro>> {
  try {
    return sloMacros((await loadSlos(fetchText)).slos)
  } catch (error) {
    return faulty(SLO_MACROS, error)
  }
}

/** Macros of a file that cannot be read: each says why where it is used. */
function faulty(names: readonly string[], error: unknown): ReadonlyMap<string, Macro> {
  const fault: Macro = () => {
    throw new MacroFault(messageOf(error))
  }
  return new Map(names.map((name) => [name, fault]))
}
