import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { MetricsSource, ServerClock } from '~/domain/sources'
import { createKeptValues } from '~/lib/storage'
import { createEmbeddedAlertStore } from './embedded-alert-store'
import { createKeptSilences } from './kept-silences'

/** What stands in for an Alertmanager in this browser, its silences in the browser's storage. */
export function createPageStore(metrics: MetricsSource, clock: ServerClock): AlertStore {
  const kept = createKeptSilences(
    createKeptValues(() => globalThis.localStorage),
    () => clock.nowMs(),
  )
  return createEmbeddedAlertStore({ id: 'in-page', title: 'This browser', metrics, clock, kept })
}
