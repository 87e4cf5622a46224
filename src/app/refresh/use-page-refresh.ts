import { useEffect } from 'react'
import { planRefreshMs } from '~/domain/time/refresh'
import { resolveTimeRange } from '~/domain/time/time-range'
import { useAppServices } from '../app-services-context'
import type { Page } from '../shell/use-page'

/** Keeps the page's ticker at the interval that the address asks for. */
export function usePageRefresh({ view, timeZone }: Page): void {
  const { config, clock, setRefresh } = useAppServices()
  const { from, to, refresh, kiosk } = view
  const { scrapeIntervalMs } = config
  useEffect(() => {
    const range = resolveTimeRange({ from, to }, clock.nowMs(), timeZone)
    const rangeMs = range.ok ? range.value.toMs - range.value.fromMs : 0
    setRefresh(planRefreshMs(refresh, rangeMs, scrapeIntervalMs), kiosk)
  }, [from, to, refresh, kiosk, timeZone, scrapeIntervalMs, clock, setRefresh])
}
