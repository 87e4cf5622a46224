import type { Labels } from '~/domain/series/frame'
import { printSampleValue } from './exposition-numbers'
import type { MetricFamily } from './metric-family'

/** Media type of the text format. */
export const PROMETHEUS_TEXT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

function escapeLabelValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

/** Quotes stay as they are: a backslash before one would be read as itself. */
function escapeHelp(help: string): string {
  return help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

/** Prints labels as `{a="b"}`, or nothing without any. */
function printLabels(labels: Labels): string {
  const pairs = [...labels].map(([name, value]) => `${name}="${escapeLabelValue(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

/** Prints families as Prometheus text format 0.0.4, without timestamps. */
export function printPrometheusText(families: readonly MetricFamily[]): string {
  let text = ''
  for (const { name, help, type, samples } of families) {
    text += `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n`
    for (const sample of samples) {
      text += `${sample.name}${printLabels(sample.labels)} ${printSampleValue(sample.value)}\n`
    }
  }
  return text
}
