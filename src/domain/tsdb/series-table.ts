import { sortLabels } from '~/domain/promql/labels'
import type { LabelMatcher } from '~/domain/promql/matchers'
import type { Labels } from '~/domain/series/frame'
import { LabelIndex, textBytes } from './label-index'
import { seriesKey } from './series-key'
import { StoredSeries } from './stored-series'
import { TsdbLimitError } from './verdicts'

/** A series without its key and samples: the object, its lists, the map of its labels with one slot each. */
const SERIES_BYTES = 900
const LABEL_BYTES = 40

/** The series that there are: each label set once, found by its labels, within a cap. */
export class SeriesTable {
  readonly #index = new LabelIndex<StoredSeries>()
  readonly #byKey = new Map<string, StoredSeries>()
  readonly #maxSeries: number
  readonly #assertMemory: () => void
  #seriesBytes = 0

  /** `assertMemory` throws where there is no memory for one more series. */
  constructor(maxSeries: number, assertMemory: () => void) {
    this.#maxSeries = maxSeries
    this.#assertMemory = assertMemory
  }

  get bytes(): number {
    return this.#index.bytes + this.#seriesBytes
  }

  /** The series with these labels. Throws TsdbLimitError. */
  intern(labels: Iterable<readonly [string, string]>): StoredSeries {
    return this.internSorted(sortLabels(labels))
  }

  /** The same for labels that are sorted by name already and have no empty values. */
  internSorted(sorted: Labels): StoredSeries {
    const key = seriesKey(sorted)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    this.#assertRoom()
    return this.#enter(new StoredSeries(this.#index.own(sorted), key))
  }

  /** The series of a reference that somebody kept: one that was dropped comes back. Throws TsdbLimitError. */
  revive(series: StoredSeries): StoredSeries {
    const successor = this.#byKey.get(series.key)
    if (successor !== undefined) return successor
    this.#assertRoom()
    series.lastMs = Number.NEGATIVE_INFINITY
    return this.#enter(series)
  }

  /** All series, in the order of their labels. */
  all(): readonly StoredSeries[] {
    return this.#index.all()
  }

  /** The series that satisfy all matchers, in the order of their labels. */
  select(matchers: readonly LabelMatcher[]): readonly StoredSeries[] {
    return this.#index.select(matchers)
  }

  /** Takes out the series without samples. */
  removeEmpty(onRemoved: (series: StoredSeries) => void): void {
    for (const series of this.#index.remove((one) => !one.hasSamples)) {
      series.isIndexed = false
      this.#byKey.delete(series.key)
      this.#seriesBytes -= seriesBytes(series)
      onRemoved(series)
    }
  }

  #assertRoom(): void {
    if (this.#index.size >= this.#maxSeries) throw new TsdbLimitError('series', this.#maxSeries)
    this.#assertMemory()
  }

  #enter(series: StoredSeries): StoredSeries {
    series.isIndexed = true
    this.#byKey.set(series.key, series)
    this.#index.add(series)
    this.#seriesBytes += seriesBytes(series)
    return series
  }
}

function seriesBytes({ key, labels }: StoredSeries): number {
  return SERIES_BYTES + textBytes(key) + labels.size * LABEL_BYTES
}
