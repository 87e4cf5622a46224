import type { LabelMatcher } from '~/domain/promql/matchers'
import type { Labels } from '~/domain/series/frame'
import { ownText } from '~/lib/own-text'
import { satisfies, type ValueTest, valueTestOf } from './label-matching'
import { Postings } from './postings'
import { compareKeyed, type Keyed } from './series-key'

/** What the index knows of a series. */
export interface Indexed extends Keyed {
  /** Place in the index; the index sets it. */
  id: number
}

interface ValueEntry {
  readonly text: string
  readonly postings: Postings
}

interface NameEntry {
  readonly name: string
  readonly values: Map<string, ValueEntry>
  /** Every series with the label. */
  readonly all: Postings
}

/** Answers of selectors that are kept while the set of series stays the same: dashboards ask the same ones all day. */
const MAX_REMEMBERED = 256
/** And only while they name so many series in all, for each series there is. */
const MAX_REMEMBERED_SHARE = 4
/** Dead places are tolerated until there are so many more than live ones. */
const SPARE_PLACES = 1024

/** An entry with its map slot and list object. */
const ENTRY_BYTES = 280

/** Finds series by their labels: label name -> value -> series, and all series in the order of their labels. */
export class LabelIndex<Series extends Indexed> {
  readonly #names = new Map<string, NameEntry>()
  #places: (Series | undefined)[] = []
  #sorted: Series[] = []
  /** Added since the order was made. */
  #unsorted: Series[] = []
  /** Position in the order, by id. */
  #ranks = new Uint32Array(0)
  readonly #remembered = new Map<string, readonly Series[]>()
  #rememberedSeries = 0
  #bytes = 0

  /** Estimated bytes: texts, lists of series, order, kept answers. */
  get bytes(): number {
    return this.#bytes + 16 * this.#places.length + this.#ranks.byteLength + 8 * this.#rememberedSeries
  }

  get size(): number {
    return this.#sorted.length + this.#unsorted.length
  }

  /** The same labels made of the index' own texts: a slice of a scraped page would keep the page in memory. */
  own(labels: Labels): Labels {
    const copy = new Map<string, string>()
    for (const [name, value] of labels) {
      const entry = this.#names.get(name)
      copy.set(entry?.name ?? ownText(name), entry?.values.get(value)?.text ?? ownText(value))
    }
    return copy
  }

  /** Adds a series whose labels came from `own` and are not in the index yet. */
  add(series: Series): void {
    series.id = this.#places.length
    this.#places.push(series)
    this.#unsorted.push(series)
    this.#forgetAnswers()
    this.#post(series)
  }

  /** Takes out all series for which `isGone` holds, and returns them. */
  remove(isGone: (series: Series) => boolean): readonly Series[] {
    const gone = this.#all().filter(isGone)
    if (gone.length === 0) return gone
    this.#forgetAnswers()
    for (const series of gone) this.#places[series.id] = undefined
    this.#sorted = this.#sorted.filter((series) => this.#places[series.id] === series)
    if (this.#places.length > 2 * this.#sorted.length + SPARE_PLACES) this.#renumber()
    else this.#forget(gone)
    this.#rank()
    return gone
  }

  /** All series in the order of their labels. */
  all(): readonly Series[] {
    return this.#all()
  }

  /** The series that satisfy all matchers, in the order of their labels. Throws for a pattern that RE2 refuses. */
  select(matchers: readonly LabelMatcher[]): readonly Series[] {
    const key = JSON.stringify(matchers.map(({ name, op, value }) => [name, op, value]))
    const known = this.#remembered.get(key)
    if (known !== undefined) {
      // Taken out and put back, so that the first of the map is the one not asked for longest.
      this.#remembered.delete(key)
      this.#remembered.set(key, known)
      return known
    }
    const found = this.#find(matchers.map(valueTestOf))
    this.#remembered.set(key, found)
    this.#rememberedSeries += found.length
    const most = MAX_REMEMBERED_SHARE * this.size
    for (const [oldest, series] of this.#remembered) {
      if (this.#remembered.size <= MAX_REMEMBERED && this.#rememberedSeries <= most) break
      this.#remembered.delete(oldest)
      this.#rememberedSeries -= series.length
    }
    return found
  }

  #forgetAnswers(): void {
    this.#remembered.clear()
    this.#rememberedSeries = 0
  }

  #find(tests: readonly ValueTest[]): readonly Series[] {
    const all = this.#all()
    let best: { readonly length: number; readonly ids: () => Uint32Array } | undefined
    for (const test of tests) {
      if (test.acceptsAbsent) continue
      const entry = this.#names.get(test.name)
      if (entry === undefined) return []
      const postings = test.equal === undefined ? entry.all : entry.values.get(test.equal)?.postings
      if (postings === undefined) return []
      const ids = test.equal === undefined ? () => idsOf(entry, test) : () => postings.ids
      if (best === undefined || postings.length < best.length) best = { length: postings.length, ids }
    }
    if (best === undefined) return all.filter((series) => satisfies(series.labels, tests))
    // Ranks, not ids, so that a sort of plain numbers gives the order of the labels.
    const ranks = best
      .ids()
      .map((id) => this.#ranks[id] ?? 0)
      .sort()
    const found: Series[] = []
    for (const rank of ranks) {
      const series = all[rank]
      if (series !== undefined && satisfies(series.labels, tests)) found.push(series)
    }
    return found
  }

  #post(series: Series): void {
    for (const [name, value] of series.labels) {
      let entry = this.#names.get(name)
      if (entry === undefined) {
        entry = { name, values: new Map(), all: new Postings() }
        this.#names.set(name, entry)
        this.#bytes += ENTRY_BYTES + textBytes(name) + entry.all.bytes
      }
      let known = entry.values.get(value)
      if (known === undefined) {
        known = { text: value, postings: new Postings() }
        entry.values.set(value, known)
        this.#bytes += ENTRY_BYTES + textBytes(value) + known.postings.bytes
      }
      this.#bytes += entry.all.push(series.id) + known.postings.push(series.id)
    }
  }

