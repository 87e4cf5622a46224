import { observeAll } from '~/data/checks/observe-all'
import { observeApp } from '~/data/checks/observe-app'
import type { PageTally } from '~/data/page-tally'
import type { Checks } from '~/data/services-context'
import type { Transport } from '~/data/transport/transport'
import type { PageFacts } from '~/domain/checks/page-facts'
import type { Config } from '~/domain/config/config'
import { addressesAsked } from '~/domain/config/source-addresses'
import { readRunningBuild } from '~/lib/site-page'
import { readReloads } from './faults/reload-guard'
import { heapBytes } from './heal/heap-bytes'

/** What the page of the status asks: every part of the installation, and this tab itself. */
export function checksOf(
  config: Config,
  transport: Transport,
  inside: ReadonlyMap<string, Transport>,
  tally: PageTally,
): Checks {
  const baseUrl = new URL(import.meta.env.BASE_URL, location.href).href
  const build = readRunningBuild(document)
  const app = {
    ...({ part: 'app', id: 'lookout', title: 'Lookout', kind: 'files', address: baseUrl } as const),
    ...{ baseUrl, headers: {}, transport },
  }
  return {
    async observe(signal) {
      const sources = observeAll({ config, transport, inside, pageUrl: baseUrl }, signal)
      const site = observeApp(app, build, blockedSources(config, tally), signal)
      return [...(await Promise.all([site])), ...(await sources)]
    },
    pageFacts: (): PageFacts => ({ ...tally, build, reloads: readReloads(), heapBytes: heapBytes() }),
  }
}

/** Of the origins that the policy kept this page from asking, those that are sources: probes of sign-in pages end so too. */
function blockedSources(config: Config, { blocked }: PageTally): readonly string[] {
  const origins = addressesAsked(config.sources).flatMap((url) => (URL.canParse(url) ? new URL(url).origin : []))
  return [...new Set(origins)].filter((origin) => blocked.has(origin))
}
