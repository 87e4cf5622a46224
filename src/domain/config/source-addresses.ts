import type { ConfigSources } from './config'

type Source = ConfigSources[keyof ConfigSources][number]

/** Where a source is asked, as the configuration has it; undefined for one that lives in the page. */
export function addressOf(source: Source): string | undefined {
  return 'url' in source ? source.url : undefined
}

/** Every address that the page itself asks; those of targets that its server asks for it are left out. */
export function addressesAsked({ metrics, alerts, logs, traces }: ConfigSources): readonly string[] {
  return [...metrics, ...alerts, ...logs, ...traces].flatMap((source) => {
    if (source.kind === 'scrape') return source.targets.flatMap(({ url, viaServer }) => (viaServer ? [] : [url]))
    return addressOf(source) ?? []
  })
}
