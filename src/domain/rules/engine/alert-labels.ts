import { sortLabels } from '~/domain/promql/labels'
import { type Labels, labelsKey } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import type { AlertingRule } from '../rule-file'
import { type AlertTemplate, compileAlertTemplate } from '../template/expand'
import type { TemplateContext } from '../template/functions'

/** A label set with its canonical text. */
export interface KeyedLabels {
  readonly key: string
  /** Sorted by name. */
  readonly labels: Labels
}

/** A series of an alert's expression; keeps its alert's labels where they cannot change from one evaluation to another. */
export interface AlertInput {
  readonly labels: Labels
  identity?: KeyedLabels
}

/** What templates of all rules have in common. */
export interface TemplateWorld extends Pick<TemplateContext, 'query' | 'externalUrl'> {
  readonly externalLabels: Labels
}

/** Expands the labels and annotations of one rule's alerts. */
export class AlertText {
  readonly #name: string
  readonly #rawLabels: Labels
  readonly #labels: readonly (readonly [string, AlertTemplate])[]
  readonly #annotations: readonly (readonly [string, AlertTemplate])[]
  readonly #world: TemplateWorld
  readonly #dependsOnLabelsAlone: boolean

  constructor(rule: AlertingRule, world: TemplateWorld) {
    const compile = ([name, text]: readonly [string, string]) => [name, compileAlertTemplate(rule.name, text)] as const
    this.#name = rule.name
    this.#rawLabels = rule.labels
    this.#labels = [...rule.labels].map(compile)
    this.#annotations = [...rule.annotations].map(compile)
    this.#world = world
    this.#dependsOnLabelsAlone = this.#labels.every(([, template]) => template.dependsOnLabelsAlone)
  }

  /** Labels of the alert that a series of the expression is: with `alertname`, without `__name__`. */
  identify(input: AlertInput, value: number, timeMs: UnixMs): KeyedLabels {
    if (input.identity !== undefined) return input.identity
    const labels = new Map(input.labels)
    labels.delete('__name__')
    for (const [name, template] of this.#labels) labels.set(name, this.#expand(template, input.labels, value, timeMs))
    labels.set('alertname', this.#name)
    const identity = keyed(labels)
    if (this.#dependsOnLabelsAlone) input.identity = identity
    return identity
  }

  annotate(seriesLabels: Labels, value: number, timeMs: UnixMs): Labels {
    const annotations = new Map<string, string>()
    for (const [name, template] of this.#annotations) {
      annotations.set(name, this.#expand(template, seriesLabels, value, timeMs))
    }
    return annotations
  }

  /** Labels of `ALERTS`, or without a state of `ALERTS_FOR_STATE`. */
  seriesLabels(alertLabels: Labels, state?: string): KeyedLabels {
    // As Prometheus has it: a label whose template came out empty is there with its template.
    const labels = new Map([...this.#rawLabels, ...alertLabels])
    labels.set('__name__', state === undefined ? 'ALERTS_FOR_STATE' : 'ALERTS')
    labels.set('alertname', this.#name)
    if (state !== undefined) labels.set('alertstate', state)
    return keyed(labels)
  }

  #expand(template: AlertTemplate, labels: Labels, value: number, timeMs: UnixMs): string {
    const { externalLabels, externalUrl, query } = this.#world
    return template.expand({ labels, externalLabels, externalUrl, value }, { query, timeMs, externalUrl })
  }
}

function keyed(labels: Labels): KeyedLabels {
  const sorted = sortLabels(labels)
  return { key: labelsKey(sorted), labels: sorted }
}
