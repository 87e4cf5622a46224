import { parseRefresh } from '~/domain/time/refresh'
import { DEFAULT_VIEW, type ViewDefaults } from '~/state/view'

interface Written {
  readonly time: { readonly from: string; readonly to: string }
  readonly refresh: string
}

/** What a dashboard's file says about range and refresh; a refresh that nobody can read is the usual one. */
export function dashboardDefaults(dashboard: Written | undefined): ViewDefaults {
  if (dashboard === undefined) return DEFAULT_VIEW
  const refresh = parseRefresh(dashboard.refresh)
  return { ...dashboard.time, refresh: refresh.ok ? refresh.value : DEFAULT_VIEW.refresh }
}
