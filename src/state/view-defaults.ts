import { parseRefresh } from '~/domain/time/refresh'
import type { DurationMs } from '~/domain/units-of-measure'
import type { ViewDefaults } from '~/state/view'

interface Written {
  readonly time: { readonly from: string; readonly to: string }
  readonly refresh: string
}

/** What a dashboard's file says about range and refresh; a refresh that nobody can read is the configuration's. */
export function viewDefaultsOf(dashboard: Written, refreshMs: DurationMs): ViewDefaults {
  const refresh = parseRefresh(dashboard.refresh)
  return { from: dashboard.time.from, to: dashboard.time.to, refresh: refresh.ok ? refresh.value : refreshMs }
}
