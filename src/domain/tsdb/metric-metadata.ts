import { textBytes } from './label-index'

/** What `# TYPE`, `# HELP` and `# UNIT` say of a metric. */
export interface MetricMetadata {
  readonly type: string
  readonly help: string
  readonly unit: string
}

export interface TargetMetadata extends MetricMetadata {
  /** The target as its scraper calls it. */
  readonly target: string
  readonly metric: string
}

const MAX_ENTRIES = 50_000
/** In UTF-16 units; longer help is cut. */
const MAX_TEXT = 4096
const ENTRY_BYTES = 200

/** Metadata of metrics by target, within bounds: beyond 50,000 entries new ones are not taken. */
export class MetadataStore {
  readonly #targets = new Map<string, Map<string, MetricMetadata>>()
  #entries = 0
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  /** Sets what a target says of a metric; false where there is no room. */
  set(target: string, metric: string, { type, help, unit }: MetricMetadata): boolean {
    const metrics = this.#targets.get(target) ?? new Map<string, MetricMetadata>()
    const before = metrics.get(metric)
    if (before !== undefined && before.type === type && before.unit === unit && before.help === cut(help)) return true
    if (before === undefined && this.#entries >= MAX_ENTRIES) return false
    const entry = { type: cut(type), help: cut(help), unit: cut(unit) }
    metrics.set(metric, entry)
    this.#targets.set(target, metrics)
    this.#entries += before === undefined ? 1 : 0
    this.#bytes += entryBytes(metric, entry) - (before === undefined ? 0 : entryBytes(metric, before))
    return true
  }

  /** Forgets a target that is gone. */
  drop(target: string): void {
    const metrics = this.#targets.get(target)
    if (metrics === undefined) return
    this.#targets.delete(target)
    this.#entries -= metrics.size
    for (const [metric, entry] of metrics) this.#bytes -= entryBytes(metric, entry)
  }

  /** All that the targets say, of one metric or of all. */
  *entries(metric?: string): Iterable<TargetMetadata> {
    for (const [target, metrics] of this.#targets) {
      const only = metric === undefined ? undefined : metrics.get(metric)
      if (only !== undefined && metric !== undefined) yield { target, metric, ...only }
      if (metric !== undefined) continue
      for (const [name, entry] of metrics) yield { target, metric: name, ...entry }
    }
  }

  /** Of each metric the different things that targets say of it: what /api/v1/metadata answers. */
  byMetric(metric?: string): ReadonlyMap<string, readonly MetricMetadata[]> {
    const found = new Map<string, Map<string, MetricMetadata>>()
    for (const { metric: name, type, help, unit } of this.entries(metric)) {
      const known = found.get(name) ?? new Map<string, MetricMetadata>()
      found.set(name, known.set(JSON.stringify([type, help, unit]), { type, help, unit }))
    }
    return new Map([...found].map(([name, known]) => [name, [...known.values()]]))
  }
}

function entryBytes(metric: string, { type, help, unit }: MetricMetadata): number {
  return ENTRY_BYTES + textBytes(metric) + textBytes(type) + textBytes(help) + textBytes(unit)
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text
}
