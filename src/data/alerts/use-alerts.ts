import { useQueries, useQueryClient } from '@tanstack/react-query'
import { ALERTS_KEY } from '~/data/alerts/alerts-key'
import { type Heard, hearAlerts, wordOf } from '~/data/alerts/hear-alerts'
import { useKeptErrors } from '~/data/alerts/use-kept-errors'
import { useMemoOf } from '~/data/alerts/use-memo-of'
import { rulesQuery } from '~/data/alerts/use-rule-states'
import { useSeriesAlerts } from '~/data/alerts/use-series-alerts'
import { asSourceError } from '~/data/questions/as-source-error'
import { useServices } from '~/data/services-context'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import { joinReceived } from '~/domain/alerts/join-received'
import { type AlertRow, mergeAlerts, NOT_HEARD } from '~/domain/alerts/merge-alerts'
import type { AlertmanagerStatus, AlertRule, ReceivedAlert, Silence } from '~/domain/alerts/model'
import type { SourceError } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'

/** How often alerts are asked for: a silence must be seen within seconds. */
const EVERY_MS: DurationMs = 5_000
/** For so long what the rules told goes on, when they cannot be read: it tells more than the series of alerts. */
const LOST_MS: DurationMs = 15_000

/** What one Alertmanager told, and what it did not. */
export interface StoreState {
  readonly store: AlertStore
  /** The last answer; an old one where `error` says so. */
  readonly alerts: readonly ReceivedAlert[] | undefined
  /** When `alerts` was answered, on the server's clock; null for never. */
  readonly heardMs: UnixMs | null
  readonly silences: readonly Silence[] | undefined
  readonly status: AlertmanagerStatus | undefined
  /** Of the last question for alerts and silences; null where it was answered. */
  readonly error: SourceError | null
  /** Of the last question for the status, and so for the configuration. */
  readonly statusError: SourceError | null
}

export interface Alerts {
  /** Undefined until all were asked once. */
  readonly rows: readonly AlertRow[] | undefined
  /**
   * The same, and before it what is known: the rows of Prometheus, each of which says that its delivery is not known yet while an
   * Alertmanager has not answered. Undefined until Prometheus was asked.
   */
  readonly soFar: readonly AlertRow[] | undefined
  readonly rules: readonly AlertRule[] | undefined
  readonly rulesError: SourceError | null
  /** Whether the series of alerts were read where the rules cannot be. */
  readonly series: 'none' | 'some' | 'unread'
  readonly stores: readonly StoreState[]
  /** When rules were last answered, on the server's clock; null for never. */
  readonly readMs: UnixMs | null
  /** Asks again at once, such as after a silence was made; done when the answers are there. */
  readonly refetch: () => Promise<void>
}

/** Alerts, silences and status of all sources, live while somebody looks. */
export function useAlerts(): Alerts {
  const { metrics, clock } = useServices()
  const client = useQueryClient()
  const made = useAlertStores()
  const stores = made ?? NO_STORES
  const live = {
    refetchInterval: EVERY_MS,
    refetchIntervalInBackground: false,
    retry: false,
    structuralSharing: false,
  }
  const [rules] = useQueries({
    // What was answered a moment before the page was drawn is not asked again at once.
    queries: [{ ...rulesQuery(metrics, clock), ...live, staleTime: EVERY_MS / 2 }],
  })
  const asked = useQueries({
    queries: stores.flatMap((store) => [
      {
        queryKey: [ALERTS_KEY, 'received', store.id],
        queryFn: ({ signal }: { readonly signal: AbortSignal }) => hearAlerts(store, 'alerts', clock, signal),
        ...live,
      },
      {
        queryKey: [ALERTS_KEY, 'silences', store.id],
        queryFn: ({ signal }: { readonly signal: AbortSignal }) => store.silences(signal),
        ...live,
      },
      {
        queryKey: [ALERTS_KEY, 'status', store.id],
        queryFn: ({ signal }: { readonly signal: AbortSignal }) => store.status(signal),
        ...live,
        refetchInterval: 12 * EVERY_MS,
      },
    ]),
  })
  const [rulesError = null, ...errors] = useKeptErrors([rules, ...asked])
  const isLost = rulesError !== null && (rules.data === undefined || clock.nowMs() - rules.data.atMs > LOST_MS)
  const series = useSeriesAlerts(isLost, EVERY_MS)
  const heardOf = (i: number) => asked[i * 3]?.data as Heard | undefined
  const states = stores.map((store, i): StoreState => {
    const [, silences, status] = asked.slice(i * 3, i * 3 + 3)
    const [alertsError, silencesError, statusError] = errors.slice(i * 3, i * 3 + 3)
    return {
      store,
      alerts: heardOf(i)?.alerts,
      heardMs: heardOf(i)?.heardMs ?? null,
      silences: silences?.data as readonly Silence[] | undefined,
      status: status?.data as AlertmanagerStatus | undefined,
      error: asSourceError(alertsError ?? silencesError ?? null),
      statusError: asSourceError(statusError ?? null),
    }
  })
  const parts = [rules.data, rulesError, series, ...states.flatMap(({ error }, i) => [heardOf(i), error])]
  const isReceived = states.every(({ alerts, error }) => alerts !== undefined || error !== null) && made !== undefined
  const merge = () => {
    // Without Prometheus there is nothing to begin with.
    const isAsked = rules.data !== undefined || (rulesError !== null && (isReceived || series !== undefined))
    if (!isAsked) return undefined
    const words = stores.map((store, i) => wordOf(store, heardOf(i), asSourceError(errors[i * 3] ?? null)))
    const received = made === undefined ? NOT_HEARD : joinReceived(words)
    const found = series === undefined ? (rules.data?.answer ?? null) : null
    return mergeAlerts(found, received, clock.nowMs(), series)
  }
  const soFar = useMemoOf(merge, [made, isReceived, ...parts])
  return {
    rows: isReceived ? soFar : undefined,
    soFar,
    rules: rules.data?.answer,
    rulesError: asSourceError(rulesError),
    series: series === undefined ? 'unread' : series.length === 0 ? 'none' : 'some',
    stores: states,
    readMs: rules.data?.atMs ?? null,
    refetch: () => client.invalidateQueries({ queryKey: [ALERTS_KEY] }),
  }
}

const NO_STORES: readonly AlertStore[] = []

/** What delivers alerts; undefined until its code is there. */
export function useAlertStores(): readonly AlertStore[] | undefined {
  const { alertStores } = useServices()
  const [{ data, isError }] = useQueries({
    queries: [
      { queryKey: [ALERTS_KEY, 'stores'], queryFn: alertStores, staleTime: Number.POSITIVE_INFINITY, retry: false },
    ],
  })
  return isError ? NO_STORES : data
}
