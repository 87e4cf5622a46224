import '~/ui/tokens.css'
import '~/ui/base.css'
import { loadConfig } from '~/app/boot/load-config'
import { createEarlyServices, type EarlyServices } from '~/app/early-services'
import { reloadOnLostChunk } from '~/app/faults/reload-page'
import { hurryPage } from '~/app/first-code'
import { paintFirstPage } from '~/app/first-picture'
import { whenDrawable } from '~/app/when-drawable'
import { createSmallFirstDecoder } from '~/data/decode/small-first-decoder'
import { createServerClock } from '~/data/server-clock'
import type { Config } from '~/domain/config/config'
import { askFirstPage, type FirstPage } from '~/features/dashboards/first-page'
import { delay } from '~/lib/delay'

/** Where no answer came for so long React is read: a page without a server needs it more. */
const PATIENCE_MS = 300
/** And from here on in any case. Before that, while answers come, React would only keep the next questions from being sent. */
const MOST_PATIENCE_MS = 1500

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
  const hurried =
    early &&
    hurryPage({
      services: early,
      address: window.location,
      whenReady,
      takenOver: takenOver.signal,
      decoder,
    })
  if (hurried !== null) await Promise.race([hurried.shown, delay(MOST_PATIENCE_MS)])
  else if (early !== null) {
    // What fails here fails again, and is told, where React draws it.
    const shown = showFirstPage(early).catch(() => undefined)
    await Promise.race([shown, untilQuiet(() => page?.answers.size ?? 0)])
  }
  // Also for a page that has no first picture, or whose server is slow.
  fetchLater()
  const [{ mount }, known] = await Promise.all([import('~/app/mount'), hurried?.load().catch(() => undefined)])
  takenOver.abort()
  await mount(await whenReady, { clock, config, early, page, known, servicesOf, moveToWorker: decoder.moveToWorker })
}

/** Until nothing more was counted for a while. */
async function untilQuiet(count: () => number): Promise<void> {
  for (let waitedMs = 0, before = -1; waitedMs < MOST_PATIENCE_MS && count() > before; waitedMs += PATIENCE_MS) {
    before = count()
    await delay(PATIENCE_MS)
  }
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
