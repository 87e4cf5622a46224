import type { Counts } from './objects'
import { isSoakMessage, type SoakMessage } from './worker-messages'

/** The workers of the page, as far as the soak test speaks with them. */
export interface SoakWorkers {
  /** Asks those that were told something for a word; null where none was. */
  ping(): Promise<unknown> | null
  alive(): readonly Worker[]
  /** Sizes that the live ones told last, and how much they have asked for. */
  sizes(): Counts
  requests(): number
  /** What any of them said that it must not, also those that are ended. */
  faults(): readonly string[]
}

interface Known {
  isTold: boolean
  heard: (() => void) | null
  sizes: Counts
  requests: number
}

/** Takes the place of `Worker`: each is told the page's time before anything else, and counted until it is ended. */
export function watchWorkers(nowMs: () => number, leaks: readonly string[]): SoakWorkers {
  const known = new Map<Worker, Known>()
  const faults = new Set<string>()
  const Real = globalThis.Worker
  const tell = (worker: Worker, message: SoakMessage) => Real.prototype.postMessage.call(worker, message)

  globalThis.Worker = class extends Real {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options)
      const own: Known = { isTold: true, heard: null, sizes: {}, requests: 0 }
      known.set(this, own)
      this.addEventListener('message', (event: MessageEvent<unknown>) => {
        const { data } = event
        if (!isSoakMessage(data) || data.lookoutSoak !== 'pong') return
        event.stopImmediatePropagation()
        own.sizes = data.sizes
        own.requests = data.requests
        for (const fault of data.faults) faults.add(`worker: ${fault}`)
        own.heard?.()
      })
    }

    override postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
      const own = known.get(this)
      if (own !== undefined) own.isTold = true
      tell(this, { lookoutSoak: 'clock', nowMs: nowMs(), leaks })
      super.postMessage(message, transfer as Transferable[])
    }

    override terminate(): void {
      known.get(this)?.heard?.()
      if (leaks.includes('M8')) return
      known.delete(this)
      super.terminate()
    }
  }

  return {
    ping() {
      const told = [...known].filter(([, own]) => own.isTold)
      if (told.length === 0) return null
      return Promise.all(
        told.map(([worker, own]) => {
          own.isTold = false
          return new Promise<void>((resolve) => {
            own.heard = resolve
            tell(worker, { lookoutSoak: 'ping' })
          })
        }),
      )
    },
    faults: () => [...faults],
    alive: () => [...known.keys()],
    sizes: () => Object.assign({}, ...[...known.values()].map(({ sizes }) => sizes)) as Counts,
    requests: () => [...known.values()].reduce((sum, { requests }) => sum + requests, 0),
  }
}
