import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import { printSampleValue } from './exposition-numbers'
import type { FamilySample, MetricFamily } from './metric-family'

/** Media type of the text format. */
export const PROMETHEUS_TEXT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

const NO_LABELS: Labels = new Map()

function escapeLabelValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

/** Quotes are escaped in OpenMetrics' help only; in Prometheus text a backslash before one would be read as itself. */
function escapeHelp(help: string, escapesQuotes: boolean): string {
  const text = help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  return escapesQuotes ? text.replaceAll('"', '\\"') : text
}

/** Prints labels as `{a="b"}`, or nothing without any; `first` stands before the others. */
export function printLabels(labels: Labels, first: Labels = NO_LABELS): string {
  const pairs = [...first, ...labels].map(([name, value]) => `${name}="${escapeLabelValue(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

/** Prints families as Prometheus text format 0.0.4, without timestamps. */
export function printPrometheusText(families: readonly MetricFamily[]): string {
  let text = ''
  for (const { name, help, type, samples } of families) {
    text += `# HELP ${name} ${escapeHelp(help, false)}\n# TYPE ${name} ${type}\n`
    for (const sample of samples) {
      text += `${sample.name}${printLabels(sample.labels)} ${printSampleValue(sample.value)}\n`
    }
  }
  return text
}

/** What a scrape saw at a time. */
export interface ScrapePoint {
  readonly timeMs: UnixMs
  readonly families: readonly MetricFamily[]
}

/** Positions of the samples that make up one metric: of a histogram, all with the same labels but `le`. */
function groupByMetric(family: MetricFamily): readonly (readonly number[])[] {
  if (family.type !== 'histogram') return family.samples.map((_, index) => [index])
  const groups = new Map<string, number[]>()
  family.samples.forEach(({ labels }, index) => {
    const key = JSON.stringify([...labels].filter(([name]) => name !== 'le'))
    const group = groups.get(key) ?? []
    group.push(index)
    groups.set(key, group)
  })
  return [...groups.values()]
}

/**
 * Prints scrapes as OpenMetrics 1.0 with timestamps: families, their metrics and a metric's points each in one piece, as the
 * format asks. All scrapes must have the families and samples of the first one in its order, or it throws.
 * `targetLabels` go on every sample, as a scrape would put them.
 */
export function printOpenMetrics(points: readonly ScrapePoint[], targetLabels: Labels = NO_LABELS): string {
  const lines: string[] = []
  const times = points.map(({ timeMs }) => ` ${timeMs / 1000}`)
  points[0]?.families.forEach((family, familyIndex) => {
    const base = family.type === 'counter' ? family.name.replace(/_total$/, '') : family.name
    lines.push(`# TYPE ${base} ${family.type}`, `# HELP ${base} ${escapeHelp(family.help, true)}`)
    const columns = points.map(({ families }) => families[familyIndex]?.samples ?? [])
    const prefixes = family.samples.map(({ name, labels }) => `${name}${printLabels(labels, targetLabels)} `)
    for (const group of groupByMetric(family)) {
      columns.forEach((samples, point) => {
        for (const index of group) {
          const sample = sameSample(family.samples[index], samples[index])
          lines.push(`${prefixes[index]}${printSampleValue(sample.value)}${times[point]}`)
        }
      })
    }
  })
  lines.push('# EOF', '')
  return lines.join('\n')
}

function sameSample(expected: FamilySample | undefined, sample: FamilySample | undefined): FamilySample {
  if (!expected || !sample || sample.name !== expected.name || sample.labels.size !== expected.labels.size) {
    throw new Error(`scrapes differ in their samples at ${expected?.name ?? sample?.name ?? 'the end'}`)
  }
  return sample
}
