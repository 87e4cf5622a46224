import type { Labels } from '~/domain/series/frame'

/**
 * Name of a series from its legend template: `{{model}}` becomes the label's value, and without a template all labels are
 * printed. It is whole, for exports; the screen cuts it with `displayText`.
 */
export function seriesName(template: string, labels: Labels): string {
  if (template === '') return printLabels(labels)
  return template.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_whole, label: string) => labels.get(label) ?? '')
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
