import { useQuery } from '@tanstack/react-query'
import { ALERTS_KEY } from '~/data/alerts/alerts-key'
import { useServices } from '~/data/services-context'
import { readSeriesAlerts, SERIES_EXPR, type SeriesAlert } from '~/domain/alerts/series-alerts'
import type { DurationMs } from '~/domain/units-of-measure'

const TIMEOUT_MS: DurationMs = 15_000

/** What the series of Prometheus tell of alerts, asked only where `isWanted`; undefined where they tell nothing either. */
export function useSeriesAlerts(isWanted: boolean, everyMs: DurationMs): readonly SeriesAlert[] | undefined {
  const { metrics, clock } = useServices()
  const { data, error } = useQuery({
    queryKey: [ALERTS_KEY, 'series', metrics.id],
    queryFn: async ({ signal }) => {
      const query = { expr: SERIES_EXPR, timeMs: clock.nowMs(), timeoutMs: TIMEOUT_MS }
      const { vector } = await metrics.query(query, signal)
      return readSeriesAlerts(vector.samples)
    },
    enabled: isWanted,
    refetchInterval: everyMs,
    refetchIntervalInBackground: false,
    retry: false,
    structuralSharing: false,
  })
  return isWanted && error === null ? data : undefined
}
