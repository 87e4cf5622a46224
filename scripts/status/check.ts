import { observeAll } from '~/data/checks/observe-all'
import { observeApp } from '~/data/checks/observe-app'
import { createTransport } from '~/data/transport/transport'
import { judge, type Report } from '~/domain/checks/judge'
import type { Config } from '~/domain/config/config'
import { createPageFetch } from './page-fetch'

export interface CheckOptions {
  readonly config: Config
  /** Where the app is served, with a slash at its end; null where that is not known. */
  readonly site: string | null
  readonly signal: AbortSignal
  readonly now?: () => number
}

/** Asks everything that a configuration names, as a page of `site` would, and judges what came. */
export async function check({ config, site, signal, now = Date.now }: CheckOptions): Promise<Report> {
  const { fetch, systemCodeOf } = createPageFetch(site)
  const transport = createTransport({ fetch, ...(site !== null && { pageUrl: site }) })
  const sources = observeAll({ config, transport, inside: new Map(), pageUrl: site, systemCodeOf }, signal)
  const app =
    site === null
      ? []
      : [
          observeApp(
            {
              ...{ part: 'app', id: 'lookout', title: 'Lookout', kind: 'files', address: site, baseUrl: site },
              ...{ headers: {}, transport, systemCodeOf },
            },
            null,
            [],
            signal,
          ),
        ]
  const observations = [...(await Promise.all(app)), ...(await sources)]
  return judge(observations, now())
}
