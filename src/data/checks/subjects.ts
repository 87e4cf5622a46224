import { followedFiles, tenantHeaders } from '~/data/logs/plan-sources'
import type { Transport } from '~/data/transport/transport'
import type { Part } from '~/domain/checks/observation'
import type { Config } from '~/domain/config/config'
import type { Subject } from './ask'
import type { FileToCheck } from './observe-logs'

type ScrapeTarget = Extract<Config['sources']['metrics'][number], { kind: 'scrape' }>['targets'][number]

/** How a part is looked at. */
export type Plan =
  | { readonly how: 'metrics' | 'alerts' | 'log-server' | 'traces'; readonly subject: Subject }
  | { readonly how: 'files'; readonly subject: Subject; readonly files: readonly FileToCheck[] }
  /** What the page would scrape by itself, asked without the page. */
  | { readonly how: 'scrape'; readonly subject: Subject; readonly targets: readonly ScrapeTarget[] }
  /** It lives in the page, and this is not the page. */
  | { readonly how: 'inside'; readonly subject: Subject }
  /** Its address is one of the page's server, and which that is was not said. */
  | { readonly how: 'nowhere'; readonly subject: Subject }

export interface PlanOptions {
  readonly config: Config
  readonly transport: Transport
  /** Transports of the sources of metrics that live in this page, by id. */
  readonly inside: ReadonlyMap<string, Transport>
  /** What relative addresses are relative to; null where that is not known. */
  readonly pageUrl: string | null
  readonly systemCodeOf?: (url: string) => string | undefined
}

/** Files of a log source that are looked at. */
const MOST_FILES = 24

/** What there is to look at, in the order of the configuration. */
export function planChecks({ config, transport, inside, pageUrl, systemCodeOf }: PlanOptions): readonly Plan[] {
  const { metrics, alerts, logs, traces } = config.sources

  function subjectOf(part: Part, source: Named, more: Partial<Subject> = {}): Subject {
    const { id, title = id, kind } = source
    const url = source.url === undefined ? null : resolve(source.url, pageUrl)
    const common = { part, id, title, kind, address: url, baseUrl: url ?? '', headers: {}, transport }
    return { ...common, ...(systemCodeOf !== undefined && { systemCodeOf }), ...more }
  }
  const unlessNowhere = (source: Named, plan: Plan): Plan =>
    source.url !== undefined && resolve(source.url, pageUrl) === null ? { how: 'nowhere', subject: plan.subject } : plan

  return [
    ...metrics.map((source): Plan => {
      const own = inside.get(source.id)
      if (source.kind === 'prometheus') {
        const subject = subjectOf('metrics', source, { headers: tenantOf(source.tenant) })
        return unlessNowhere(source, { how: 'metrics', subject })
      }
      const named = { ...source, title: source.title ?? (source.kind === 'sample' ? 'Sample data' : source.id) }
      if (own !== undefined) return { how: 'metrics', subject: subjectOf('metrics', named, { transport: own }) }
      const subject = subjectOf('metrics', named)
      return source.kind === 'scrape' ? { how: 'scrape', subject, targets: source.targets } : { how: 'inside', subject }
    }),
    ...alerts.map((source) => unlessNowhere(source, { how: 'alerts', subject: subjectOf('alerts', source) })),
    ...logs.map((source): Plan => {
      const named = { ...source, title: source.title ?? (source.kind === 'sample' ? 'Sample logs' : source.id) }
      const subject = subjectOf('logs', named, { headers: tenantHeaders(source) })
      if (source.kind === 'sample') return { how: 'inside', subject }
      if (source.kind !== 'jsonl') return unlessNowhere(source, { how: 'log-server', subject })
      return unlessNowhere(source, { how: 'files', subject, files: filesOf(source.url, source.files ?? null) })
    }),
    ...traces.map((source) => unlessNowhere(source, { how: 'traces', subject: subjectOf('traces', source) })),
  ]
}

interface Named {
  readonly id: string
  readonly title?: string | undefined
  readonly kind: string
  readonly url?: string
}

function tenantOf(tenant: { readonly header: string; readonly value: string } | undefined): Record<string, string> {
  return tenant === undefined ? {} : { [tenant.header]: tenant.value }
}

function resolve(url: string, pageUrl: string | null): string | null {
  if (/^https?:/i.test(url)) return url
  return pageUrl === null ? null : new URL(url === '' ? '/' : url, pageUrl).href.replace(/\/+$/, '')
}

/** Those that are written to: the others are what they were rotated to, and need not be there yet. */
function filesOf(url: string, names: readonly string[] | null): readonly FileToCheck[] {
  if (names === null) return [{ name: url.split('/').at(-1) ?? url, path: '' }]
  return followedFiles('/', names, 'http://site')
    .slice(0, MOST_FILES)
    .map(({ stream }) => ({ name: stream, path: `/${stream.split('/').map(encodeURIComponent).join('/')}` }))
}
