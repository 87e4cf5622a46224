/** The right to write, which one page of the app has at a time. */
export interface WriterClaim {
  /** Lets another page have it, once `ended` has settled. */
  release(ended: Promise<unknown>): void
}

/**
 * Calls `onGranted` once no other page has the claim of this name, or at once where the browser has no locks, as on plain HTTP
 * from another machine: then a token in the database decides, and the page that came last writes.
 */
export function claimWriter(name: string, locks: LockManager | undefined, onGranted: () => void): WriterClaim {
  if (locks === undefined) {
    onGranted()
    return { release: () => {} }
  }
  const waiting = new AbortController()
  let grantedUntil: ((ended: Promise<unknown>) => void) | undefined
  const held = locks.request(name, { signal: waiting.signal }, () => {
    onGranted()
    return new Promise<unknown>((resolve) => {
      grantedUntil = resolve
    })
  })
  // Given up while it waited, or refused by the browser: it was never granted.
  held.catch(() => {})
  return {
    release(ended) {
      waiting.abort()
      grantedUntil?.(ended)
    },
  }
}
