import type { ConfigSources } from '~/domain/config/config'
import type { UnixMs } from '~/domain/units-of-measure'
import { dashboardPath } from './paths'

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

/** The platform that a stream is named after: `shorts`, `shorts.log`, `{app="shorts-api"}`. Of several the longest name. */
export function platformOfStream(stream: string, platforms: readonly { readonly id: string }[]): string | undefined {
  return platforms
    .map(({ id }) => id)
    .filter((id) => isNamedAfter(stream, id))
    .sort((a, b) => b.length - a.length)[0]
}

function isNamedAfter(name: string, platform: string): boolean {
  const words = `-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-`
  return words.includes(`-${platform}-`)
}

const AROUND_MS = 900_000

/** A platform's first dashboard, whose id begins with the platform's by convention, around a moment; null where there is none. */
export function dashboardAtPath(dashboards: readonly string[], platform: string, atMs: UnixMs): string | null {
  const id = dashboards.find((one) => one === platform || one.startsWith(`${platform}-`))
  if (id === undefined) return null
  const from = String(Math.floor(atMs - AROUND_MS))
  return `${dashboardPath(id)}?${new URLSearchParams({ from, to: String(Math.ceil(atMs + AROUND_MS)) })}`
}
