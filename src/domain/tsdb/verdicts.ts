/**
 * What became of a sample, as Prometheus judges it. `duplicate` is a sample that is there already, which is no fault;
 * `duplicateTime` another value for a time that has one; `outOfOrder` older than the newest of its series; `tooOld` before
 * everything the store keeps; `future` beyond the bound for clocks that run ahead.
 */
export type AppendVerdict = 'ok' | 'duplicate' | 'duplicateTime' | 'outOfOrder' | 'tooOld' | 'future'

export type VerdictCounts = Readonly<Record<AppendVerdict, number>>

/** A cap of the store was reached: nothing of the request that met it was taken. */
export class TsdbLimitError extends Error {
  readonly limit: 'series' | 'bytes'
  readonly most: number
  constructor(limit: TsdbLimitError['limit'], most: number) {
    super(limit === 'series' ? `the store holds at most ${most} series` : `the store takes at most ${most} bytes`)
    this.name = 'TsdbLimitError'
    this.limit = limit
    this.most = most
  }
}
