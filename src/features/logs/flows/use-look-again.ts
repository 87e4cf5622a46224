import { useEffect, useRef } from 'react'
import { useServices } from '~/data/services-context'
import type { DurationMs } from '~/domain/units-of-measure'

const AGAIN_MS: DurationMs = 2_000
/** After that it is as any page: read on with each refresh. */
const MOST_TIMES = 10

/** Looks again soon for what is not there: whoever sent a request may be here before its lines are. */
export function useLookAgain(isMissing: boolean): void {
  const { plane } = useServices()
  const times = useRef(0)
  useEffect(() => {
    if (!isMissing) return
    const timer = setInterval(() => {
      times.current++
      if (times.current > MOST_TIMES) clearInterval(timer)
      else plane.beginTick()
    }, AGAIN_MS)
    return () => clearInterval(timer)
  }, [isMissing, plane])
}
