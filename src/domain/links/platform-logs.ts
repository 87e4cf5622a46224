import type { ConfigSources } from '~/domain/config/config'

export interface PlatformLogs {
  /** Terms of a query that keep the platform's lines; empty where no stream is known to be the platform's. */
  readonly query: string
  /** Id of the source that has them; undefined for the first one. */
  readonly source: string | undefined
}

/**
 * How the lines of one platform are asked for: by the streams that are named after it, as far as the configuration tells their
 * names. What other sources call theirs only they know: no condition then, rather than one that nothing fulfils.
 */
export function platformLogs(
  sources: readonly ConfigSources['logs'][number][],
  platform: string | undefined,
): PlatformLogs {
  if (platform === undefined) return { query: '', source: undefined }
  for (const source of sources) {
    if (source.kind === 'sample') return { query: `stream=${platform},${platform}.*`, source: source.id }
    if (source.kind !== 'jsonl') continue
    const names = source.files ?? [source.url.split('/').at(-1) ?? '']
    if (names.some((name) => isNamedAfter(name, platform))) return { query: `stream=*${platform}*`, source: source.id }
  }
  return { query: '', source: undefined }
}

/** Whether one of the words of a name is a platform's. */
export function isNamedAfter(name: string, platform: string): boolean {
  const words = `-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-`
  return words.includes(`-${platform}-`)
}
