import { isTimeZone } from '~/domain/time/zoned-time'

export interface ResolvedTimeZone {
  /** An IANA zone the runtime knows. */
  readonly timeZone: string
  /** False when the wish was not a known zone and UTC stands in: say so on screen. */
  readonly known: boolean
}

/** Zone for a wish of `browser`, `utc` or an IANA name. `browserZone` is what the viewer's system says. */
export function resolveTimeZone(wish: string, browserZone: string): ResolvedTimeZone {
  const name = wish === 'browser' || wish === '' ? browserZone : wish
  if (name.toLowerCase() === 'utc') return { timeZone: 'UTC', known: true }
  return isTimeZone(name) ? { timeZone: name, known: true } : { timeZone: 'UTC', known: false }
}
