import type { ConfigSources } from '~/domain/config/config'
import type { FollowedFile } from './feeds/file-feed'
import type { LogFeedSpec } from './worker-protocol'

type LogConfig = ConfigSources['logs'][number]

/** What a source of the configuration is read from, its addresses absolute. */
export function planLogFeed(source: LogConfig, pageUrl: string): LogFeedSpec {
  if (source.kind === 'jsonl') return { kind: 'jsonl', files: followedFiles(source.url, source.files ?? null, pageUrl) }
  if (source.kind === 'sample') return { kind: 'sample' }
  const url = new URL(source.url, pageUrl).href.replace(/\/+$/, '')
  const server = { title: source.title ?? source.id, url, headers: tenantHeaders(source) }
  return source.kind === 'loki' ? { kind: 'loki', server, selector: source.selector } : { kind: 'victorialogs', server }
}

/** Headers that name the tenant of a source; none for one without. */
export function tenantHeaders(source: LogConfig): Readonly<Record<string, string>> {
  const tenant = 'tenant' in source ? source.tenant : undefined
  return tenant === undefined ? {} : { [tenant.header]: tenant.value }
}

/** Files that are written to, each with those it is rotated to: `app.log` with `app.log.1` and `app.log.2`, by their numbers. */
export function followedFiles(url: string, names: readonly string[] | null, pageUrl: string): readonly FollowedFile[] {
  const base = new URL(url, pageUrl).href.replace(/\/+$/, '')
  if (names === null) return [{ stream: decodeURIComponent(base.split('/').at(-1) ?? base), addresses: [base] }]
  const address = (name: string) => `${base}/${encodePath(name)}`
  const rotationOf = (name: string) => {
    const match = /^(.+)\.(\d{1,4})$/.exec(name)
    return match !== null && names.includes(match[1] ?? '') ? { of: match[1] ?? '', place: Number(match[2]) } : null
  }
  return names
    .filter((name) => rotationOf(name) === null)
    .map((stream) => {
      const rotated = names
        .flatMap((name) => {
          const rotation = rotationOf(name)
          return rotation?.of === stream ? [{ name, place: rotation.place }] : []
        })
        .sort((a, b) => a.place - b.place)
      return { stream, addresses: [stream, ...rotated.map(({ name }) => name)].map(address) }
    })
}

/** The address that tells whether a source is there; undefined for one that lives in the page. */
export function probeAddress(source: LogConfig): string | undefined {
  if (source.kind === 'sample') return undefined
  const { url } = source
  if (source.kind === 'loki') return `${url}/loki/api/v1/labels`
  if (source.kind === 'victorialogs') return `${url}/health`
  const [first] = source.files ?? []
  return first === undefined ? url : `${url}/${encodePath(first)}`
}

function encodePath(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/')
}
