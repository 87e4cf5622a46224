/*
 * The order in which Go's sort leaves equal elements: it is not stable, but it is always the same, and it decides which of -0 and
 * 0 is a median and how ties of `sort` and `topk` stand. Pattern-defeating quicksort as Go 1.19 has it.
 */

/** What is sorted, by its places. */
export interface Sortable {
  readonly length: number
  less(left: number, right: number): boolean
  swap(left: number, right: number): void
}

/** Ranges up to this length are sorted by insertion, which keeps equal elements in order. */
const INSERTION_LENGTH = 12
const NINTHER_LENGTH = 50

export function goSort(data: Sortable): void {
  if (data.length > 1) quicksort(data, 0, data.length, bitLength(data.length))
}

function bitLength(value: number): number {
  return 32 - Math.clz32(value)
}

function quicksort(data: Sortable, start: number, end: number, badChoicesLeft: number): void {
  let [from, to, limit] = [start, end, badChoicesLeft]
  let wasBalanced = true
  let wasPartitioned = true
  for (;;) {
    const length = to - from
    if (length <= INSERTION_LENGTH || limit === 0) {
      if (length <= INSERTION_LENGTH) insertionSort(data, from, to)
      else heapSort(data, from, to)
      return
    }
    if (!wasBalanced) {
      breakPatterns(data, from, to)
      limit--
    }
    let { pivot, seems } = choosePivot(data, from, to)
    if (seems === 'descending') {
      reverse(data, from, to)
      pivot = to - 1 - (pivot - from)
      seems = 'ascending'
    }
    if (wasBalanced && wasPartitioned && seems === 'ascending' && finishAscending(data, from, to)) return
    // All that equals the element before the range needs no further sorting.
    if (from > 0 && !data.less(from - 1, pivot)) {
      from = partitionEqual(data, from, to, pivot)
      continue
    }
    const { middle, wasInPlace } = partition(data, from, to, pivot)
    wasPartitioned = wasInPlace
    const [left, right] = [middle - from, to - middle]
    wasBalanced = Math.min(left, right) >= Math.floor(length / 8)
    if (left < right) {
      quicksort(data, from, middle, limit)
      from = middle + 1
    } else {
      quicksort(data, middle + 1, to, limit)
      to = middle
    }
  }
}

function insertionSort(data: Sortable, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    for (let j = i; j > from && data.less(j, j - 1); j--) data.swap(j, j - 1)
  }
}

function heapSort(data: Sortable, from: number, to: number): void {
  const length = to - from
  for (let i = Math.floor((length - 1) / 2); i >= 0; i--) siftDown(data, i, length, from)
  for (let i = length - 1; i >= 0; i--) {
    data.swap(from, from + i)
    siftDown(data, 0, i, from)
  }
}

function siftDown(data: Sortable, root: number, length: number, first: number): void {
  for (let parent = root; ; ) {
    let child = 2 * parent + 1
    if (child >= length) return
    if (child + 1 < length && data.less(first + child, first + child + 1)) child++
    if (!data.less(first + parent, first + child)) return
    data.swap(first + parent, first + child)
    parent = child
  }
}

/** Moves the elements that are less than the pivot before it; `middle` is where the pivot ends. */
function partition(
  data: Sortable,
  from: number,
  to: number,
  pivot: number,
): { readonly middle: number; readonly wasInPlace: boolean } {
  data.swap(from, pivot)
  let [i, j] = [from + 1, to - 1]
  const skip = () => {
    while (i <= j && data.less(i, from)) i++
    while (i <= j && !data.less(j, from)) j--
  }
  skip()
  const wasInPlace = i > j
  while (i <= j) {
    data.swap(i++, j--)
    skip()
  }
  data.swap(j, from)
  return { middle: j, wasInPlace }
}

/** Moves the elements that equal the pivot to the front, and says where the others begin. None is less. */
function partitionEqual(data: Sortable, from: number, to: number, pivot: number): number {
  data.swap(from, pivot)
  let [i, j] = [from + 1, to - 1]
  for (;;) {
    while (i <= j && !data.less(from, i)) i++
    while (i <= j && data.less(from, j)) j--
    if (i > j) return i
    data.swap(i++, j--)
  }
}

/** Sorts a range in which a few neighbours alone are out of order; false where there were too many. */
function finishAscending(data: Sortable, from: number, to: number): boolean {
  let i = from + 1
  for (let repairs = 0; repairs < 5; repairs++) {
    while (i < to && !data.less(i, i - 1)) i++
    if (i === to) return true
    if (to - from < NINTHER_LENGTH) return false
    data.swap(i, i - 1)
    if (i - from >= 2) for (let j = i - 1; j >= 1 && data.less(j, j - 1); j--) data.swap(j, j - 1)
    if (to - i >= 2) for (let j = i + 1; j < to && data.less(j, j - 1); j++) data.swap(j, j - 1)
  }
  return false
}

/** Swaps three elements of the middle with others, chosen the same way every time. */
function breakPatterns(data: Sortable, from: number, to: number): void {
  const length = to - from
  const mask = 2 ** bitLength(length) - 1
  const middle = from + Math.floor(length / 4) * 2 - 1
  let random = BigInt(length)
  for (let i = 0; i < 3; i++) {
    random ^= BigInt.asUintN(64, random << 13n)
    random ^= random >> 17n
    random ^= BigInt.asUintN(64, random << 5n)
    const other = Number(random & BigInt(mask))
    data.swap(middle + i, from + (other >= length ? other - length : other))
  }
}

function reverse(data: Sortable, from: number, to: number): void {
  for (let i = from, j = to - 1; i < j; i++, j--) data.swap(i, j)
}

interface Choice {
  readonly pivot: number
  readonly seems: 'ascending' | 'descending' | 'unknown'
}

/** The median of three places, or of three medians; the swaps that it took hint at the order of the whole. */
function choosePivot(data: Sortable, from: number, to: number): Choice {
  const length = to - from
  const quarter = Math.floor(length / 4)
  let swaps = 0
  const order = (a: number, b: number): [number, number] => {
    if (!data.less(b, a)) return [a, b]
    swaps++
    return [b, a]
  }
  const median = (first: number, second: number, third: number) => {
    let [a, b, c] = [first, second, third]
    ;[a, b] = order(a, b)
    ;[b, c] = order(b, c)
    ;[a, b] = order(a, b)
    return b
  }
  const around = (place: number) => (length >= NINTHER_LENGTH ? median(place - 1, place, place + 1) : place)
  const [low, middle, high] = [around(from + quarter), around(from + quarter * 2), around(from + quarter * 3)] as const
  const pivot = median(low, middle, high)
  return { pivot, seems: swaps === 0 ? 'ascending' : swaps === 12 ? 'descending' : 'unknown' }
}
