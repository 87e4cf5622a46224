import { burnAlertsOf } from '~/domain/slo/burn'
import type { Slo } from '~/domain/slo/model'
import type { DurationMs } from '~/domain/units-of-measure'

/** Colour of a burn rate: beyond the limit of an alert that looks at this window. */
export function burnTone(slo: Slo, windowMs: DurationMs, burn: number | null | undefined): 'crit' | 'warn' | undefined {
  if (burn === null || burn === undefined || Number.isNaN(burn)) return undefined
  const limits = burnAlertsOf(slo).filter(
    ({ longMs, shortMs, factor }) => (longMs === windowMs || shortMs === windowMs) && burn > factor,
  )
  if (limits.some(({ severity }) => severity === 'critical')) return 'crit'
  return limits.length > 0 ? 'warn' : undefined
}
