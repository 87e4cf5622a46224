import { createAlertStore } from '~/data/alertmanager/alert-store'
import type { Decoder } from '~/data/decode/decoder'
import type { Transport } from '~/data/transport/transport'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { Config } from '~/domain/config/config'
import type { MetricsSource, ServerClock } from '~/domain/sources'

let made: { readonly config: Config; readonly stores: Promise<readonly AlertStore[]> } | undefined

/** The Alertmanagers of the configuration, or what stands in for one where the metrics come from the page; the same ones at each call. */
export function alertStoresOf(
  config: Config,
  metrics: MetricsSource,
  transport: Transport,
  decoder: Decoder,
  clock: ServerClock,
): Promise<readonly AlertStore[]> {
  if (made?.config !== config) {
    const stores = config.sources.alerts.map(({ id, title = id, url }) =>
      createAlertStore({ id, title, baseUrl: url, transport, decoder, clock }),
    )
    const isEmbedded = config.sources.metrics[0]?.kind !== 'prometheus'
    made = {
      config,
      stores: stores.length === 0 && isEmbedded ? embeddedStores(metrics, clock) : Promise.resolve(stores),
    }
  }
  return made.stores
}

/** Fetched only where it is wanted: it matches silences, for which an Alertmanager needs nobody. */
async function embeddedStores(metrics: MetricsSource, clock: ServerClock): Promise<readonly AlertStore[]> {
  const { createPageStore } = await import('~/data/embedded/page-store')
  return [createPageStore(metrics, clock)]
}
