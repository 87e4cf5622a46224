import type { Labels } from '~/domain/series/frame'
import { printBucketBound } from './exposition-numbers'
import type { FamilySample, MetricFamily } from './metric-family'
import type { MetricSpec } from './platform-model'

/** Values of an event's attributes by name; what a metric does not name as a label is left out. */
export type AttributeValues = ReadonlyMap<string, string>

interface Instrument {
  readonly spec: MetricSpec
  add(attributes: AttributeValues, amount: number): void
  set(attributes: AttributeValues, value: number): void
  observe(attributes: AttributeValues, value: number): void
  total(): number
  collect(): MetricFamily
}

/** Every combination of label values, the last label changing fastest. */
export function combineLabels(labels: MetricSpec['labels']): readonly Labels[] {
  let rows: ReadonlyMap<string, string>[] = [new Map()]
  for (const [name, values] of Object.entries(labels ?? {})) {
    rows = rows.flatMap((row) => values.map((value) => new Map([...row, [name, value]])))
  }
  return rows
}

const SEPARATOR = '\u0000'

/** Finds the slot of a label set; a value outside the declared ones is a fault of the model and throws. */
function createSlots(spec: MetricSpec, rows: readonly Labels[]): (attributes: AttributeValues) => number {
  const names = Object.keys(spec.labels ?? {})
  const keyOf = (values: AttributeValues) => {
    let key = ''
    for (const name of names) key += `${values.get(name) ?? ''}${SEPARATOR}`
    return key
  }
  const slots = new Map(rows.map((row, slot) => [keyOf(row), slot]))
  return (attributes) => {
    const slot = slots.get(keyOf(attributes))
    if (slot === undefined) {
      throw new Error(`${spec.name} has no series for ${keyOf(attributes).split(SEPARATOR).join(' ')}`)
    }
    return slot
  }
}

function createScalar(spec: MetricSpec): Instrument {
  const rows = combineLabels(spec.labels)
  const slotOf = createSlots(spec, rows)
  const values = new Float64Array(rows.length)
  const add = (attributes: AttributeValues, amount: number) => {
    const slot = slotOf(attributes)
    values[slot] = (values[slot] ?? 0) + amount
  }
  return {
    spec,
    add,
    set: (attributes, value) => {
      values[slotOf(attributes)] = value
    },
    observe: () => {
      throw new Error(`${spec.name} is no histogram`)
    },
    total: () => values.reduce((sum, value) => sum + value, 0),
    collect: () => ({
      name: spec.name,
      help: spec.help,
      type: spec.type,
      samples: rows.map((labels, slot) => ({ name: spec.name, labels, value: values[slot] ?? 0 })),
    }),
  }
}

function createHistogram(spec: MetricSpec): Instrument {
  const bounds = [...(spec.buckets ?? []), Number.POSITIVE_INFINITY]
  const rows = combineLabels(spec.labels)
  const bucketRows = rows.map((row) => bounds.map((bound) => new Map([...row, ['le', printBucketBound(bound)]])))
  const slotOf = createSlots(spec, rows)
  // Counts of one bucket each; they are added up when they are collected.
  const counts = rows.map(() => new Float64Array(bounds.length))
  const sums = new Float64Array(rows.length)
  const refuse = () => {
    throw new Error(`${spec.name} is a histogram`)
  }
  return {
    spec,
    add: refuse,
    set: refuse,
    observe(attributes, value) {
      const slot = slotOf(attributes)
      const bucket = bounds.findIndex((bound) => value <= bound)
      const row = counts[slot]
      if (row && bucket >= 0) row[bucket] = (row[bucket] ?? 0) + 1
      sums[slot] = (sums[slot] ?? 0) + value
    },
    total: () => counts.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0),
    collect() {
      const samples: FamilySample[] = []
      rows.forEach((labels, slot) => {
        let count = 0
        bucketRows[slot]?.forEach((bucketLabels, bucket) => {
          count += counts[slot]?.[bucket] ?? 0
          samples.push({ name: `${spec.name}_bucket`, labels: bucketLabels, value: count })
        })
        samples.push({ name: `${spec.name}_sum`, labels, value: sums[slot] ?? 0 })
        samples.push({ name: `${spec.name}_count`, labels, value: count })
      })
      return { name: spec.name, help: spec.help, type: 'histogram', samples }
    },
  }
}

/** Creates the metrics of a platform, all series at 0. Unknown names are a fault of the model and throw. */
export function createInstruments(specs: readonly MetricSpec[]) {
  const instruments = new Map(
    specs.map((spec) => [spec.name, spec.type === 'histogram' ? createHistogram(spec) : createScalar(spec)]),
  )
  return {
    get(name: string): Instrument {
      const instrument = instruments.get(name)
      if (!instrument) throw new Error(`the model has no metric ${name}`)
      return instrument
    },
    collect: (): readonly MetricFamily[] => [...instruments.values()].map((instrument) => instrument.collect()),
  }
}
