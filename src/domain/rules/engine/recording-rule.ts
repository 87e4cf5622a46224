import { sortLabels } from '~/domain/promql/labels'
import type { ResultSample } from '~/domain/promql/result'
import { type Labels, labelsKey } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import type { RecordingRule } from '../rule-file'
import { OutputSet } from './output-series'
import { RuleError, type RuleStore } from './rule-store'

export const SAME_LABELS = 'vector contains metrics with the same labelset after applying rule labels'

/** What one recording rule writes, from evaluation to evaluation. */
export class RecordingRuleState {
  readonly rule: RecordingRule
  readonly outputs: OutputSet
  readonly limit: number

  constructor(rule: RecordingRule, options: { store: RuleStore; limit: number }) {
    this.rule = rule
    this.outputs = new OutputSet(options.store)
    this.limit = options.limit
  }

  /** Labels under which a series of the expression is recorded, and their canonical text. */
  recordedAs(labels: Labels): { readonly key: string; readonly labels: Labels } {
    const recorded = new Map(labels).set('__name__', this.rule.name)
    for (const [name, value] of this.rule.labels) recorded.set(name, value)
    const sorted = sortLabels(recorded)
    return { key: labelsKey(sorted), labels: sorted }
  }

  /** Writes what the expression has at a time. Throws RuleError where two of them would be the same series, or over the limit. */
  evaluate(samples: readonly Omit<ResultSample, 'timeMs'>[], timeMs: UnixMs): string | undefined {
    const recorded = new Map<string, { readonly labels: Labels; readonly value: number }>()
    for (const sample of samples) {
      const { key, labels } = this.recordedAs(sample.labels)
      if (recorded.has(key)) throw new RuleError(SAME_LABELS)
      recorded.set(key, { labels, value: sample.value })
    }
    if (this.limit > 0 && recorded.size > this.limit) throw new RuleError(tooManySeries(this.limit, recorded.size))
    for (const [key, { labels, value }] of recorded) this.outputs.write({ key, labels }, timeMs, value)
    return this.outputs.end(timeMs)
  }
}

export function tooManySeries(limit: number, count: number): string {
  return `exceeded limit of ${limit} with ${count} series`
}
