import type { EarlyServices } from '~/app/early-services'
import { askAlertsEarly } from '~/data/alerts/early-alerts'
import { lateCode } from '~/lib/late-code'

/** The pages of alerts. */
export const alertsPage = lateCode(async () => (await import('~/features/alerts/AlertsPage')).AlertsPage)

/**
 * Asks for what the page at an address will show, and fetches its code, where that is the list of alerts: somebody may have been
 * woken by one. Resolves when the code is there; what fails here fails again, and is told, where the page is drawn.
 */
export async function hurryPage(pathname: string, services: EarlyServices, warmDecoder: () => void): Promise<void> {
  if (!/\/alerts\/?$/.test(pathname)) return
  // In this order: what answers has more to do than what sends files.
  const asking = askAlertsEarly(services)
  // Thousands of alerts are megabytes.
  warmDecoder()
  await Promise.allSettled([alertsPage.load(), asking])
}
