/** The result of one request. Rejects with its error. */
export function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = (event) => {
      // Whoever waits decides what becomes of the transaction.
      event.preventDefault()
      reject(request.error ?? new Error('the request failed'))
    }
  })
}

/**
 * Runs `work` in one transaction and resolves when it is on disk, or rejects and leaves nothing of it. `work` waits for nothing
 * but requests of the transaction, which ends as soon as none is open.
 */
export async function inTransaction<T>(
  db: IDBDatabase,
  stores: readonly string[],
  mode: 'readonly' | 'readwrite',
  work: (transaction: IDBTransaction) => Promise<T>,
): Promise<T> {
  const transaction = db.transaction([...stores], mode)
  const ended = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'))
  })
  // Heard below; until then it must not count as unheard.
  ended.catch(() => {})
  try {
    const result = await work(transaction)
    await ended
    return result
  } catch (error) {
    abort(transaction)
    throw error
  }
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort()
  } catch {
    // It has ended already.
  }
}
