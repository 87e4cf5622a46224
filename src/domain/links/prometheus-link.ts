import { formatDuration } from '~/domain/time/duration'
import { formatInstant } from '~/domain/time/format-instant'
import type { TimeRange } from '~/domain/time/time-range'

/**
 * Link to an expression's graph in Prometheus' own interface. A range that ends now stays live there too. Version 3 and
 * later have `/query`; others, and those that do not say, `/graph`, which 3 forwards. Null where `baseUrl` is no address.
 */
export function prometheusLink(
  baseUrl: string,
  expr: string,
  range: Pick<TimeRange, 'fromMs' | 'toMs' | 'kind'>,
  version?: string,
): string | null {
  const isThird = Number.parseInt(version ?? '', 10) >= 3
  const params = new URLSearchParams({
    'g0.expr': expr,
    'g0.tab': isThird ? 'graph' : '0',
    'g0.range_input': formatDuration(Math.max(1_000, Math.round((range.toMs - range.fromMs) / 1_000) * 1_000)),
  })
  if (range.kind === 'fixed') params.set('g0.end_input', formatInstant(range.toMs, 'UTC'))
  if (isThird) {
    params.set('g0.display_mode', 'lines')
    params.set('g0.res_type', 'auto')
    params.set('g0.res_density', 'medium')
  }
  try {
    const url = new URL(isThird ? 'query' : 'graph', baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`)
    url.search = params.toString()
    return url.href
  } catch {
    return null
  }
}
