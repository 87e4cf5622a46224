import { compareLabels } from '~/domain/promql/labels'
import type { LabelMatcher } from '~/domain/promql/matchers'
import type { Queryable } from '~/domain/promql/queryable'
import type { ForStateReader } from './rule-store'

/** Reads the state of alerts before a restart from the store that has it. */
export function createForStateReader(source: Queryable): ForStateReader {
  return (labels, fromMs, toMs) => {
    const matchers = [...labels].map(([name, value]): LabelMatcher => ({ name, op: '=', value }))
    // The matchers allow further labels.
    const slice = source.select(matchers, fromMs, toMs).find((found) => compareLabels(found.labels, labels) === 0)
    const last = (slice?.timesMs.length ?? 0) - 1
    const [timeMs, value] = [slice?.timesMs[last], slice?.values[last]]
    if (timeMs === undefined || value === undefined) return undefined
    return { timeMs, value, isStale: slice?.stale?.[last] === 1 }
  }
}
