/**
 * An evaluation that failed. `execution` is a fault of the query over this data (many-to-many matching, duplicate series), in
 * Prometheus' own words; `limit` means more samples, points, depth or time than allowed; `canceled` that nobody waits any more.
 */
export class PromqlEvalError extends Error {
  readonly reason: 'execution' | 'limit' | 'timeout' | 'canceled'
  constructor(reason: PromqlEvalError['reason'], message: string) {
    super(message)
    this.name = 'PromqlEvalError'
    this.reason = reason
  }
}
