import { compareText } from '~/domain/promql/labels'
import type { Labels } from '~/domain/series/frame'

export const METRIC_NAME = '__name__'

export const NO_LABELS: Labels = new Map()

/** Text that is equal for equal label sets alone: each part carries its length, so that no value can imitate another. */
export function labelsText(labels: Labels): string {
  let text = ''
  for (const [name, value] of labels) text += `${name.length}:${name}${value.length}:${value}`
  return text
}

export function withoutName(labels: Labels): Labels {
  return labels.has(METRIC_NAME) ? withoutLabels(labels, new Set([METRIC_NAME])) : labels
}

export function withoutLabels(labels: Labels, names: ReadonlySet<string>): Labels {
  const rest = new Map<string, string>()
  for (const [name, value] of labels) if (!names.has(name)) rest.set(name, value)
  return rest
}

/** `names` sorted. */
export function keepLabels(labels: Labels, names: readonly string[]): Labels {
  const kept = new Map<string, string>()
  for (const name of names) {
    const value = labels.get(name)
    if (value !== undefined) kept.set(name, value)
  }
  return kept
}

/** Sets one label; the empty value takes it away. */
export function withLabel(labels: Labels, name: string, value: string): Labels {
  if ((labels.get(name) ?? '') === value) return labels
  if (value === '') return withoutLabels(labels, new Set([name]))
  if (labels.has(name)) return new Map(labels).set(name, value)
  return new Map([...labels, [name, value] as const].sort(([a], [b]) => compareText(a, b)))
}

export function sortNames(names: Iterable<string>): string[] {
  return [...new Set(names)].sort(compareText)
}

/** Makes the text by which series are grouped or matched: equal for series that agree in the labels that count. */
export type SignatureOf = (labels: Labels) => string

/** `by (...)` and `on (...)`: these labels alone, an absent one counting as empty. */
export function signatureOfLabels(names: readonly string[]): SignatureOf {
  return (labels) => {
    let text = ''
    for (const name of names) {
      const value = labels.get(name) ?? ''
      text += `${value.length}:${value}`
    }
    return text
  }
}

/** `without (...)` and `ignoring (...)`: all labels but these and the metric's name. */
export function signatureWithoutLabels(names: readonly string[]): SignatureOf {
  const ignored = new Set([METRIC_NAME, ...names])
  return (labels) => {
    let text = ''
    for (const [name, value] of labels) {
      if (!ignored.has(name)) text += `${name.length}:${name}${value.length}:${value}`
    }
    return text
  }
}
