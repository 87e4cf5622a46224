import { type Macro, MacroFault } from '~/domain/cost/macros'
import { formatDuration, parseDuration } from '~/domain/time/duration'
import { allowedShare, type Slo } from './model'
import { errorShareExpr, goodShareExpr } from './sli'

/**
 * `$__sli(<id>, <window>)` is the share of good events over a window, 0 to 1; `$__error_budget(<id>)` is the share of the objective's
 * budget that is left, 1 for an untouched one and below 0 for one that is overdrawn. Both are the questions that the page of error budgets
 * asks. A window may itself be a macro such as `$__range`.
 */
export function sloMacros(slos: readonly Slo[]): ReadonlyMap<string, Macro> {
  const sloOf = (id: string | undefined): Slo => {
    const slo = slos.find((one) => one.id === id)
    if (slo === undefined) throw new MacroFault(`there is no objective "${id ?? ''}" in slos.json`)
    return slo
  }
  return new Map<string, Macro>([
    ['sli', ([id, ...windows]) => ({ expr: sliOver(sloOf(id), windows) })],
    ['error_budget', ([id, ...more]) => ({ expr: budgetOf(sloOf(id), more) })],
  ])
}

function budgetOf(slo: Slo, more: readonly string[]): string {
  if (more.length > 0) throw new MacroFault(`$__error_budget(${slo.id}) takes an objective and nothing else`)
  return `1 - (${errorShareExpr(slo.sli, slo.windowMs)}) / ${allowedShare(slo)}`
}

const MACRO_WINDOW = /^(?:\$__(?:range|interval|rate_interval)|\$\{__(?:range|interval|rate_interval)\})$/
/** Stands for a window that another macro gives, until the expression is made. */
const STAND_IN_MS = 86_399_999

function sliOver({ id, sli }: Slo, windows: readonly string[]): string {
  const [window = ''] = windows
  if (windows.length !== 1) throw new MacroFault(`$__sli(${id}, …) takes an objective and one window`)
  if (MACRO_WINDOW.test(window)) {
    return goodShareExpr(sli, STAND_IN_MS).replaceAll(`[${formatDuration(STAND_IN_MS)}]`, `[${window}]`)
  }
  const duration = parseDuration(window)
  if (!duration.ok || duration.value <= 0) {
    throw new MacroFault(`"${window.slice(0, 40)}" is no window: write a length such as 24h, or $__range`)
  }
  return goodShareExpr(sli, duration.value)
}
