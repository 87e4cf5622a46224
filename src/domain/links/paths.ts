import { carriedSearch } from '~/domain/links/carried-search'

/** Address of a dashboard, or of one of its panels, inside the app. Throws a RangeError for ids that are dot segments. */
export function dashboardPath(dashboardId: string, panelId?: string): string {
  return panelId === undefined ? `/d/${segment(dashboardId)}` : `/d/${segment(dashboardId)}/${segment(panelId)}`
}

/**
 * Address of the panel that a key figure of a dashboard names: `panel`, or `dashboard/panel` for one of another dashboard, which
 * takes along what is carried of the page's search.
 */
export function kpiPath(dashboardId: string, panel: string | undefined, search: string): string {
  const [other, slug] = (panel ?? '').split('/')
  if (slug === undefined) return dashboardPath(dashboardId, panel) + search
  return dashboardPath(other ?? '', slug) + carriedSearch(search)
}

/** Address of a bare panel for an iframe. Throws a RangeError for ids that are dot segments. */
export function embedPath(dashboardId: string, panelId: string): string {
  return `/embed/${segment(dashboardId)}/${segment(panelId)}`
}

/** `.` and `..` stay what they are when encoded, and would leave the folder. */
function segment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new RangeError(`"${id}" cannot be part of an address.`)
  return encodeURIComponent(id)
}
