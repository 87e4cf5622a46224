import { type QueryClient, type QueryKey, useQueries } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { ALERTS_KEY } from '~/data/alerts/alerts-key'
import { hearAlerts, wordOf } from '~/data/alerts/hear-alerts'
import { useAlertStores } from '~/data/alerts/use-alerts'
import { useMemoOf } from '~/data/alerts/use-memo-of'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { METRICS_KEY, usePlaneQueries } from '~/data/query-plane/use-plane-queries'
import { asSourceError } from '~/data/questions/as-source-error'
import type { QueryOutcome } from '~/data/questions/truth-of'
import { useServices } from '~/data/services-context'
import {
  criticalKinds,
  FIRING_EXPR,
  type FiringAlert,
  type FiringGroup,
  isCut,
  type KnownFiring,
  needOf,
  readAlerts,
  readFiring,
  seriesExpr,
  splitMuted,
} from '~/domain/alerts/firing'
import { joinReceived } from '~/domain/alerts/join-received'
import { createHearing, type Received } from '~/domain/alerts/merge-alerts'
import type { UnixMs } from '~/domain/units-of-measure'

const NOW = 'now'

/** A value of now, whatever range the page shows: no rule evaluates more often than its step. */
function questionOfNow(sourceId: string, expr: string): PlaneQuery {
  const resolveWindow = (nowMs: UnixMs) => ({ fromMs: nowMs - 1, toMs: nowMs, live: true })
  return { key: JSON.stringify([sourceId, NOW, expr]), sourceId, expr, stepMs: 15_000, mode: 'instant', resolveWindow }
}

/** What fires now, asked of Prometheus at the page's own pace. */
export interface FiringNow {
  /** The question for all that fires: its age and its fault. */
  readonly outcome: QueryOutcome
  /** All that fires, silenced or not; undefined until it was answered. */
  readonly groups: readonly FiringGroup[] | undefined
  /** The same with what is silenced taken apart; undefined until that is known once. */
  readonly known: KnownFiring | undefined
  /** The critical alerts one by one, as of `outcome`, where they are wanted; undefined while they are not known. */
  readonly critical: readonly FiringAlert[] | undefined
  /** There are too many: `critical` has one for each kind. */
  readonly isFlood: boolean
}

const NOT_ASKED: Omit<FiringNow, 'outcome' | 'groups'> = { known: undefined, critical: undefined, isFlood: false }

/**
 * Asks Prometheus in one small question what fires. Only where something does the Alertmanagers are asked, and for the muted ones
 * alone; only where one of those may be it, or where single alerts are wanted, the series themselves.
 */
export function useFiring(isEachWanted = false): FiringNow {
  const { metrics, plane } = useServices()
  const [first] = usePlaneQueries(plane, [questionOfNow(metrics.id, FIRING_EXPR)])
  const { data, error } = first ?? {}
  const groups = useMemo(() => data && readFiring(data.tip?.samples ?? []), [data])
  const isFiring = (groups?.length ?? 0) > 0
  const { received, isAsOfNow } = useMuted(data, isFiring)
  const expr = useMemo(() => {
    const names = new Set(groups?.map(({ name }) => name))
    const wanted = isEachWanted ? (groups ?? []).filter(({ severity }) => needOf(severity) === 'critical') : []
    return seriesExpr([...mutedNames(received).filter((name) => names.has(name)), ...wanted.map(({ name }) => name)])
  }, [groups, received, isEachWanted])
  const [series] = usePlaneQueries(plane, expr === null ? [] : [questionOfNow(metrics.id, expr)])
  const isSettled = groups !== undefined && received !== undefined && (series === undefined || !series.isPending)
  const found = useMemo(() => {
    // What fired before a fault stays as it was last known.
    if (!isSettled || groups === undefined || received === undefined || error) return NOT_ASKED
    const samples = series?.data?.tip?.samples ?? []
    const { find, deliveryOf } = createHearing(received)
    const alerts = readAlerts(samples, (labels) => deliveryOf(find(labels) ?? null, 0, 0))
    const critical = alerts.filter(({ labels }) => needOf(labels.get('severity') ?? '') === 'critical')
    const known = splitMuted(groups, alerts)
    // By series that were asked before and are not now: what they tell is sure no longer.
    const doubtful = series?.error ? known.muted.reduce((sum, { count }) => sum + count, 0) : known.doubtful
    const isFlood = isCut(samples)
    const each = isFlood ? criticalKinds(known) : critical
    return { known: { ...known, doubtful }, critical: isEachWanted && !series?.error ? each : undefined, isFlood }
  }, [isSettled, groups, received, series?.data, series?.error, error, isEachWanted])
  // While the rest of a new answer is under way, the one before is whole.
  const last = useRef(found.known)
  if (found.known !== undefined) last.current = found.known
  return {
    outcome: { legend: '', data, error: asSourceError(error ?? null) },
    groups,
    known: last.current,
    critical: error || !isAsOfNow ? undefined : found.critical,
    isFlood: found.isFlood,
  }
}

