import { compareLabels } from '~/domain/promql/labels'
import { type Labels, labelsKey } from '~/domain/series/frame'

/** What a plain key cannot carry: the separator, and surrogates, whose order is not that of code points. */
const ODD = /[\0\ud800-\udfff]/

/** Canonical text of labels sorted by name, equal for equal labels alone. Keys of plain labels sort as the labels do. */
export function seriesKey(labels: Labels): string {
  let key = ''
  for (const [name, value] of labels) {
    if (ODD.test(name) || ODD.test(value)) return `\0${labelsKey(labels)}`
    key += `${name}\0${value}\0`
  }
  return key
}

export interface Keyed {
  readonly labels: Labels
  readonly key: string
}

/** Order of `compareLabels`, at the price of one comparison of texts where both keys are plain. */
export function compareKeyed(left: Keyed, right: Keyed): number {
  if (left.key.startsWith('\0') || right.key.startsWith('\0')) return compareLabels(left.labels, right.labels)
  return left.key < right.key ? -1 : left.key > right.key ? 1 : 0
}
