import { type LogServeOptions, serveLogs } from '~/data/logs/serve'
import type { FromLogWorker, ToLogWorker } from '~/data/logs/worker-protocol'
import type { StartLogWorker } from '~/data/logs/worker-source'

export interface InThreadLogWorker {
  readonly start: StartLogWorker
  /** Ends the worker that runs, as a crash does. */
  kill(): void
  /** How many were started. */
  readonly started: number
}

/** The log worker's own code in this thread. Messages are copied and come in later tasks, as between a page and its worker. */
export function inThreadLogWorker(options: Omit<LogServeOptions, 'post'>): InThreadLogWorker {
  let started = 0
  let kill = () => {}
  return {
    start: ({ said, died }) => {
      let isStopped = false
      started += 1
      const soon = (run: () => void) => setImmediate(() => isStopped || run())
      const take = serveLogs({
        ...options,
        post(message: FromLogWorker) {
          const copied = structuredClone(message)
          soon(() => said(copied))
        },
      })
      kill = () => {
        isStopped = true
        died()
      }
      return {
        post(message: ToLogWorker) {
          const copied = structuredClone(message)
          soon(() => take(copied))
        },
        stop: () => {
          isStopped = true
        },
      }
    },
    kill: () => kill(),
    get started() {
      return started
    },
  }
}
