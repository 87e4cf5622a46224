import type { QueryClient } from '@tanstack/react-query'
import type { EarlyServices } from '~/app/early-services'
import { askReceivedEarly, askRulesEarly } from '~/data/alerts/early-alerts'
import type { SmallFirstDecoder } from '~/data/decode/small-first-decoder'
import { lateCode } from '~/lib/late-code'
import { decodeView } from '~/state/view-codec'

/** The pages of alerts. */
export const alertsPage = lateCode(async () => (await import('~/features/alerts/AlertsPage')).AlertsPage)

/** A page that somebody may have been woken by. */
export interface HurriedPage {
  /** Resolves when its first picture is painted, or cannot be. */
  readonly shown: Promise<void>
  /** Fetches the code of the living page. Resolves when that is there and all is asked, with what gives the page what is known by now. */
  readonly load: () => Promise<(client: QueryClient) => void>
}

export interface HurryOptions {
  readonly services: EarlyServices
  readonly address: Pick<Location, 'pathname' | 'search'>
  readonly whenReady: Promise<Element>
  readonly takenOver: AbortSignal
  readonly decoder: Pick<SmallFirstDecoder, 'hurryRules' | 'warm'>
}

/** Asks for what the page at an address will show, and paints it, where that is the list of alerts; null for all others. */
export function hurryPage({ services, address, whenReady, takenOver, decoder }: HurryOptions): HurriedPage | null {
  if (!/\/alerts\/?$/.test(address.pathname)) return null
  const { metrics, clock, alertStores } = services
  // In this order: what answers has more to do than what sends files.
  const rules = askRulesEarly(metrics, clock)
  decoder.hurryRules()
  // What it decodes with; asked for again, and told, where that is missing.
  import('~/data/decode/alerts/pack-alerts').catch(() => undefined)
  // What an Alertmanager tells of thousands of alerts are megabytes, and by then a hand may be waited for.
  void rules.then(decoder.warm, () => undefined)
  const show = async () => {
    // A wall has its head and foot, which come with React.
    if (decodeView(new URLSearchParams(address.search)).kiosk) return
    const { paintFirstAlerts } = await import('./first-alerts')
    await paintFirstAlerts(await whenReady, { config: services.config, rules, search: address.search, takenOver })
  }
  // What fails here fails again, and is told, where the page is drawn.
  const shown = show().catch(() => undefined)
  const asked = askReceivedEarly(alertStores, clock, Promise.all([rules, shown]))
  return {
    shown,
    async load() {
      await Promise.allSettled([alertsPage.load(), asked])
      const { keepKnownRules } = await import('~/data/alerts/use-rule-states')
      return (client) => keepKnownRules(client, services.metrics, services.clock)
    },
  }
}
