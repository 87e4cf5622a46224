import { SourceError } from '~/domain/sources'

export type Priority = 'refresh' | 'user'

export interface Slots {
  /** Waits for a slot and answers the function that frees it. Rejects with kind `aborted` when the signal fires first. */
  acquire(priority: Priority, signal: AbortSignal): Promise<() => void>
  readonly busy: number
}

interface Waiting {
  readonly priority: Priority
  readonly start: () => void
}

/**
 * At most `limit` requests in flight; refreshes leave `reserved` of them free, so that a click never waits behind
 * panels of a slow server. Below the six connections a browser opens to one HTTP/1.1 origin.
 */
export function createSlots(limit: number, reserved: number): Slots {
  const queues: Record<Priority, Waiting[]> = { user: [], refresh: [] }
  let busy = 0
  let refreshing = 0

  function hasRoom(priority: Priority): boolean {
    return busy < limit && (priority === 'user' || refreshing < limit - reserved)
  }

  function next(): void {
    for (const priority of ['user', 'refresh'] as const) {
      const waiting = queues[priority][0]
      if (waiting === undefined || !hasRoom(priority)) continue
      queues[priority].shift()
      waiting.start()
      return
    }
  }

  function take(priority: Priority): () => void {
    busy += 1
    if (priority === 'refresh') refreshing += 1
    let held = true
    return () => {
      if (!held) return
      held = false
      busy -= 1
      if (priority === 'refresh') refreshing -= 1
      next()
    }
  }

  return {
    get busy() {
      return busy
    },
    acquire(priority, signal) {
      if (signal.aborted) return Promise.reject(abortedError())
      if (queues[priority].length === 0 && hasRoom(priority)) return Promise.resolve(take(priority))
      return new Promise((resolve, reject) => {
        const waiting: Waiting = {
          priority,
          start: () => {
            signal.removeEventListener('abort', onAbort)
            resolve(take(priority))
          },
        }
        const onAbort = () => {
          const at = queues[priority].indexOf(waiting)
          if (at >= 0) queues[priority].splice(at, 1)
          reject(abortedError())
        }
        signal.addEventListener('abort', onAbort, { once: true })
        queues[priority].push(waiting)
      })
    },
  }
}

/** Nobody waits for the answer any more. */
export function abortedError(): SourceError {
  return new SourceError({ kind: 'aborted', message: 'The request was cancelled.' })
}
