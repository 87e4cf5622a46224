import type { Labels } from '~/domain/series/frame'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { AlertingRule } from '../rule-file'
import { type AlertInput, AlertText, type KeyedLabels, type TemplateWorld } from './alert-labels'
import type { ColumnSink } from './column-sink'
import { OutputSet } from './output-series'
import { type ForStateReader, RuleError, type RuleStore } from './rule-store'

export type AlertState = 'inactive' | 'pending' | 'firing'

/** One alert of a rule. */
export interface Alert {
  readonly labels: Labels
  annotations: Labels
  state: AlertState
  value: number
  activeAtMs: UnixMs
  firedAtMs: UnixMs | undefined
  resolvedAtMs: UnixMs | undefined
  /** Since when it fires on only because of `keep_firing_for`. */
  keepFiringSinceMs: UnixMs | undefined
  /** Labels of what is written of it, by state; of `ALERTS_FOR_STATE` without one. */
  readonly series: Map<AlertState | undefined, KeyedLabels>
  /** The sample whose annotations it has, while they are still to be expanded. */
  source: AlertSource | undefined
}

interface AlertSource {
  readonly labels: Labels
  readonly value: number
  readonly timeMs: UnixMs
}

/** A series that the expression has at the evaluation's time. */
export interface FoundSample {
  readonly input: AlertInput
  readonly value: number
}

/** A resolved alert is remembered for so long, so that whoever was told of it is told of its end. */
const RESOLVED_RETENTION_MS: DurationMs = 15 * 60_000
/** Prometheus' defaults: how old a state may be to be restored, and how long a restored alert waits at least. */
const OUTAGE_TOLERANCE_MS: DurationMs = 60 * 60_000
const GRACE_PERIOD_MS: DurationMs = 10 * 60_000

/** The alerts of one rule, from evaluation to evaluation, as Prometheus 2.42 has them (rules/alerting.go). */
export class AlertingRuleState {
  readonly rule: AlertingRule
  readonly outputs: OutputSet
  readonly #text: AlertText
  readonly #limit: number
  #active = new Map<string, Alert>()
  /** Until its state is restored, a rule writes no series: they would hide those of the time before. */
  #isRestored: boolean
  #expandsLater = false

  constructor(
    rule: AlertingRule,
    options: { store: RuleStore; world: TemplateWorld; limit: number; isRestored: boolean },
  ) {
    this.rule = rule
    this.outputs = new OutputSet(options.store)
    this.#text = new AlertText(rule, options.world)
    this.#limit = options.limit
    this.#isRestored = options.isRestored
  }

  /** Whether an evaluation that finds nothing would change nothing. */
  get isIdle(): boolean {
    return this.#active.size === 0 && this.outputs.isEmpty
  }

