import { useEffect } from 'react'
import type { ServerClock } from '~/domain/sources'
import { planRefreshMs } from '~/domain/time/refresh'
import { resolveTimeRange } from '~/domain/time/time-range'
import type { DurationMs } from '~/domain/units-of-measure'
import { useAppServices } from '../app-services-context'
import type { Page } from '../shell/use-page'

type PageTime = Pick<Page, 'view' | 'timeZone'>

/** The interval that the address asks for; null for never. */
export function pageIntervalMs(
  { view: { from, to, refresh }, timeZone }: PageTime,
  scrapeIntervalMs: DurationMs,
  clock: ServerClock,
): DurationMs | null {
  const range = resolveTimeRange({ from, to }, clock.nowMs(), timeZone)
  const rangeMs = range.ok ? range.value.toMs - range.value.fromMs : 0
  return planRefreshMs(refresh, rangeMs, scrapeIntervalMs)
}

/** Keeps the page's ticker at the interval that the address asks for. */
export function usePageRefresh(page: PageTime): void {
  const { config, clock, setRefresh } = useAppServices()
  const { view, timeZone } = page
  const { from, to, refresh, kiosk } = view
  const { scrapeIntervalMs } = config
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the view these parts decide
  useEffect(() => {
    setRefresh(pageIntervalMs({ view, timeZone }, scrapeIntervalMs, clock), kiosk)
  }, [from, to, refresh, kiosk, timeZone, scrapeIntervalMs, clock, setRefresh])
}
