import { useCallback, useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import type { SloNow } from '~/data/slo/slo-now'
import { useSloReadings } from '~/data/slo/use-slo-readings'
import type { Slo } from '~/domain/slo/model'
import { parseDuration } from '~/domain/time/duration'
import { planRefreshMs } from '~/domain/time/refresh'
import type { DurationMs } from '~/domain/units-of-measure'
import { decodeSloView, encodeSloView, type SloRate, type SloView } from '~/state/slo-view'
import { useView } from '~/state/use-view'
import { DEFAULT_VIEW } from '~/state/view'
import { printSearch } from '~/state/view-codec'
import { useSecondTick } from '~/ui/primitives/ticker'

/** Readings at the pace of the page; ages are told each second. */
export function useLiveSlos(slos: readonly Slo[]): readonly SloNow[] {
  useSecondTick()
  const { config } = useServices()
  const [{ refresh }] = useView({ ...DEFAULT_VIEW, refresh: config.refreshMs })
  return useSloReadings(slos, planRefreshMs(refresh, 3_600_000, config.scrapeIntervalMs))
}

/** What the address says of this page, and how to change it in place. */
export function useSloView(): readonly [SloView, (patch: Partial<SloView>) => void] {
  const { search } = useLocation()
  const navigate = useNavigate()
  const view = useMemo(() => decodeSloView(new URLSearchParams(search)), [search])
  const change = useCallback(
    (patch: Partial<SloView>) => {
      const { search: before, hash } = window.location
      const params = new URLSearchParams(before)
      const next = printSearch(encodeSloView({ ...decodeSloView(params), ...patch }, params))
      if (next !== before) void navigate({ search: next, hash }, { replace: true })
    },
    [navigate],
  )
  return [view, change]
}

/** Width of the window that a rate is named by. */
export function rateMs(rate: SloRate): DurationMs {
  const duration = parseDuration(rate)
  return duration.ok ? duration.value : 0
}
