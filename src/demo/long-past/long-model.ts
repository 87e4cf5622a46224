import type { Flow, MetricRef, PlatformModel, TargetSpec } from '../platform-model'

/**
 * A model reduced to what its long past has: metrics that say so, and the flows that move them or bear those that do. Targets neither
 * restart nor are away: where scrapes come seldom, a counter that fell would lose what it counted since the last one.
 */
export function longPastModel(model: PlatformModel): PlatformModel {
  const targets = model.targets.map(reduceTarget).filter(({ metrics }) => metrics.length > 0)
  const refs = new Set(
    targets.flatMap(({ job, metrics }) => metrics.flatMap(({ name }) => [name, `${job}/${name}`] as MetricRef[])),
  )
  return {
    ...model,
    targets,
    flows: reduceFlows(model.flows, refs),
    gauges: model.gauges.filter(({ metric }) => refs.has(metric)),
    counters: (model.counters ?? []).filter(({ metric }) => refs.has(metric)),
    incidents: model.incidents.map(({ targets: _targets, ...incident }) => incident),
  }
}

function reduceTarget(target: TargetSpec): TargetSpec {
  return {
    ...target,
    metrics: target.metrics.flatMap((metric) => {
      if (metric.longPast === undefined) return []
      return [metric.longPast === 'totals' ? { ...metric, buckets: [] } : metric]
    }),
  }
}

/** Flows without what nobody sees: from the last on, because parents stand before their children. */
function reduceFlows(flows: readonly Flow[], refs: ReadonlySet<MetricRef>): readonly Flow[] {
  const kept: Flow[] = []
  const parents = new Set<string>()
  for (const { diesWith: _diesWith, ...flow } of flows.toReversed()) {
    const emissions = flow.emissions.filter(({ metric }) => refs.has(metric))
    if (emissions.length === 0 && !parents.has(flow.id)) continue
    if ('parent' in flow.arrivals) parents.add(flow.arrivals.parent)
    kept.push({ ...flow, emissions })
  }
  return kept.reverse()
}
