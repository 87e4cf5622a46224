import { type Expr, PromqlParseError } from '~/domain/promql/ast'
import { compareText } from '~/domain/promql/labels'
import { formatParseError } from '~/domain/promql/parse/format-parse-error'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs } from '~/domain/units-of-measure'
import type { Rule } from './rule-file'
import { templateFault } from './template/expand'
import type { Placed, YamlReader } from './yaml-reader'

export const RULE_FIELDS = new Set(['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'])

/** A rule as it was written, not judged yet. */
export interface RawRule {
  readonly at: number
  readonly path: string
  readonly record: Placed<string>
  readonly alert: Placed<string>
  readonly expr: Placed<string>
  readonly forMs: DurationMs
  readonly keepFiringForMs: DurationMs
  readonly labels: ReadonlyMap<string, Placed<string>>
  readonly annotations: ReadonlyMap<string, Placed<string>>
}

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const LONE_SURROGATE = /\p{Cs}/u

/** Judges a rule as Prometheus' rulefmt does; reports each fault to the reader and returns null where there is one. */
export function decodeRule(raw: RawRule, reader: YamlReader, where: string): Rule | null {
  const { record, alert, expr, labels, annotations } = raw
  const before = reader.faults
  const name = alert.value === '' ? record.value : alert.value
  const report = (place: { readonly at: number; readonly path: string }, message: string) => {
    // A field that is not there has no place of its own.
    const at = place.at === 0 ? raw.at : place.at
    reader.report(at, place.path, `${where}, ${JSON.stringify(name)}: ${message}`)
  }

  if (record.value !== '' && alert.value !== '') report(record, "only one of 'record' and 'alert' must be set")
  if (record.value === '' && alert.value === '') report(raw, "one of 'record' or 'alert' must be set")
  const parsed = parseExpr(expr, report)
  if (record.value !== '') {
    if (annotations.size > 0) report(record, "invalid field 'annotations' in recording rule")
    if (raw.forMs !== 0) report(record, "invalid field 'for' in recording rule")
    if (raw.keepFiringForMs !== 0) report(record, "invalid field 'keep_firing_for' in recording rule")
    if (!METRIC_NAME.test(record.value)) report(record, `invalid recording rule name: ${record.value}`)
  }
  for (const [label, text] of labels) {
    if (!LABEL_NAME.test(label) || label === '__name__') report(text, `invalid label name: ${label}`)
    if (LONE_SURROGATE.test(text.value)) report(text, `invalid label value: ${text.value}`)
  }
  for (const [annotation, text] of annotations) {
    if (!LABEL_NAME.test(annotation)) report(text, `invalid annotation name: ${annotation}`)
  }
  if (alert.value !== '') {
    for (const [kind, texts] of [
      ['label', labels],
      ['annotation', annotations],
    ] as const) {
      for (const [key, text] of texts) {
        const fault = templateFault(alert.value, text.value)
        if (fault !== null) report(text, `${kind} ${JSON.stringify(key)}: ${fault}`)
      }
    }
  }
  if (reader.faults > before || parsed === null) return null
  if (record.value !== '') {
    return { kind: 'recording', name, expr: parsed, labels: textsOf(labels) }
  }
  const { forMs, keepFiringForMs } = raw
  return {
    kind: 'alerting',
    name,
    expr: parsed,
    forMs,
    keepFiringForMs,
    labels: textsOf(labels),
    annotations: textsOf(annotations),
  }
}

function parseExpr(expr: Placed<string>, report: (place: Placed<string>, message: string) => void): Expr | null {
  if (expr.value === '') {
    report(expr, "field 'expr' must be set in rule")
    return null
  }
  try {
    return parsePromql(expr.value)
  } catch (error) {
    if (!(error instanceof PromqlParseError)) throw error
    report(expr, `could not parse expression: ${formatParseError(expr.value, error.fault)}`)
    return null
  }
}

/** Sorted by name, empty values kept: an empty one takes a label away. */
function textsOf(texts: ReadonlyMap<string, Placed<string>>): Labels {
  return new Map([...texts].map(([name, { value }]) => [name, value] as const).sort(([a], [b]) => compareText(a, b)))
}
