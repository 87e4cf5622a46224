import { useLocation } from 'react-router-dom'
import { type ResolvedTimeZone, resolveTimeZone } from '~/domain/time/time-zone'
import { chooseTimeZone } from '~/state/choose'
import { useBrowserZone } from '~/state/use-browser-zone'
import { usePreferences } from '~/state/use-preferences'
import { decodeZone } from '~/state/view-codec'

export interface PageZone extends ResolvedTimeZone {
  /** What was wished for: `browser`, `utc` or a name that may be unknown here. */
  readonly wish: string
}

/** The zone that a page shows times in: that of its address, else the reader's, else the `configured` one. */
export function usePageZone(configured: string): PageZone {
  const asked = decodeZone(new URLSearchParams(useLocation().search))
  const preferred = usePreferences((preferences) => preferences.timeZone)
  const wish = chooseTimeZone({ timeZone: asked }, { timeZone: preferred }, configured)
  return { ...resolveTimeZone(wish, useBrowserZone()), wish }
}
