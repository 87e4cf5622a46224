import { isAbsolute, targetPath } from '~/data/embedded/plan-embedded'
import type { Config } from '~/domain/config/config'

/** Paths of this server to the scrape targets that the configuration wants asked by it, and no others: it is no open proxy. */
export function targetsOf(config: Config): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const source of config.sources.metrics) {
    if (source.kind !== 'scrape') continue
    source.targets.forEach(({ url, viaServer }, index) => {
      if (viaServer && isAbsolute(url)) found.set(targetPath(source.id, index), url)
    })
  }
  return found
}
