import type { Playlist, PlaylistPage } from '~/domain/config/config'
import { formatDuration } from '~/domain/time/duration'
import { encodeVars } from '~/state/vars-codec'
import { printSearch } from '~/state/view-codec'

const MOST_OVERSCAN = 10

/** Percent of each edge that an address says the screen hides; null where it is silent or wrong. */
export function readOverscan(search: string): number | null {
  const text = new URLSearchParams(search).get('overscan')
  const percent = text === null || text.trim() === '' ? Number.NaN : Number(text)
  return percent >= 0 && percent <= MOST_OVERSCAN ? percent : null
}

/** Search part of the address that shows a page of a playlist as the playlist wants it. */
export function searchOfPage(page: PlaylistPage, playlist: Playlist, isOnWall: boolean): string {
  const params = new URLSearchParams()
  const { from, to, refresh, vars } = page
  if (from !== undefined || to !== undefined) {
    params.set('from', from ?? 'now-1h')
    params.set('to', to ?? 'now')
  }
  if (refresh !== undefined) params.set('refresh', formatDuration(refresh))
  const timeZone = page.timeZone ?? playlist.timeZone
  if (timeZone !== undefined) params.set('timezone', timeZone)
  encodeVars(new Map(Object.entries(vars)), params)
  for (const flag of isOnWall ? ['kiosk', 'autofitpanels'] : []) params.set(flag, '')
  return printSearch(params)
}
