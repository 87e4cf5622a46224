import {
  type Grid,
  type GridSeries,
  type Labels,
  labelsKey,
  type Matrix,
  type Vector,
  type VectorSample,
} from '~/domain/series/frame'
import { SourceError } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'
import { badPayload, decodeEnvelope, type Envelope, isObject } from './envelope'
import { parseSample } from './parse-sample'

interface Decoded {
  readonly warnings: readonly string[]
  readonly infos: readonly string[]
  readonly partial: boolean
  /** Points that could not be read, or lie off the grid. */
  readonly droppedPoints: number
}

export interface DecodedRange extends Decoded {
  readonly matrix: Matrix
}

export interface DecodedInstant extends Decoded {
  readonly vector: Vector
}

/** Values of one answer, series times points; 9 bytes each. Beyond it a browser tab is in danger. */
const maxCells = 20_000_000

/** Decodes the answer of /api/v1/query_range onto the grid that was asked for. Throws SourceError. */
export function decodeRangeBody(body: ArrayBuffer, grid: Grid): DecodedRange {
  const envelope = decodeEnvelope(body)
  if (envelope.resultType !== undefined && envelope.resultType !== 'matrix') {
    throw badPayload(`A range query was answered with a ${envelope.resultType} instead of a matrix.`)
  }
  const { items, histograms } = floatSeries(envelope, 'values', 'histograms')
  if (items.length * grid.count > maxCells) throw tooManySeries(items.length)
  // One buffer for all series, so that an answer crosses from the worker as two transfers and not two thousand.
  const values = new Float64Array(items.length * grid.count).fill(Number.NaN)
  const present = new Uint8Array(items.length * grid.count)
  const series: GridSeries[] = []
  const keys = new Set<string>()
  let droppedPoints = 0
  for (const { metric, points } of items) {
    if (!Array.isArray(points)) throw badPayload('A series of the answer has no list of values.')
    const labels = decodeLabels(metric)
    const key = labelsKey(labels)
    if (keys.has(key)) {
      droppedPoints += points.length
      continue
    }
    keys.add(key)
    const start = series.length * grid.count
    const seriesValues = values.subarray(start, start + grid.count)
    const seriesPresent = present.subarray(start, start + grid.count)
    droppedPoints += fill(points, grid, seriesValues, seriesPresent)
    series.push({ labels, key, values: seriesValues, present: seriesPresent })
  }
  return { matrix: { grid, series }, ...notesOf(envelope, histograms), droppedPoints }
}

/** Decodes the answer of /api/v1/query at `timeMs`; a scalar becomes one sample without labels. Throws SourceError. */
export function decodeInstantBody(body: ArrayBuffer, timeMs: UnixMs): DecodedInstant {
  const envelope = decodeEnvelope(body)
  if (envelope.resultType === 'scalar') {
    const value = readValue(envelope.result)
    const samples = value === undefined ? [] : [{ labels: new Map<string, string>(), key: '', value }]
    return { vector: { timeMs, samples }, ...notesOf(envelope, 0), droppedPoints: 1 - samples.length }
  }
  if (envelope.resultType !== undefined && envelope.resultType !== 'vector') {
    throw badPayload(
      `The query answers with a ${envelope.resultType}, and a panel can show a vector or a scalar.`,
      envelope.resultType === 'matrix'
        ? 'Put a function such as rate() or last_over_time() around the range.'
        : 'Write a query that answers with numbers.',
    )
  }
  const { items, histograms } = floatSeries(envelope, 'value', 'histogram')
  const samples = new Map<string, VectorSample>()
  let droppedPoints = 0
  for (const { metric, points } of items) {
    const labels = decodeLabels(metric)
    const key = labelsKey(labels)
    const value = readValue(points)
    if (value === undefined || samples.has(key)) droppedPoints += 1
    else samples.set(key, { labels, key, value })
  }
  return { vector: { timeMs, samples: [...samples.values()] }, ...notesOf(envelope, histograms), droppedPoints }
}

function fill(points: readonly unknown[], grid: Grid, values: Float64Array, present: Uint8Array): number {
  let dropped = 0
  for (const point of points) {
    const time: unknown = Array.isArray(point) ? point[0] : undefined
    const value = readValue(point)
    const index = typeof time === 'number' ? (Math.round(time * 1000) - grid.startMs) / grid.stepMs : -1
    // A fraction, a negative number, NaN and Infinity all fail one of these.
    if (value === undefined || !(index >= 0 && index < grid.count) || !Number.isInteger(index)) {
      dropped += 1
      continue
    }
    values[index] = value
    present[index] = 1
  }
  return dropped
}

function readValue(point: unknown): number | undefined {
  const text: unknown = Array.isArray(point) ? point[1] : undefined
  return typeof text === 'string' ? parseSample(text) : undefined
}

interface Item {
  readonly metric: unknown
  readonly points: unknown
}

/** Series with float points; native histograms are counted, and an answer of nothing else is an error with a way out. */
function floatSeries(envelope: Envelope, floats: string, histogram: string): { items: Item[]; histograms: number } {
  if (!Array.isArray(envelope.result)) throw badPayload('The result of the answer is not a list.')
  const items: Item[] = []
  let histograms = 0
  for (const item of envelope.result as readonly unknown[]) {
    if (!isObject(item)) throw badPayload('A series of the answer is not an object.')
    if (item[histogram] !== undefined) histograms += 1
    const { metric, [floats]: points } = item
    if (points !== undefined || item[histogram] === undefined) items.push({ metric, points })
  }
  if (histograms > 0 && items.length === 0) {
    throw new SourceError({
      kind: 'badRequest',
      message: 'The query answers with native histograms, which are not drawn here.',
      nextStep: 'Put histogram_quantile(), histogram_avg() or histogram_count() around it.',
    })
  }
  return { items, histograms }
}

function notesOf(envelope: Envelope, histograms: number): Omit<Decoded, 'droppedPoints'> {
  const { warnings, infos, partial } = envelope
  if (histograms === 0) return { warnings, infos, partial }
  const note = `${histograms} series of native histograms are left out.`
  return { warnings: [...warnings, note], infos, partial }
}

/** JSON.parse makes `__proto__` an own key, and Object.entries reads own keys only: no prototype is ever touched. */
function decodeLabels(metric: unknown): Labels {
  const labels = new Map<string, string>()
  if (metric === undefined || metric === null) return labels
  if (!isObject(metric)) throw badPayload('The labels of a series are not an object.')
  for (const [name, value] of Object.entries(metric)) {
    if (typeof value !== 'string') throw badPayload('A label value of the answer is not a string.')
    labels.set(name, value)
  }
  return labels
}

function tooManySeries(count: number): SourceError {
  return new SourceError({
    kind: 'tooMuch',
    message: `The query answers with ${count} series, more than can be drawn over this range.`,
    nextStep: 'Aggregate them, for example with sum by (…) or topk(), or choose a shorter range.',
  })
}
