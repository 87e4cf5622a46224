import { useState, useSyncExternalStore } from 'react'
import { useServices } from '~/data/services-context'
import type { UnixMs } from '~/domain/units-of-measure'

/**
 * Now, for what is asked: the page's last tick, or the moment at which this was asked first, if that is later. What was written
 * since the last tick, such as the lines of a request that was just sent, must not have to wait for the next.
 */
export function useMoment(asked: string): UnixMs {
  const { plane, clock } = useServices()
  const tickMs = useSyncExternalStore(plane.subscribe, () => plane.tickMs())
  const [first, setFirst] = useState(() => ({ asked, atMs: clock.nowMs() }))
  if (first.asked !== asked) setFirst({ asked, atMs: clock.nowMs() })
  return Math.max(tickMs, first.atMs)
}