  #forget(gone: readonly Series[]): void {
    const touched = new Map<NameEntry, Set<ValueEntry>>()
    for (const series of gone) {
      for (const [name, value] of series.labels) {
        const entry = this.#names.get(name)
        const known = entry?.values.get(value)
        if (entry === undefined || known === undefined) continue
        touched.set(entry, (touched.get(entry) ?? new Set()).add(known))
      }
    }
    const isAlive = (id: number) => this.#places[id] !== undefined
    for (const [entry, values] of touched) {
      this.#bytes += entry.all.keep(isAlive)
      for (const known of values) {
        this.#bytes += known.postings.keep(isAlive)
        if (known.postings.length > 0) continue
        entry.values.delete(known.text)
        this.#bytes -= ENTRY_BYTES + textBytes(known.text) + known.postings.bytes
      }
      if (entry.values.size > 0) continue
      this.#names.delete(entry.name)
      this.#bytes -= ENTRY_BYTES + textBytes(entry.name) + entry.all.bytes
    }
  }

  /** Gives all series new ids without holes. */
  #renumber(): void {
    this.#names.clear()
    this.#bytes = 0
    this.#places = [...this.#sorted]
    this.#sorted.forEach((series, id) => {
      series.id = id
      this.#post(series)
    })
  }

  #all(): readonly Series[] {
    if (this.#unsorted.length === 0) return this.#sorted
    this.#sorted = mergeSorted(this.#sorted, this.#unsorted.sort(compareKeyed))
    this.#unsorted = []
    this.#rank()
    return this.#sorted
  }

  #rank(): void {
    if (this.#ranks.length < this.#places.length) this.#ranks = new Uint32Array(2 * this.#places.length)
    this.#sorted.forEach((series, rank) => {
      this.#ranks[series.id] = rank
    })
  }
}

/** Estimated bytes of a text. */
export function textBytes(text: string): number {
  return 24 + 2 * text.length
}

/** Ids of the series whose value of the label passes. */
function idsOf(entry: NameEntry, test: ValueTest): Uint32Array {
  const passing: Uint32Array[] = []
  let count = 0
  for (const { text, postings } of entry.values.values()) {
    if (!test.accepts(text)) continue
    passing.push(postings.ids)
    count += postings.length
  }
  const ids = new Uint32Array(count)
  let at = 0
  for (const part of passing) {
    ids.set(part, at)
    at += part.length
  }
  return ids
}

function mergeSorted<Item extends Keyed>(left: readonly Item[], right: readonly Item[]): Item[] {
  const merged: Item[] = []
  let at = 0
  for (const item of right) {
    for (let next = left[at]; next !== undefined && compareKeyed(next, item) < 0; next = left[at]) {
      merged.push(next)
      at += 1
    }
    merged.push(item)
  }
  for (; at < left.length; at++) {
    const rest = left[at]
    if (rest !== undefined) merged.push(rest)
  }
  return merged
}
