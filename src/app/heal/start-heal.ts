import type { HealthMonitor } from '~/data/health/health-monitor'
import type { PageTally } from '~/data/page-tally'
import { readRunningBuild } from '~/lib/site-page'
import { decodeView } from '~/state/view-codec'
import { reloadPage } from '../faults/reload-page'
import { heapBytes } from './heap-bytes'
import { startSiteWatch } from './site-watch'
import { startWatchdog } from './watchdog'

/** Starts what keeps a page alive for weeks: the look at its server, and the watch over itself. Returns what ends both. */
export function startHeal(health: Pick<HealthMonitor, 'onRecovered'>, tally: PageTally): () => void {
  const build = readRunningBuild(document)
  const ends = [
    startWatchdog({
      tally,
      now: Date.now,
      isVisible: () => document.visibilityState === 'visible',
      heapBytes,
      // A reader has the tab's own button; a wall has nobody.
      onTooMuch: () => isWall() && void reloadPage('memory that only grew'),
    }),
  ]
  // The development server's page names no build.
  if (build !== null) ends.push(startSiteWatch({ build, isWall, onRecovered: health.onRecovered }))
  return () => {
    for (const end of ends) end()
  }
}

/** A page that nobody sits before: the kiosk, and the pages of a playlist. */
function isWall(): boolean {
  return decodeView(new URLSearchParams(location.search)).kiosk || location.pathname.includes('/tv/')
}
