import type { Dashboard, Kpi } from '~/domain/dashboards/model'

/** Whether a text of a dashboard refers to one of its variables; macros begin with two underscores and are none. */
export function isVaried(text: string): boolean {
  return /(?:\$\{?|\[\[)(?!__)[A-Za-z_]/.test(text)
}

/** Whether a key figure is one of what a variable stands for. */
export function isVariedKpi({ title, expr }: Pick<Kpi, 'title' | 'expr'>): boolean {
  return isVaried(title) || isVaried(expr)
}

/** Whether a dashboard must be filled before its key figures can be asked, and how fresh they are. */
export function hasVariedFigures({ variables, kpis, freshness = '' }: Dashboard): boolean {
  return variables.length > 0 && (kpis.some(isVariedKpi) || isVaried(freshness))
}
