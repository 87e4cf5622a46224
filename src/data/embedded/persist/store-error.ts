/**
 * Why nothing was kept. `quota`: the browser has no room; `cap`: more at once than the store may keep; `otherWriter`: another page of this app
 * keeps the history; `unavailable`: the browser gives no database, or took it away; `newer`: a newer version of the app wrote
 * it; `closed`: this store was closed. All of them mean: go on in memory, and say so.
 */
export type StoreFailure = 'quota' | 'cap' | 'otherWriter' | 'unavailable' | 'newer' | 'closed'

export class StoreError extends Error {
  readonly reason: StoreFailure
  constructor(reason: StoreFailure, message: string) {
    super(message)
    this.name = 'StoreError'
    this.reason = reason
  }
}

/** Gives whatever IndexedDB threw a reason. */
export function storeErrorOf(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  const message = error instanceof Error || error instanceof DOMException ? error.message : String(error)
  if (name === 'QuotaExceededError') return new StoreError('quota', 'the browser has no more room for this site')
  if (name === 'VersionError') return new StoreError('newer', 'the history was kept by a newer version of the app')
  return new StoreError('unavailable', message === '' ? `the browser's database failed (${name})` : message)
}
