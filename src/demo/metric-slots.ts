import type { Labels } from '~/domain/series/frame'
import { printBucketBound } from './exposition-numbers'
import type { FamilySample, MetricFamily } from './metric-family'
import type { MetricSpec, PlatformModel, SeriesRef, TargetSpec, Values } from './platform-model'

/** What client_python's Histogram has without an argument. */
const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

/**
 * Where a metric's samples are in the platform's one array of values: a row has one slot, or of a histogram the cumulative
 * buckets, `+Inf` last, then `_sum`, then `_count`. So a scrape is a copy of a piece of the array.
 */
export interface MetricSlots {
  readonly spec: MetricSpec
  readonly target: number
  /** Upper bounds with `+Inf`; empty for what is no histogram. */
  readonly bounds: readonly number[]
  readonly rows: readonly Labels[]
  readonly base: number
  readonly stride: number
}

export interface TargetSlots {
  readonly spec: TargetSpec
  readonly metrics: readonly MetricSlots[]
  /** The target's slots are `from` inclusive to `to` exclusive. */
  readonly from: number
  readonly to: number
  /** Name and labels of each slot. */
  readonly samples: readonly { readonly name: string; readonly labels: Labels }[]
}

export interface SlotTable {
  readonly values: Float64Array
  readonly targets: readonly TargetSlots[]
  /** Throws for a metric that the model lacks, or has in several targets when the reference names none. */
  find(ref: string): MetricSlots
  /** First slot of the series with these labels. Throws where there is none. */
  slotOf(metric: MetricSlots, lookUp: (label: string) => string | undefined): number
  /** Rows of a reference: all whose labels have the values it names. Throws where there is none. */
  rowsOf(ref: SeriesRef): { readonly metric: MetricSlots; readonly rows: readonly number[] }
}

/** Every combination of label values, the last label changing fastest. */
export function combineLabels({ together, labels }: Pick<MetricSpec, 'together' | 'labels'>): readonly Labels[] {
  let rows: ReadonlyMap<string, string>[] = together ? together.map((row) => new Map(Object.entries(row))) : [new Map()]
  for (const [name, values] of Object.entries(labels ?? {})) {
    rows = rows.flatMap((row) => values.map((value) => new Map([...row, [name, value]])))
  }
  return rows
}

const SEPARATOR = '\u0000'

/** Lays out all metrics of a model, all series at 0. */
export function createSlotTable(model: PlatformModel): SlotTable {
  const byName = new Map<string, MetricSlots[]>()
  const slotByRow = new Map<MetricSlots, ReadonlyMap<string, number>>()
  let size = 0

  const layOut = (spec: MetricSpec, target: number, job: string): MetricSlots => {
    if (spec.type === 'counter' && !spec.name.endsWith('_total')) {
      throw new Error(`the model ${model.id} has a counter ${spec.name}, whose name does not end in _total`)
    }
    const bounds = spec.type === 'histogram' ? [...(spec.buckets ?? DEFAULT_BUCKETS), Number.POSITIVE_INFINITY] : []
    const rows = combineLabels(spec)
    const stride = bounds.length === 0 ? 1 : bounds.length + 2
    const metric = { spec, target, bounds, rows, base: size, stride }
    size += rows.length * stride
    const names = [...(rows[0]?.keys() ?? [])]
    const keys = rows.map((row) => names.map((name) => row.get(name) ?? '').join(SEPARATOR))
    slotByRow.set(metric, new Map(keys.map((key, row) => [key, metric.base + row * stride])))
    if (new Set(keys).size < keys.length) throw new Error(`the model ${model.id} has a series of ${spec.name} twice`)
    for (const ref of [spec.name, `${job}/${spec.name}`]) byName.set(ref, [...(byName.get(ref) ?? []), metric])
    return metric
  }

  const targets = model.targets.map((spec, target) => {
    const from = size
    const metrics = spec.metrics.map((metric) => layOut(metric, target, spec.job))
    return { spec, metrics, from, to: size, samples: metrics.flatMap(sampleNames) }
  })
  if (new Set(model.targets.map(({ job }) => job)).size < targets.length) {
    throw new Error(`the model ${model.id} has two targets of one job`)
  }

  const find = (ref: string): MetricSlots => {
    const [metric, another] = byName.get(ref) ?? []
    if (!metric) throw new Error(`the model ${model.id} has no metric ${ref}`)
    if (another) throw new Error(`the model ${model.id} has ${ref} more than once: write <job>/${metric.spec.name}`)
    return metric
  }

  return {
    values: new Float64Array(size),
    targets,
    find,
    slotOf(metric, lookUp) {
      const values = [...(metric.rows[0]?.keys() ?? [])].map((name) => lookUp(name) ?? '')
      const slot = slotByRow.get(metric)?.get(values.join(SEPARATOR))
      if (slot === undefined) {
        throw new Error(`the model ${model.id} has no series of ${metric.spec.name} for ${JSON.stringify(values)}`)
      }
      return slot
    },
    rowsOf(ref) {
      const { metric: name, labels = {} } = typeof ref === 'string' ? { metric: ref } : ref
      const metric = find(name)
      const rows = [...metric.rows.keys()].filter((row) => hasValues(metric.rows[row], labels))
      if (rows.length === 0)
        throw new Error(`the model ${model.id} has no series of ${name} with ${JSON.stringify(labels)}`)
      return { metric, rows }
    },
  }
}

function hasValues(labels: Labels | undefined, wanted: Values): boolean {
  return Object.entries(wanted).every(([name, value]) => labels?.get(name) === value)
}

function sampleNames({ spec, bounds, rows }: MetricSlots): readonly { name: string; labels: Labels }[] {
  if (spec.type !== 'histogram') return rows.map((labels) => ({ name: spec.name, labels }))
  const bucketLabels = bounds.map((bound) => printBucketBound(bound))
  return rows.flatMap((labels) => [
    ...bucketLabels.map((bound) => ({ name: `${spec.name}_bucket`, labels: new Map([...labels, ['le', bound]]) })),
    { name: `${spec.name}_sum`, labels },
    { name: `${spec.name}_count`, labels },
  ])
}

/** The target's metrics as a scrape sees them now. */
export function readFamilies(target: TargetSlots, values: Float64Array): readonly MetricFamily[] {
  return target.metrics.map(({ spec, base, stride, rows }) => {
    const samples: FamilySample[] = []
    for (let slot = base; slot < base + rows.length * stride; slot++) {
      const sample = target.samples[slot - target.from]
      if (sample) samples.push({ ...sample, value: values[slot] ?? 0 })
    }
    return { name: spec.name, help: spec.help, type: spec.type, samples }
  })
}