  /** Pending and firing alerts, in the order in which they came up. */
  activeAlerts(): Alert[] {
    return [...this.#active.values()].filter((alert) => alert.resolvedAtMs === undefined)
  }

  /** The highest state of its alerts. */
  state(): AlertState {
    let highest: AlertState = 'inactive'
    for (const { state } of this.#active.values()) {
      if (state === 'firing') return 'firing'
      if (state === 'pending') highest = 'pending'
    }
    return highest
  }

  /**
   * Takes in what the expression has at a time, and writes `ALERTS` and `ALERTS_FOR_STATE`. Throws RuleError where two series
   * are the same alert, or where there are more than the limit. Returns what the store refused, if it did.
   */
  evaluate(found: readonly FoundSample[], timeMs: UnixMs): string | undefined {
    const candidates = new Map<string, FoundSample>()
    const labels = new Map<string, Labels>()
    for (const sample of found) {
      const identity = this.#text.identify(sample.input, sample.value, timeMs)
      if (candidates.has(identity.key)) {
        throw new RuleError('vector contains metrics with the same labelset after applying alert labels')
      }
      candidates.set(identity.key, sample)
      labels.set(identity.key, identity.labels)
    }
    for (const [key, { input, value }] of candidates) {
      let alert = this.#active.get(key)
      if (alert === undefined || alert.state === 'inactive') {
        alert = newAlert(labels.get(key) ?? input.labels, value, timeMs)
        this.#active.set(key, alert)
      }
      alert.value = value
      this.#annotate(alert, { labels: input.labels, value, timeMs })
    }

    let count = 0
    const shown: Alert[] = []
    for (const [key, alert] of this.#active) {
      if (candidates.has(key)) alert.keepFiringSinceMs = undefined
      else if (!this.#keepWithout(key, alert, timeMs)) continue
      count++
      if (alert.state === 'pending' && timeMs - alert.activeAtMs >= this.rule.forMs) {
        alert.state = 'firing'
        alert.firedAtMs = timeMs
      }
      if (this.#isRestored) shown.push(alert)
    }
    if (this.#limit > 0 && count > this.#limit) {
      this.#active = new Map()
      throw new RuleError(`exceeded limit of ${this.#limit} with ${count} alerts`)
    }
    for (const alert of shown) this.#write(alert, timeMs)
    return this.outputs.end(timeMs)
  }

  /** What becomes of an alert whose series is not there: true while it fires on. */
  #keepWithout(key: string, alert: Alert, timeMs: UnixMs): boolean {
    let keepsFiring = false
    if (alert.state === 'firing' && this.rule.keepFiringForMs > 0) {
      alert.keepFiringSinceMs ??= timeMs
      keepsFiring = timeMs - alert.keepFiringSinceMs < this.rule.keepFiringForMs
    }
    const isForgotten = alert.resolvedAtMs !== undefined && timeMs - alert.resolvedAtMs > RESOLVED_RETENTION_MS
    if (alert.state === 'pending' || isForgotten) this.#active.delete(key)
    if (alert.state !== 'inactive' && !keepsFiring) {
      alert.state = 'inactive'
      alert.resolvedAtMs = timeMs
    }
    return keepsFiring
  }

  #write(alert: Alert, timeMs: UnixMs): void {
    this.outputs.write(this.#seriesOf(alert, alert.state), timeMs, 1)
    this.outputs.write(this.#seriesOf(alert, undefined), timeMs, Math.floor(alert.activeAtMs / 1000))
  }

  #seriesOf({ labels, series }: Alert, state: AlertState | undefined): KeyedLabels {
    let known = series.get(state)
    if (known === undefined) {
      known = this.#text.seriesLabels(labels, state)
      series.set(state, known)
    }
    return known
  }

  #annotate(alert: Alert, source: AlertSource): void {
    if (this.#expandsLater) alert.source = source
    else alert.annotations = this.#text.annotate(source.labels, source.value, source.timeMs)
  }

  /** A history that is evaluated step by step, as evaluations of now are. */
  startSteps(): void {
    this.#isRestored = true
  }

  /** Between these two, series are buffered, and annotations are expanded for those alerts alone that are left at the end. */
  startHistory(): void {
    this.#isRestored = true
    this.#expandsLater = true
    this.outputs.startBuffering()
  }

  /** Returns what the store refused, if it did. */
  endHistory(sink: ColumnSink): string | undefined {
    this.#expandsLater = false
    for (const alert of this.#active.values()) {
      if (alert.source !== undefined) this.#annotate(alert, alert.source)
      alert.source = undefined
    }
    return this.outputs.flush(sink)
  }

  /**
   * Takes over since when alerts are active from what was written before a restart, with Prometheus' care that none fires at
   * once because nobody looked for a while. Rules that wait less than ten minutes begin anew.
   */
  restore(read: ForStateReader, timeMs: UnixMs): void {
    const { forMs } = this.rule
    if (forMs >= GRACE_PERIOD_MS) {
      for (const alert of this.#active.values()) {
        const last = read(this.#seriesOf(alert, undefined).labels, timeMs - OUTAGE_TOLERANCE_MS, timeMs)
        if (last === undefined || last.isStale) continue
        const downAtMs = Math.floor(last.timeMs / 1000) * 1000
        const activeAtMs = Math.trunc(last.value) * 1000
        const remainingMs = forMs - (downAtMs - activeAtMs)
        if (remainingMs <= 0) alert.activeAtMs = activeAtMs
        else if (remainingMs < GRACE_PERIOD_MS) alert.activeAtMs = timeMs + GRACE_PERIOD_MS - forMs
        // The time without evaluations does not count.
        else alert.activeAtMs = activeAtMs + (timeMs - downAtMs)
      }
    }
    this.#isRestored = true
  }
}

function newAlert(labels: Labels, value: number, timeMs: UnixMs): Alert {
  return {
    labels,
    annotations: new Map(),
    state: 'pending',
    value,
    activeAtMs: timeMs,
    firedAtMs: undefined,
    resolvedAtMs: undefined,
    keepFiringSinceMs: undefined,
    series: new Map(),
    source: undefined,
  }
}
