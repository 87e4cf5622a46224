import type { Labels } from '~/domain/series/frame'

/** Longest name that is drawn; the whole of it stays in the export. */
const MAX_LENGTH = 1024

/** Name of a series from its legend template: `{{model}}` becomes the label's value, and without a template all labels are printed. */
export function seriesName(template: string, labels: Labels): string {
  const name =
    template === ''
      ? printLabels(labels)
      : template.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_whole, label: string) => labels.get(label) ?? '')
  return name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH)}…` : name
}

/** A label set as Prometheus prints it; `{}` for none. */
export function printLabels(labels: Labels): string {
  const metric = labels.get('__name__') ?? ''
  const pairs = [...labels]
    .filter(([name]) => name !== '__name__')
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  if (pairs.length === 0) return metric === '' ? '{}' : metric
  return `${metric}{${pairs.join(', ')}}`
}
