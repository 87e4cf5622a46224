import type { Labels } from '~/domain/series/frame'

/** Order of two label sets, both sorted by name: name by name and value by value, as Prometheus' labels.Compare does. */
export function compareLabels(left: Labels, right: Labels): number {
  const rights = right.entries()
  for (const [name, value] of left) {
    const next = rights.next()
    if (next.done === true) return 1
    const order = compareText(name, next.value[0]) || compareText(value, next.value[1])
    if (order !== 0) return order
  }
  return rights.next().done === true ? 0 : -1
}

/** Prometheus compares bytes of UTF-8, whose order is that of code points; JavaScript's `<` compares UTF-16 units. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0
  const length = Math.min(left.length, right.length)
  for (let i = 0; i < length; i++) {
    const [a, b] = [left.charCodeAt(i), right.charCodeAt(i)]
    if (a === b) continue
    // A surrogate stands for a code point above all others of UTF-16's first plane.
    const [highA, highB] = [a >= 0xd800 && a <= 0xdfff, b >= 0xd800 && b <= 0xdfff]
    if (highA !== highB) return highA ? 1 : -1
    return a < b ? -1 : 1
  }
  return left.length < right.length ? -1 : 1
}

/** The same labels as a Map sorted by name, without empty values: the form in which everything here keeps them. */
export function sortLabels(labels: Iterable<readonly [string, string]>): Labels {
  return new Map([...labels].filter(([, value]) => value !== '').sort(([a], [b]) => compareText(a, b)))
}
