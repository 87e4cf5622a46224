import '~/ui/tokens.css'
import '~/ui/base.css'
import { loadConfig } from '~/app/boot/load-config'
import { createEarlyServices, type EarlyServices } from '~/app/early-services'
import { reloadOnLostChunk } from '~/app/faults/reload-page'
import { paintFirstPage } from '~/app/first-picture'
import { whenDrawable } from '~/app/when-drawable'
import { createSmallFirstDecoder } from '~/data/decode/small-first-decoder'
import { createServerClock } from '~/data/server-clock'
import type { Config } from '~/domain/config/config'
import { askFirstPage, type FirstPage } from '~/features/dashboards/first-page'

/** From here on React is read, whether or not the first answers are there: a page without a server needs it more. */
const PATIENCE_MS = 300

reloadOnLostChunk()
const whenReady = whenDrawable()
const clock = createServerClock({ now: Date.now })
const decoder = createSmallFirstDecoder(async () => (await import('~/data/decode/decode-worker')).createWorkerDecoder())
const servicesOf = (config: Config) => createEarlyServices(config, clock, decoder)

/** The first picture, then React. Not at the top level: the app's chunk waits for this one to be evaluated. */
async function start(): Promise<void> {
  const config = await loadConfig(clock)
  const early = config.kind === 'ready' ? servicesOf(config.config) : null
  let page: FirstPage | null = null
  const takenOver = new AbortController()
  const showFirstPage = async (services: EarlyServices) => {
    page = await askFirstPage(services, window.location)
    const root = await whenReady
    if (page !== null) await paintFirstPage(root, page, services, takenOver.signal, fetchLater)
  }
  if (early !== null) {
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))
    // What fails here fails again, and is told, where React draws it.
    await Promise.race([showFirstPage(early).catch(() => undefined), patience])
  }
  // Also for a page that has no first picture, or whose server is slow.
  fetchLater()
  const { mount } = await import('~/app/mount')
  takenOver.abort()
  await mount(await whenReady, { clock, config, early, page, servicesOf, moveToWorker: decoder.moveToWorker })
}

/**
 * What the build and index.html left for later: React's part, and the icon, whose drawing takes the page's time. From the
 * first painted picture on, because before it they only compete with what it needs.
 */
function fetchLater(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[data-later]'))
    link.rel = link.dataset['later'] ?? ''
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[data-later-href]'))
    link.href = link.dataset['laterHref'] ?? ''
}

void start()
