import type { Expr } from '~/domain/promql/ast'
import { replaceMacros } from '~/domain/promql/macros'
import { nodesOf } from '~/domain/promql/nodes-of'
import { parsePromql } from '~/domain/promql/parse/parse-promql'

/** A panel as far as its metrics are found. */
export interface AskingPanel {
  readonly path: string
  /** The panel, its dashboard and its platform in words. */
  readonly words: string
  readonly exprs: readonly string[]
}

export interface MetricUse {
  readonly metric: string
  readonly panel: AskingPanel
}

const NOTHING = parsePromql('0')
/** Windows of macros do not matter here: any will do. */
const ANY_SPAN = { stepMs: 60_000, rangeMs: 3_600_000, scrapeIntervalMs: 15_000 }

/**
 * Each metric with each panel that asks for it, by the name of the metric. An expression that cannot be read before its variables are
 * chosen has no part in it.
 */
export function metricUses(panels: readonly AskingPanel[]): readonly MetricUse[] {
  return panels
    .flatMap((panel) => [...new Set(panel.exprs.flatMap(metricsOf))].map((metric) => ({ metric, panel })))
    .sort((a, b) => (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : 0))
}

function metricsOf(expr: string): readonly string[] {
  return [...nodesOf(read(expr))].flatMap((node) =>
    node.kind === 'vectorSelector'
      ? node.matchers.flatMap(({ name, op, value }) => (name === '__name__' && op === '=' ? [value] : []))
      : [],
  )
}

function read(expr: string): Expr {
  try {
    return parsePromql(replaceMacros(expr, ANY_SPAN))
  } catch {
    return NOTHING
  }
}