/** Asks again what fires, such as where somebody knows that it has changed. */
export function refetchFiring(client: QueryClient, sourceId: string): void {
  const start = JSON.stringify([sourceId, NOW]).slice(0, -1)
  const predicate = ({ queryKey: [, key] }: { readonly queryKey: QueryKey }) => String(key).startsWith(start)
  void client.refetchQueries({ queryKey: [METRICS_KEY], type: 'active', predicate }, { cancelRefetch: false })
}

const NOTHING_FIRES: Received = { ok: true, alerts: [] }

interface Muted {
  /** Undefined until it was told once. */
  readonly received: Received | undefined
  /** It was told after Prometheus' newest answer. */
  readonly isAsOfNow: boolean
}

/** What the Alertmanagers tell of muted alerts, asked once for each answer of Prometheus in which something fires. */
function useMuted(data: QueryData | undefined, isFiring: boolean): Muted {
  const { clock } = useServices()
  const stores = useAlertStores()
  const atMs = data?.nowMs ?? 0
  // One answer of several may send what another has silenced.
  const which = (stores?.length ?? 0) > 1 ? 'alerts' : 'suppressed'
  const asked = useQueries({
    queries: (stores ?? []).map((store) => ({
      queryKey: [ALERTS_KEY, which, store.id, atMs],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => hearAlerts(store, which, clock, signal),
      enabled: isFiring,
      staleTime: Number.POSITIVE_INFINITY,
      // The next answer of Prometheus has its own: of the last one nobody asks again.
      gcTime: 1_000,
      retry: false,
      structuralSharing: false,
      networkMode: 'always' as const,
    })),
  })
  const before = useRef<Received | undefined>(undefined)
  const isAnswered = stores !== undefined && asked.every(({ isPending }) => !isPending)
  const parts = asked.flatMap(({ data: heard, error }) => [heard, error])
  const join = (): Received | undefined => {
    if (!isFiring) return NOTHING_FIRES
    if (!isAnswered) return undefined
    const words = stores.map((store, i) => {
      const { data: heard, error } = asked[i] ?? {}
      return wordOf(store, heard, asSourceError(error ?? null))
    })
    return joinReceived(words)
  }
  const received = useMemoOf(join, [stores, isFiring, isAnswered, ...parts])
  if (received !== undefined) before.current = received === NOTHING_FIRES ? undefined : received
  return { received: received ?? before.current, isAsOfNow: received !== undefined }
}

function mutedNames(received: Received | undefined): readonly string[] {
  if (received === undefined) return []
  const alerts = [...received.alerts, ...(received.ok ? [] : (received.old ?? []).map(({ alert }) => alert))]
  return alerts.filter(({ state }) => state === 'suppressed').map(({ labels }) => labels.get('alertname') ?? '')
}
