import { type MetricsSource, SourceError } from '~/domain/sources'
import type { DurationMs } from '~/domain/units-of-measure'
import type { HealthMonitor } from './health-monitor'

/** The same source, whose every query tells the monitor how it went. */
export function watchMetricsSource(
  source: MetricsSource,
  health: Pick<HealthMonitor, 'reportSuccess' | 'reportFailure'>,
): MetricsSource {
  async function watched<Answer extends { readonly cost: { readonly durationMs: DurationMs } }>(
    asked: Promise<Answer>,
  ) {
    try {
      const answer = await asked
      health.reportSuccess(source.id, answer.cost.durationMs)
      return answer
    } catch (error) {
      if (error instanceof SourceError) health.reportFailure(source.id, error)
      throw error
    }
  }
  const { id, title, kind } = source
  return {
    id,
    title,
    kind,
    // The monitor itself judges its probes.
    probe: (signal) => source.probe(signal),
    // A server without rules is well.
    alertRules: (signal) => source.alertRules(signal),
    ruleStates: (signal) => source.ruleStates(signal),
    query: (query, signal) => watched(source.query(query, signal)),
    labels: (query, signal) => watched(source.labels(query, signal)),
    queryRange: (query, signal) => watched(source.queryRange(query, signal)),
  }
}
