import { useServices } from '~/data/services-context'
import { prometheusLink } from '~/domain/links/prometheus-link'
import type { DurationMs } from '~/domain/units-of-measure'

/** Links to expressions over the last `widthMs` in the page's Prometheus; null where metrics come from none. */
export function usePrometheusLink(widthMs: DurationMs): (expr: string) => string | null {
  const source = useServices().config.sources.metrics[0]
  // Only its width and that it ends now are looked at.
  const range = { kind: 'sliding', fromMs: 0, toMs: widthMs } as const
  return (expr) =>
    source?.kind === 'prometheus' ? prometheusLink(new URL(source.url, window.location.href).href, expr, range) : null
}
