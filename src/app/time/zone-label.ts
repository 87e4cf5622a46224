import { formatOffset } from '~/domain/time/format-instant'
import type { UnixMs } from '~/domain/units-of-measure'

/** The zone that times are shown in, in few letters: `UTC`, `Berlin, UTC+01:00`. */
export function zoneLabel(timeZone: string, atMs: UnixMs): string {
  if (timeZone === 'UTC') return 'UTC'
  const city = (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')
  return `${city}, UTC${formatOffset(atMs, timeZone)}`
}
