import type { Config } from '~/domain/config/config'
import { safeUrl } from '~/lib/safe-url'

/** The page of a trace in the interface of its backend, which needs no leave of it to be opened; null for an unknown source. */
export function tracePageOf({ sources }: Pick<Config, 'sources'>, source: string, trace: string): string | null {
  const found = sources.traces.find(({ id }) => id === source)
  if (found === undefined) return null
  const address = `${found.url.replace(/\/+$/, '')}/trace/${encodeURIComponent(trace)}`
  return safeUrl(address, globalThis.location?.href)?.href ?? null
}
