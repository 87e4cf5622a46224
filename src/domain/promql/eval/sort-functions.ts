import { compareLabels, compareText } from '~/domain/promql/labels'
import { type Call, type CallFunction, stringArg, vectorArg } from './call'
import { goSort } from './go-sort'
import type { StepSeries } from './values'

/*
 * Order is of instant queries alone: series of a range query are sorted by labels in the end.
 */

function sortByValue(direction: 1 | -1): CallFunction {
  return (call) => ({ kind: 'vector', series: sortedByValue(vectorArg(call, 0), direction) })
}

/** NaN stands last in both directions. */
export function sortedByValue(series: readonly StepSeries[], direction: 1 | -1): StepSeries[] {
  const sorted = [...series]
  const valueAt = (place: number) => (sorted[place] as StepSeries).values[0] as number
  goSort({
    length: sorted.length,
    // Prometheus sorts the other way with NaN first, and has that reversed.
    less: (left, right) => {
      const [first, second] = [valueAt(right), valueAt(left)]
      return Number.isNaN(first) || (direction === 1 ? first > second : first < second)
    },
    swap: (left, right) => {
      const kept = sorted[left] as StepSeries
      sorted[left] = sorted[right] as StepSeries
      sorted[right] = kept
    },
  })
  return sorted
}

/** `sort_by_label(v, label...)` of Prometheus 3: by the labels' values in natural order, then by all labels. */
function sortByLabel(direction: 1 | -1): CallFunction {
  return (call: Call) => {
    const names = call.node.args.slice(1).map((_, index) => stringArg(call, index + 1))
    const series = [...vectorArg(call, 0)].sort((a, b) => {
      for (const name of names) {
        const order = compareNatural(a.labels.get(name) ?? '', b.labels.get(name) ?? '')
        if (order !== 0) return order * direction
      }
      return compareLabels(a.labels, b.labels) * direction
    })
    return { kind: 'vector', series }
  }
}

/** Runs of digits compare as numbers: `node9` comes before `node10`. */
function compareNatural(left: string, right: string): number {
  const [lefts, rights] = [chunksOf(left), chunksOf(right)]
  for (let i = 0; i < Math.min(lefts.length, rights.length); i++) {
    const [a = '', b = ''] = [lefts[i], rights[i]]
    if (a === b) continue
    const bothNumbers = isDigit(a) && isDigit(b)
    const order = bothNumbers ? Math.sign(Number(a) - Number(b)) : compareText(a, b)
    if (order !== 0) return order
  }
  return lefts.length - rights.length
}

function chunksOf(text: string): readonly string[] {
  return text.match(/[0-9]+|[^0-9]+/g) ?? []
}

function isDigit(chunk: string): boolean {
  return chunk >= '0' && chunk < ':'
}

export const SORT_FUNCTIONS: ReadonlyMap<string, CallFunction> = new Map<string, CallFunction>([
  ['sort', sortByValue(1)],
  ['sort_desc', sortByValue(-1)],
  ['sort_by_label', sortByLabel(1)],
  ['sort_by_label_desc', sortByLabel(-1)],
])
