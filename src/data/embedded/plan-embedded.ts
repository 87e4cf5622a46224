import type { Config, ConfigSources } from '~/domain/config/config'
import type { EmbeddedSpec, TargetSpec } from './embedded-spec'

/** A metrics source that lives in the page. */
export type EmbeddedSource = Exclude<ConfigSources['metrics'][number], { kind: 'prometheus' }>
type ScrapeSource = Extract<EmbeddedSource, { kind: 'scrape' }>

const MEGABYTE = 1024 * 1024
/** Prometheus' own default. */
const TIMEOUT_MS = 10_000

/** What the configuration says of a source that lives in the page, with absolute addresses. `baseUrl` is that of index.html. */
export function planEmbedded(
  source: EmbeddedSource,
  config: Pick<Config, 'scrapeIntervalMs'>,
  baseUrl: string,
): EmbeddedSpec {
  const absolute = (path: string) => new URL(path, baseUrl).href
  const common = {
    id: source.id,
    ruleFiles: source.rules.map(absolute),
    evaluationMs: config.scrapeIntervalMs,
    externalUrl: absolute('.'),
  }
  if (source.kind === 'sample') return { ...common, kind: 'sample' }
  return {
    ...common,
    kind: 'scrape',
    targets: source.targets.map((target, index) => planTarget(source, target, index, absolute)),
    retentionMs: source.retention,
    maxBytes: source.maxMegabytes * MEGABYTE,
  }
}

function planTarget(
  source: ScrapeSource,
  target: ScrapeSource['targets'][number],
  index: number,
  absolute: (path: string) => string,
): TargetSpec {
  const { job, honorLabels, viaServer } = target
  const intervalMs = target.interval ?? source.interval
  const address = absolute(target.url)
  return {
    url: viaServer && isAbsolute(target.url) ? absolute(targetPath(source.id, index).slice(1)) : address,
    job,
    instance: target.instance ?? new URL(address).host,
    labels: Object.entries(target.labels),
    intervalMs,
    timeoutMs: Math.min(TIMEOUT_MS, intervalMs),
    honorLabels,
  }
}

/** Whether an address names its server: one that does not is the app's own already. */
export function isAbsolute(url: string): boolean {
  return /^https?:/.test(url)
}

/** Where the app's own server answers for a target that lets no browser ask it. */
export function targetPath(sourceId: string, index: number): string {
  return `/scrape/${sourceId}/${index}`
}
