/**
 * Tells a worker in the middle of an evaluation, when it hears no message, that nobody waits any more: both ends see the
 * same memory. Where the page is not cross-origin isolated there is none, and what has begun runs to its end, five
 * seconds at most.
 */
export interface CancelFlags {
  readonly buffer: SharedArrayBuffer | undefined
  cancel(id: number): void
  isCanceled(id: number): boolean
}

/** Questions under way together are far fewer; one that shares the place of another would only run to its end. */
const PLACES = 256

/** Flags of the page's own, or those that it gave to its worker. */
export function createCancelFlags(buffer: SharedArrayBuffer | undefined = newBuffer()): CancelFlags {
  const ids = buffer && new Int32Array(buffer)
  return {
    buffer,
    cancel: (id) => void (ids && Atomics.store(ids, id % PLACES, id)),
    isCanceled: (id) => ids !== undefined && Atomics.load(ids, id % PLACES) === id,
  }
}

function newBuffer(): SharedArrayBuffer | undefined {
  // Browsers hide it from a page that is not isolated.
  return typeof SharedArrayBuffer === 'undefined' ? undefined : new SharedArrayBuffer(PLACES * 4)
}
